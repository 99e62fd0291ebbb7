#pragma once
#include <algorithm>
#include <cstdint>
#include <functional>

#include "parallel.h"
#include "op.h"

namespace fracture {

/** The shape of a 2 x 2 max-pooling without padding: an odd last row or column belongs to no window. */
struct Pooling {
  int64_t batch, height, width, channels;

  explicit Pooling(const Dims& dims) : batch(dims[0]), height(dims[1]), width(dims[2]), channels(dims[3]) {}
  int64_t pooledHeight() const { return height / 2; }
  int64_t pooledWidth() const { return width / 2; }
  /** Numbers in one row of the input, and of the output. */
  int64_t row() const { return width * channels; }
  int64_t pooledRow() const { return pooledWidth() * channels; }
  int64_t pixels() const { return batch * height * width; }
  Dims pooledDims() const { return {batch, pooledHeight(), pooledWidth(), channels}; }

  /** Calls work(image, first pooled row, last pooled row + 1) in parallel; a small batch is cut within its images. */
  void forStrips(const std::function<void(int64_t, int64_t, int64_t)>& work) const {
    const int64_t strips = batch >= 8 ? 1 : std::min<int64_t>(8, std::max<int64_t>(1, pooledHeight()));
    parallelFor(batch * strips, [&](int64_t item) {
      const int64_t strip = item % strips;
      work(item / strips, strip * pooledHeight() / strips, (strip + 1) * pooledHeight() / strips);
    });
  }
};

}  // namespace fracture
