#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

namespace fracture {

/** What one output number is made of: `count` inputs from `from` on, and the weight of each. */
struct Taps {
  int64_t from, count;
  const double* weights;
};

/**
 * @param packed for each output `from`, `count`, then that many weights
 * @throws std::invalid_argument when it does not end with an output, or reaches outside `inputs`
 */
std::vector<Taps> readFilter(const double* packed, size_t length, int64_t inputs);

/** [height, width, channels]: bytes with 1 channel or 3 (RGB), or grey levels as floats; the other pointer is null. */
struct Samples {
  const uint8_t* bytes;
  const float* greys;
  int64_t width, height, channels;
};

/**
 * Rec. 601 luma of an image, resampled along its height and then along its width, in the order of lib/data/resize.ts:
 * every product and sum in double, every partial sum kept as float, so that both give the same bits.
 * @param out [rows, columns]
 */
void resampleGrey(const Samples& samples, const std::vector<Taps>& rows, const std::vector<Taps>& columns, float* out);

}  // namespace fracture
