#include "augment.h"

#include <algorithm>

#include "simd.h"

namespace fracture {
namespace {

/** One pixel before the image and two behind it: a position is held within them, and its lower neighbour lies one behind. */
int64_t canvasSide(int64_t side) { return side + 3; }

FRACTURE_SIMD void paint(const uint8_t* __restrict pixels, int64_t side, Sink canvas) {
  for (int64_t y = 0; y < side; y++) {
    float* row = canvas + (y + 1) * (side + 3) + 1;
    for (int64_t x = 0; x < side; x++) row[x] = static_cast<float>(pixels[y * side + x]) / 255.0f;
  }
}

/** Row y of the output. */
FRACTURE_SIMD void sampleRow(Source canvas, int side, Source map, float y, float contrast, Sink out) {
  const float last = static_cast<float>(side);
  const int stride = side + 3;
  for (int x = 0; x < side; x++) {
    const float xs = map[0] * static_cast<float>(x) + map[1] * y + map[2];
    const float ys = map[3] * static_cast<float>(x) + map[4] * y + map[5];
    // On the canvas: beyond -1 and side all is black, and so is what lies there; NaN goes there too.
    const float xc = (xs > -1 ? (xs < last ? xs : last) : -1) + 1;
    const float yc = (ys > -1 ? (ys < last ? ys : last) : -1) + 1;
    const int left = static_cast<int>(xc), top = static_cast<int>(yc);
    const float right = xc - static_cast<float>(left), below = yc - static_cast<float>(top);
    const int at = top * stride + left;
    const float upper = canvas[at] * (1 - right) + canvas[at + 1] * right;
    const float lower = canvas[at + stride] * (1 - right) + canvas[at + stride + 1] * right;
    const float value = (upper * (1 - below) + lower * below) * contrast;
    out[x] = value > 1 ? 1 : value;
  }
}

}  // namespace

void augmentImage(const uint8_t* pixels, int64_t side, const float map[6], float contrast, Canvas& canvas, float* out) {
  canvas.assign(static_cast<size_t>(canvasSide(side) * canvasSide(side)), 0.0f);
  paint(pixels, side, canvas.data());
  for (int64_t y = 0; y < side; y++) {
    sampleRow(canvas.data(), static_cast<int>(side), map, static_cast<float>(y), contrast, out + y * side);
  }
}

}  // namespace fracture
