#include "keypoints.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>

namespace fracture {
namespace {

constexpr int octaves = 3, scalesPerOctave = 3;
constexpr float baseSigma = 1.6f, inputSigma = 0.5f;
/** In units of local contrast; below it lies film grain. */
constexpr float contrastThreshold = 0.012f;
/** Ratio of curvatures above which a place is an edge, along which it could slide. */
constexpr float edgeRatio = 12;
constexpr float pi = 3.14159265358979f;

struct Octave {
  std::array<Plane, scalesPerOctave + 3> blurred;
  std::array<Plane, scalesPerOctave + 2> differences;
};

struct Extremum {
  float x, y, sigma, strength, sign;  // in pixels of its octave
  int octave, level;
};

Octave makeOctave(Plane base) {
  Octave out;
  out.blurred[0] = std::move(base);
  float sigma = baseSigma;
  for (size_t level = 1; level < out.blurred.size(); level++) {
    const float next = sigma * std::exp2(1.0f / scalesPerOctave);
    out.blurred[level] = blur(out.blurred[level - 1], std::sqrt(next * next - sigma * sigma));
    sigma = next;
    Plane difference = out.blurred[level];
    for (size_t i = 0; i < difference.values.size(); i++) difference.values[i] -= out.blurred[level - 1].values[i];
    out.differences[level - 1] = std::move(difference);
  }
  return out;
}

bool isExtremum(const Octave& octave, int level, int x, int y) {
  const float value = octave.differences[level].at(x, y);
  for (int l = level - 1; l <= level + 1; l++) {
    for (int dy = -1; dy <= 1; dy++) {
      const float* row = octave.differences[l].row(y + dy) + x;
      for (int dx = -1; dx <= 1; dx++) {
        if (l == level && dx == 0 && dy == 0) continue;
        if (value > 0 ? row[dx] >= value : row[dx] <= value) return false;
      }
    }
  }
  return true;
}

bool isEdge(const Plane& difference, int x, int y) {
  const float xx = difference.at(x + 1, y) + difference.at(x - 1, y) - 2 * difference.at(x, y);
  const float yy = difference.at(x, y + 1) + difference.at(x, y - 1) - 2 * difference.at(x, y);
  const float xy = (difference.at(x + 1, y + 1) - difference.at(x - 1, y + 1) - difference.at(x + 1, y - 1) +
                    difference.at(x - 1, y - 1)) / 4;
  const float trace = xx + yy, determinant = xx * yy - xy * xy;
  return determinant <= 0 || trace * trace * edgeRatio >= (edgeRatio + 1) * (edgeRatio + 1) * determinant;
}

/** Where a parabola through three values has its top, from -0.5 to 0.5. */
float peakOffset(float before, float at, float after) {
  const float curvature = before + after - 2 * at;
  return curvature == 0 ? 0 : std::clamp((before - after) / (2 * curvature), -0.5f, 0.5f);
}

void findExtrema(const Octave& octave, int number, const Plane& valid, std::vector<Extremum>& into) {
  const int step = 1 << number;
  for (int level = 1; level <= scalesPerOctave; level++) {
    const Plane& difference = octave.differences[level];
    for (int y = 1; y < difference.height - 1; y++) {
      for (int x = 1; x < difference.width - 1; x++) {
        const float value = difference.at(x, y);
        if (std::fabs(value) < contrastThreshold || valid.at(x * step, y * step) == 0) continue;
        if (!isExtremum(octave, level, x, y) || isEdge(difference, x, y)) continue;
        const float dx = peakOffset(difference.at(x - 1, y), value, difference.at(x + 1, y));
        const float dy = peakOffset(difference.at(x, y - 1), value, difference.at(x, y + 1));
        const float dl = peakOffset(octave.differences[level - 1].at(x, y), value, octave.differences[level + 1].at(x, y));
        const float sigma = baseSigma * std::exp2((level + dl) / scalesPerOctave);
        into.push_back({x + dx, y + dy, sigma, std::fabs(value), value < 0 ? 1.0f : -1.0f, number, level});
      }
    }
  }
}

struct Gradient {
  float magnitude, angle;
};

Gradient gradientAt(const Plane& plane, int x, int y) {
  const float dx = plane.at(x + 1, y) - plane.at(x - 1, y), dy = plane.at(x, y + 1) - plane.at(x, y - 1);
  return {std::sqrt(dx * dx + dy * dy), std::atan2(dy, dx)};
}

/** Directions of the gradient round a place: the strongest, and a second where it is nearly as strong. */
std::vector<float> orientations(const Plane& plane, const Extremum& e) {
  constexpr int bins = 36;
  std::array<float, bins> histogram{}, smooth{};
  const float sigma = 1.5f * e.sigma;
  const int reach = static_cast<int>(std::ceil(3 * sigma)), cx = std::lround(e.x), cy = std::lround(e.y);
  for (int y = std::max(1, cy - reach); y <= std::min(plane.height - 2, cy + reach); y++) {
    for (int x = std::max(1, cx - reach); x <= std::min(plane.width - 2, cx + reach); x++) {
      const float squared = (x - e.x) * (x - e.x) + (y - e.y) * (y - e.y);
      const Gradient gradient = gradientAt(plane, x, y);
      const int bin = static_cast<int>(std::lround((gradient.angle + pi) / (2 * pi) * bins)) % bins;
      histogram[bin] += gradient.magnitude * std::exp(-squared / (2 * sigma * sigma));
    }
  }
  for (int round = 0; round < 2; round++) {
    for (int i = 0; i < bins; i++) {
      smooth[i] = 0.25f * histogram[(i + bins - 1) % bins] + 0.5f * histogram[i] + 0.25f * histogram[(i + 1) % bins];
    }
    histogram = smooth;
  }
  std::vector<std::pair<float, float>> peaks;
  const float top = *std::max_element(histogram.begin(), histogram.end());
  for (int i = 0; i < bins; i++) {
    const float before = histogram[(i + bins - 1) % bins], after = histogram[(i + 1) % bins];
    if (histogram[i] < 0.8f * top || histogram[i] <= before || histogram[i] < after) continue;
    peaks.push_back({histogram[i], (i + peakOffset(before, histogram[i], after)) / bins * 2 * pi - pi});
  }
  std::sort(peaks.rbegin(), peaks.rend());
  std::vector<float> angles;
  for (size_t i = 0; i < std::min<size_t>(2, peaks.size()); i++) angles.push_back(peaks[i].second);
  return angles;
}

void describe(const Plane& plane, const Extremum& e, float angle, uint8_t* out) {
  std::array<float, descriptorBytes> histogram{};
  const float cell = 3 * e.sigma, cosine = std::cos(angle), sine = std::sin(angle);
  const int reach = static_cast<int>(std::ceil(cell * 2.5f * 1.4143f)), cx = std::lround(e.x), cy = std::lround(e.y);
  for (int y = std::max(1, cy - reach); y <= std::min(plane.height - 2, cy + reach); y++) {
    for (int x = std::max(1, cx - reach); x <= std::min(plane.width - 2, cx + reach); x++) {
      const float dx = (x - e.x) / cell, dy = (y - e.y) / cell;
      const float u = cosine * dx + sine * dy, v = cosine * dy - sine * dx;  // along and across the direction
      if (std::fabs(u) >= 2.5f || std::fabs(v) >= 2.5f) continue;
      const Gradient gradient = gradientAt(plane, x, y);
      const float weight = gradient.magnitude * std::exp(-(u * u + v * v) / 8);
      float turn = (gradient.angle - angle) / (2 * pi) * 8;
      turn -= 8 * std::floor(turn / 8);
      const float column = u + 1.5f, row = v + 1.5f;
      const int c0 = static_cast<int>(std::floor(column)), r0 = static_cast<int>(std::floor(row)), t0 = static_cast<int>(turn);
      for (int r = r0; r <= r0 + 1; r++) {
        for (int c = c0; c <= c0 + 1; c++) {
          if (r < 0 || r > 3 || c < 0 || c > 3) continue;
          const float share = weight * (1 - std::fabs(row - r)) * (1 - std::fabs(column - c));
          float* bins = &histogram[(r * 4 + c) * 8];
          bins[t0 % 8] += share * (1 - (turn - t0));
          bins[(t0 + 1) % 8] += share * (turn - t0);
        }
      }
    }
  }
  float sum = 1e-12f;
  for (const float value : histogram) sum += value;
  // Square roots of shares have unit length; a byte holds up to half of it.
  for (int i = 0; i < descriptorBytes; i++) out[i] = static_cast<uint8_t>(std::min(255.0f, 512 * std::sqrt(histogram[i] / sum)));
}

}  // namespace

std::vector<Keypoint> findKeypoints(const Flattened& image) {
  std::vector<Octave> pyramid;
  std::vector<Extremum> extrema;
  Plane base = blur(image.contrast, std::sqrt(baseSigma * baseSigma - inputSigma * inputSigma));
  for (int number = 0; number < octaves && base.width >= 16; number++) {
    pyramid.push_back(makeOctave(std::move(base)));
    findExtrema(pyramid.back(), number, image.valid, extrema);
    base = halve(pyramid.back().blurred[scalesPerOctave]);
  }
  std::stable_sort(extrema.begin(), extrema.end(), [](const Extremum& a, const Extremum& b) { return a.strength > b.strength; });
  std::vector<Keypoint> out;
  for (const Extremum& e : extrema) {
    const Plane& plane = pyramid[e.octave].blurred[e.level];
    const float step = static_cast<float>(1 << e.octave);
    for (const float angle : orientations(plane, e)) {
      if (out.size() == keypointLimit) return out;
      Keypoint keypoint{e.x * step, e.y * step, e.sigma * step, angle, e.sign, {}};
      describe(plane, e, angle, keypoint.descriptor);
      out.push_back(e.sign > 0 ? keypoint : inverted(keypoint));
    }
  }
  return out;
}

std::vector<Keypoint> readKeypoints(const uint8_t* bytes, size_t length) {
  std::vector<Keypoint> out;
  for (size_t at = 0; at + sizeof(Keypoint) <= length; at += sizeof(Keypoint)) {
    Keypoint keypoint;
    std::memcpy(&keypoint, bytes + at, sizeof(Keypoint));
    if (!(keypoint.scale > 0)) break;
    out.push_back(keypoint);
  }
  return out;
}

Keypoint inverted(const Keypoint& keypoint) {
  Keypoint out = keypoint;
  out.angle += keypoint.angle > 0 ? -pi : pi;
  for (int cell = 0; cell < 16; cell++) std::copy_n(keypoint.descriptor + (15 - cell) * 8, 8, out.descriptor + cell * 8);
  return out;
}

Keypoint mirrored(const Keypoint& keypoint, int width) {
  Keypoint out = keypoint;
  out.x = width - 1 - keypoint.x;
  out.angle = pi - keypoint.angle;
  if (out.angle > pi) out.angle -= 2 * pi;
  for (int row = 0; row < 4; row++) {
    for (int column = 0; column < 4; column++) {
      for (int turn = 0; turn < 8; turn++) {
        out.descriptor[(row * 4 + column) * 8 + turn] = keypoint.descriptor[((3 - row) * 4 + column) * 8 + (8 - turn) % 8];
      }
    }
  }
  return out;
}

}  // namespace fracture
