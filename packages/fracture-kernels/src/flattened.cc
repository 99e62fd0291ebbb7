#include "flattened.h"

#include <algorithm>
#include <cmath>

namespace fracture {
namespace {

/** Grey levels of 255 that JPEG leaves on a bar that was black or white. */
constexpr int barTolerance = 6;
/** Of the side: as wide as a bone, so that bones keep their outlines and lose their brightness. */
constexpr float windowShare = 1.0f / 16;
/** Added to the deviation, in grey levels of 0 .. 1: noise on a flat ground must not become texture. */
constexpr float deviationFloor = 0.03f;

bool isBar(uint8_t level) { return level <= barTolerance || level >= 255 - barTolerance; }

/** All that can be reached from the picture's edge over black or white: bars, borders, corners left by a rotation. */
Plane withoutBars(const uint8_t* pixels, int side) {
  Plane valid(side, side);
  std::fill(valid.values.begin(), valid.values.end(), 1.0f);
  std::vector<int> open;
  const auto visit = [&](int x, int y) {
    const int at = y * side + x;
    if (valid.values[at] == 0 || !isBar(pixels[at])) return;
    valid.values[at] = 0;
    open.push_back(at);
  };
  for (int i = 0; i < side; i++) {
    visit(i, 0), visit(i, side - 1), visit(0, i), visit(side - 1, i);
  }
  while (!open.empty()) {
    const int at = open.back(), x = at % side, y = at / side;
    open.pop_back();
    if (x > 0) visit(x - 1, y);
    if (x < side - 1) visit(x + 1, y);
    if (y > 0) visit(x, y - 1);
    if (y < side - 1) visit(x, y + 1);
  }
  return valid;
}

}  // namespace

Plane normalizeContrast(const Plane& grey, const Plane& valid, float windowSigma) {
  const size_t area = grey.values.size();
  Plane first = grey, second = grey;
  for (size_t i = 0; i < area; i++) {
    first.values[i] *= valid.values[i];
    second.values[i] *= first.values[i];
  }
  const Plane weight = blurWidely(valid, windowSigma), sum = blurWidely(first, windowSigma);
  const Plane squares = blurWidely(second, windowSigma);
  Plane out(grey.width, grey.height);
  for (size_t i = 0; i < area; i++) {
    if (valid.values[i] == 0 || weight.values[i] < 1e-6f) continue;
    const float mean = sum.values[i] / weight.values[i];
    const float variance = squares.values[i] / weight.values[i] - mean * mean;
    out.values[i] = (grey.values[i] - mean) / (std::sqrt(std::max(0.0f, variance)) + deviationFloor);
  }
  return out;
}

Flattened flatten(const uint8_t* pixels, int side) {
  Flattened out;
  out.grey = Plane(side, side);
  for (size_t i = 0; i < out.grey.values.size(); i++) out.grey.values[i] = pixels[i] / 255.0f;
  out.valid = shrink(withoutBars(pixels, side), 1);  // resizing blends a bar's edge into the picture
  out.contrast = normalizeContrast(out.grey, out.valid, windowShare * side);
  return out;
}

Flattened negative(Flattened image) {
  for (float& value : image.grey.values) value = 1 - value;
  for (float& value : image.contrast.values) value = -value;
  return image;
}

Plane shrink(const Plane& valid, int marginPixels) {
  Plane out = valid;
  const int width = valid.width, height = valid.height;
  for (int step = 0; step < marginPixels; step++) {
    const Plane before = out;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        const bool isInside = x > 0 && y > 0 && x < width - 1 && y < height - 1 && before.at(x - 1, y) > 0 &&
                              before.at(x + 1, y) > 0 && before.at(x, y - 1) > 0 && before.at(x, y + 1) > 0;
        if (!isInside) out.row(y)[x] = 0;
      }
    }
  }
  return out;
}

}  // namespace fracture
