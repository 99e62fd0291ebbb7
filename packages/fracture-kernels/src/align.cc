#include "align.h"

#include <algorithm>
#include <cmath>

namespace fracture {
namespace {

constexpr int parameters = 6;
constexpr int leastPixels = 50;
/** Copies reach twice that after the coarse steps. */
constexpr double hopeless = 0.45;

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

/** Correlation over a mask, once both are normalised by windows of one size. */
float correlate(const Plane& first, const Plane& second, const Plane& mask, float windowSigma) {
  const Plane a = normalizeContrast(first, mask, windowSigma), b = normalizeContrast(second, mask, windowSigma);
  double sa = 0, sb = 0, aa = 0, bb = 0, ab = 0, n = 0;
  for (size_t i = 0; i < a.values.size(); i++) {
    if (mask.values[i] == 0) continue;
    const double u = a.values[i], v = b.values[i];
    sa += u, sb += v, aa += u * u, bb += v * v, ab += u * v, n++;
  }
  const double over = n < leastPixels ? 0 : (aa - sa * sa / n) * (bb - sb * sb / n);
  return over > 0 ? static_cast<float>((ab - sa * sb / n) / std::sqrt(over)) : -1;
}

/** Judges a map: the second is laid upon the first, both are normalised anew over what they share, and correlated. */
Alignment judge(const Flattened& first, const Flattened& second, const Affine& map) {
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
  Alignment out;
  out.map = map;
  const double smaller = std::min(firstArea, secondArea / (zoom * zoom));
  if (smaller < 1) return out;
  out.overlap = static_cast<float>(sharedArea / smaller);
  const Plane kept = shrink(shared, 2), a = blur(first.grey, 0.8f), b = blur(laid, 0.8f);
  for (const float value : kept.values) out.pixels += value;
  out.correlation = correlate(a, b, kept, width / 24.0f);
  out.detail = correlate(a, b, kept, width / 64.0f);
  return out;
}

}  // namespace

Alignable::Scale Alignable::makeScale(const Flattened& image, float sigmaPixels, int halvings) {
  Scale out{blur(image.contrast, sigmaPixels), image.valid, {}, {}};
  for (int i = 0; i < halvings; i++) out.values = halve(out.values), out.valid = halve(out.valid);
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

Alignable::Alignable(Flattened image)
    : image_(std::move(image)), coarse_(makeScale(image_, 2.5f, 1)), fine_(makeScale(image_, 1.0f, 0)) {}

Alignment Alignable::align(const Alignable& other, const Affine& guess) const {
  const Improved rough = improve(coarse_, other.coarse_, scaled(guess, 0.5f), 1, 12);
  if (rough.correlation < hopeless) return {scaled(rough.map, 2), static_cast<float>(rough.correlation)};
  return judge(image_, other.image_, improve(fine_, other.fine_, scaled(rough.map, 2), 2, 6).map);
}

}  // namespace fracture
