#pragma once
#include <cstdint>
#include <vector>

namespace fracture {

/** Room for one image with a black border, so that its neighbours outside need no test; used again from image to image. */
using Canvas = std::vector<float>;

/**
 * One image moved by an affine map and recontrasted, bilinear, black where nothing was: the arithmetic of TensorFlow's
 * ImageProjectiveTransformV3 with CONSTANT fill.
 * @param pixels [side, side], 0 .. 255
 * @param map output (x, y) -> input (map[0] x + map[1] y + map[2], map[3] x + map[4] y + map[5])
 * @param out [side, side] in [0, 1]
 */
void augmentImage(const uint8_t* pixels, int64_t side, const float map[6], float contrast, Canvas& canvas, float* out);

}  // namespace fracture
