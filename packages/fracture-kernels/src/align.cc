#include "align.h"

#include <algorithm>
#include <cmath>

#include "tileCorrelation.h"

namespace fracture {
namespace {

constexpr int parameters = 6;
constexpr int leastPixels = 50;
/** Copies reach twice that after the coarse steps. */
constexpr double hopeless = 0.45;
/** After the fine ones; of 373 pairs of copies one remained below. */
constexpr double doubtful = 0.6;

struct Sums {
  std::array<std::array<double, parameters>, parameters> hessian{};
  std::array<double, parameters> gradient{};
  double a = 0, b = 0, aa = 0, bb = 0, ab = 0;
  int count = 0;

  double correlation() const {
    if (count < leastPixels) return -1;
    const double n = count, over = (aa - a * a / n) * (bb - b * b / n);
    return over <= 0 ? -1 : (ab - a * b / n) / std::sqrt(over);
  }
};

using Scale = Alignable::Scale;

/** One pass over the overlap. Steps are taken in the second's pixels, about the first's middle, in units of half its side. */
Sums pass(const Scale& first, const Scale& second, const Affine& map, int stride, double gain, double offset) {
  Sums sums;
  const float half = first.values.width / 2.0f;
  for (int y = 0; y < first.values.height; y += stride) {
    for (int x = 0; x < first.values.width; x += stride) {
      if (first.valid.at(x, y) == 0) continue;
      const Point p = map(x, y);
      float b = 0, gx = 0, gy = 0, valid = 0;
      if (!sample(second.valid, p.x, p.y, &valid) || valid < 1) continue;
      sample(second.values, p.x, p.y, &b);
      sample(second.dx, p.x, p.y, &gx);
      sample(second.dy, p.x, p.y, &gy);
      const float a = first.values.at(x, y);
      sums.a += a, sums.b += b, sums.aa += a * a, sums.bb += b * b, sums.ab += a * b;
      sums.count++;
      const float u = x / half - 1, v = y / half - 1;
      const float steps[parameters] = {gx * u, gx * v, gx, gy * u, gy * v, gy};
      const double error = gain * a + offset - b;
      for (int i = 0; i < parameters; i++) {
        sums.gradient[i] += steps[i] * error;
        for (int j = 0; j <= i; j++) sums.hessian[i][j] += steps[i] * steps[j];
      }
    }
  }
  return sums;
}

/** The map moved by a step: shifts in pixels, turns and stretches in pixels at half a side from the middle. */
Affine moved(Affine map, const std::array<double, parameters>& s, float half) {
  map.a += s[0] / half, map.b += s[1] / half, map.c += s[2] - s[0] - s[1];
  map.d += s[3] / half, map.e += s[4] / half, map.f += s[5] - s[3] - s[4];
  return map;
}

struct Improved {
  Affine map;
  double correlation;
};

/** Levenberg-Marquardt: a step that does not raise the correlation is taken back and tried shorter. */
Improved improve(const Scale& first, const Scale& second, const Affine& start, int stride, int steps) {
  Affine best = start;
  double damping = 1e-3;
  Sums sums = pass(first, second, best, stride, 1, 0);
  for (int step = 0; step < steps && sums.count >= leastPixels; step++) {
    auto hessian = sums.hessian;
    auto change = sums.gradient;
    for (int i = 0; i < parameters; i++) {
      hessian[i][i] = hessian[i][i] * (1 + damping) + 1e-9;
      for (int j = 0; j < i; j++) hessian[j][i] = hessian[i][j];
    }
    if (!solve<parameters>(hessian, change)) break;
    const Affine map = moved(best, change, first.values.width / 2.0f);
    if (!(map.determinant() > 0.02f) || stretchRatio(map) > 2.2f) break;
    const double n = sums.count, spread = sums.aa - sums.a * sums.a / n;
    const double nextGain = spread > 0 ? std::max(0.2, (sums.ab - sums.a * sums.b / n) / spread) : 1;
    const Sums next = pass(first, second, map, stride, nextGain, (sums.b - nextGain * sums.a) / n);
    const double gained = next.correlation() - sums.correlation();
    if (gained > 0) {
      best = map, sums = next, damping *= 0.3;
      if (gained < 2e-4) break;
    } else {
      damping *= 30;
    }
  }
  return {best, sums.correlation()};
}

/** A place at half the size; halve() keeps pixels 0, 2, 4 …, so that only shifts change. */
Affine scaled(Affine map, float factor) {
  map.c *= factor, map.f *= factor;
  return map;
}

/** The second laid upon the first. */
struct Laid {
  Plane first, second, shared;
  float overlap = 0, pixels = 0;
};

Laid lay(const Flattened& first, const Flattened& second, const Affine& map) {
  const int width = first.grey.width, height = first.grey.height;
  const float zoom = std::sqrt(std::fabs(map.determinant()));
  const Plane source = zoom > 1.2f ? blur(second.grey, 0.5f * std::sqrt(zoom * zoom - 1)) : second.grey;
  Plane laid(width, height), shared(width, height);
  double firstArea = 0, secondArea = 0, sharedArea = 0;
  for (int y = 0; y < height; y++) {
    for (int x = 0; x < width; x++) {
      firstArea += first.valid.at(x, y);
      secondArea += second.valid.at(x, y);
      const Point p = map(x, y);
      float valid;
      if (first.valid.at(x, y) == 0 || !sample(second.valid, p.x, p.y, &valid) || valid < 1) continue;
      sample(source, p.x, p.y, &laid.row(y)[x]);
      shared.row(y)[x] = 1;
      sharedArea++;
    }
  }
  Laid out{blur(first.grey, 0.8f), blur(laid, 0.8f), shrink(shared, 2)};
  const double smaller = std::min(firstArea, secondArea / (zoom * zoom));
  if (smaller >= 1) out.overlap = static_cast<float>(sharedArea / smaller);
  for (const float value : out.shared.values) out.pixels += value;
  return out;
}

/** Both normalised anew over what they share: beyond it, one of them may have a bar, a border or another picture. */
Laid normalized(const Laid& laid, float windowSigma) {
  Laid out = laid;
  out.first = normalizeContrast(laid.first, laid.shared, windowSigma);
  out.second = normalizeContrast(laid.second, laid.shared, windowSigma);
  return out;
}

Scale scaleOf(Plane values, Plane valid) {
  Scale out{std::move(values), std::move(valid), {}, {}};
  const Plane& p = out.values;
  out.dx = out.dy = Plane(p.width, p.height);
  for (int y = 1; y < p.height - 1; y++) {
    for (int x = 1; x < p.width - 1; x++) {
      out.dx.row(y)[x] = (p.at(x + 1, y) - p.at(x - 1, y)) / 2;
      out.dy.row(y)[x] = (p.at(x, y + 1) - p.at(x, y - 1)) / 2;
    }
  }
  return out;
}

Scale softened(const Plane& values, const Plane& valid) { return scaleOf(blur(values, 0.7f), valid); }

}  // namespace

Alignable::Scale Alignable::makeScale(const Flattened& image, float sigmaPixels, int halvings) {
  Plane values = blur(image.contrast, sigmaPixels), valid = image.valid;
  for (int i = 0; i < halvings; i++) values = halve(values), valid = halve(valid);
  return scaleOf(std::move(values), std::move(valid));
}

Alignable::Alignable(Flattened image)
    : image_(std::move(image)), coarse_(makeScale(image_, 2.5f, 1)), fine_(makeScale(image_, 1.0f, 0)) {}

Alignment Alignable::align(const Alignable& other, const Affine& guess) const {
  const float wide = image_.grey.width / 24.0f, narrow = image_.grey.width / 64.0f;
  const Improved rough = improve(coarse_, other.coarse_, scaled(guess, 0.5f), 1, 12);
  if (rough.correlation < hopeless) return {scaled(rough.map, 2)};
  const Affine fine = improve(fine_, other.fine_, scaled(rough.map, 2), 2, 6).map;
  const Laid first = normalized(lay(image_, other.image_, fine), wide);
  const Improved rest = improve(softened(first.first, first.shared), softened(first.second, first.shared), {}, 2, 6);
  if (rest.correlation < doubtful) return {fine};
  Alignment out;
  out.map = chained(rest.map, fine);
  const Laid laid = lay(image_, other.image_, out.map);
  const Laid shape = normalized(laid, wide), texture = normalized(laid, narrow);
  out.correlation = tileCorrelation(shape.first, shape.second, laid.shared);
  out.detail = tileCorrelation(texture.first, texture.second, laid.shared);
  out.overlap = laid.overlap, out.pixels = laid.pixels;
  return out;
}

}  // namespace fracture
