#include "plane.h"

#include <algorithm>
#include <cmath>

#include "simd.h"

namespace fracture {
namespace {

std::vector<float> gaussian(float sigma) {
  const int reach = std::max(1, static_cast<int>(std::ceil(3 * sigma)));
  std::vector<float> weights(2 * reach + 1);
  float sum = 0;
  for (int i = -reach; i <= reach; i++) sum += weights[i + reach] = std::exp(-0.5f * i * i / (sigma * sigma));
  for (float& weight : weights) weight /= sum;
  return weights;
}

FRACTURE_SIMD void addScaled(Source from, float weight, int count, Sink into) {
  for (int i = 0; i < count; i++) into[i] += weight * from[i];
}

}  // namespace

Plane blur(const Plane& plane, float sigmaPixels) {
  const std::vector<float> weights = gaussian(sigmaPixels);
  const int reach = static_cast<int>(weights.size()) / 2, width = plane.width, height = plane.height;
  Plane columns(width, height), out(width, height);
  for (int y = 0; y < height; y++) {
    for (int k = -reach; k <= reach; k++) {
      addScaled(plane.row(std::clamp(y + k, 0, height - 1)), weights[k + reach], width, columns.row(y));
    }
  }
  std::vector<float> padded(width + 2 * reach);
  for (int y = 0; y < height; y++) {
    const float* row = columns.row(y);
    std::fill_n(padded.begin(), reach, row[0]);
    std::copy_n(row, width, padded.begin() + reach);
    std::fill_n(padded.begin() + reach + width, reach, row[width - 1]);
    for (int k = 0; k <= 2 * reach; k++) addScaled(padded.data() + k, weights[k], width, out.row(y));
  }
  return out;
}

Plane blurWidely(const Plane& plane, float sigmaPixels) {
  Plane half(plane.width / 2, plane.height / 2), out(plane.width, plane.height);
  for (int y = 0; y < half.height; y++) {
    const float *top = plane.row(2 * y), *bottom = plane.row(2 * y + 1);
    for (int x = 0; x < half.width; x++) half.row(y)[x] = (top[2 * x] + top[2 * x + 1] + bottom[2 * x] + bottom[2 * x + 1]) / 4;
  }
  half = blur(half, sigmaPixels / 2);
  // A pixel of the half lies between two of the whole: weights 3/4 and 1/4 bring it back.
  Plane tall(half.width, plane.height);
  for (int y = 0; y < plane.height; y++) {
    const int near = y / 2, far = std::clamp(near + (y % 2 ? 1 : -1), 0, half.height - 1);
    const float *a = half.row(near), *b = half.row(far);
    for (int x = 0; x < half.width; x++) tall.row(y)[x] = 0.75f * a[x] + 0.25f * b[x];
  }
  for (int y = 0; y < plane.height; y++) {
    const float* from = tall.row(y);
    float* into = out.row(y);
    for (int x = 0; x < half.width; x++) {
      into[2 * x] = 0.75f * from[x] + 0.25f * from[std::max(0, x - 1)];
      into[2 * x + 1] = 0.75f * from[x] + 0.25f * from[std::min(half.width - 1, x + 1)];
    }
  }
  return out;
}

Plane halve(const Plane& plane) {
  Plane out(plane.width / 2, plane.height / 2);
  for (int y = 0; y < out.height; y++) {
    for (int x = 0; x < out.width; x++) out.row(y)[x] = plane.at(2 * x, 2 * y);
  }
  return out;
}

Plane mirror(const Plane& plane) {
  Plane out(plane.width, plane.height);
  for (int y = 0; y < plane.height; y++) std::reverse_copy(plane.row(y), plane.row(y) + plane.width, out.row(y));
  return out;
}

}  // namespace fracture
