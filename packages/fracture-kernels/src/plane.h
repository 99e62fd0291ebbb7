#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

namespace fracture {

/** Grey levels row by row; the working form of all that compares two radiographs. */
struct Plane {
  int width = 0, height = 0;
  std::vector<float> values;

  Plane() = default;
  Plane(int w, int h) : width(w), height(h), values(static_cast<size_t>(w) * h) {}
  float* row(int y) { return values.data() + static_cast<size_t>(y) * width; }
  const float* row(int y) const { return values.data() + static_cast<size_t>(y) * width; }
  float at(int x, int y) const { return row(y)[x]; }
};

/** Gaussian blur, cut off at three sigmas; beyond the border the outermost pixel goes on. */
Plane blur(const Plane& plane, float sigmaPixels);

/** Nearly the same for wide sigmas, by way of half the resolution: several times as fast. Sides must be even. */
Plane blurWidely(const Plane& plane, float sigmaPixels);

/** Every second pixel of every second row. */
Plane halve(const Plane& plane);

/** The picture mirrored left to right. */
Plane mirror(const Plane& plane);

/** Bilinear value at a place; false outside the picture. */
inline bool sample(const Plane& plane, float x, float y, float* value) {
  if (!(x >= 0 && y >= 0 && x <= plane.width - 1 && y <= plane.height - 1)) return false;
  const int x0 = x >= plane.width - 1 ? plane.width - 2 : static_cast<int>(x);
  const int y0 = y >= plane.height - 1 ? plane.height - 2 : static_cast<int>(y);
  const float fx = x - x0, fy = y - y0;
  const float* top = plane.row(y0) + x0;
  const float* bottom = top + plane.width;
  *value = (top[0] * (1 - fx) + top[1] * fx) * (1 - fy) + (bottom[0] * (1 - fx) + bottom[1] * fx) * fy;
  return true;
}

}  // namespace fracture
