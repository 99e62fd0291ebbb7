#include "resample.h"

#include <algorithm>
#include <stdexcept>
#include <string>

#include "simd.h"

namespace fracture {
namespace {

FRACTURE_SIMD void greyRow(const uint8_t* __restrict samples, int64_t width, Sink out) {
  for (int64_t x = 0; x < width; x++) out[x] = samples[x];
}

/** The sum of the weighted channels is whole and below 2^24, so that a float division rounds as a double one does. */
FRACTURE_SIMD void lumaRow(const uint8_t* __restrict samples, int64_t width, Sink out) {
  for (int64_t x = 0; x < width; x++) {
    const int sum = 299 * samples[3 * x] + 587 * samples[3 * x + 1] + 114 * samples[3 * x + 2];
    out[x] = static_cast<float>(sum) / 1000.0f;
  }
}

FRACTURE_SIMD void addWeighted(Source row, double weight, int64_t width, Sink sums) {
  for (int64_t x = 0; x < width; x++) {
    sums[x] = static_cast<float>(static_cast<double>(sums[x]) + weight * static_cast<double>(row[x]));
  }
}

/**
 * Row by row, each read once and added to all outputs that it has a part in.
 * @param rowAt gives row r of the input, [width]
 * @param sums [filter.size(), width], zeros at first
 */
template <typename RowAt>
void resampleRows(const RowAt& rowAt, int64_t height, int64_t width, const std::vector<Taps>& filter, float* sums) {
  size_t first = 0;  // outputs before it need no further row: their last inputs ascend
  for (int64_t r = 0; r < height; r++) {
    while (first < filter.size() && filter[first].from + filter[first].count <= r) first++;
    if (first == filter.size()) return;
    const float* row = rowAt(r);
    for (size_t i = first; i < filter.size() && filter[i].from <= r; i++) {
      const Taps& taps = filter[i];
      if (r >= taps.from + taps.count) continue;
      addWeighted(row, taps.weights[r - taps.from], width, sums + static_cast<int64_t>(i) * width);
    }
  }
}

/** So many rows are resampled along x at once, so that their numbers lie next to each other. */
constexpr int64_t kLanes = 16;

/** @param tile [width, kLanes] @param out [columns.size(), kLanes] */
FRACTURE_SIMD void resampleLanes(Source tile, const std::vector<Taps>& columns, Sink out) {
  for (size_t i = 0; i < columns.size(); i++) {
    const Taps& taps = columns[i];
    float sums[kLanes] = {};
    for (int64_t k = 0; k < taps.count; k++) {
      const double weight = taps.weights[k];
      const float* values = tile + (taps.from + k) * kLanes;
      for (int64_t lane = 0; lane < kLanes; lane++) {
        sums[lane] = static_cast<float>(static_cast<double>(sums[lane]) + weight * static_cast<double>(values[lane]));
      }
    }
    for (int64_t lane = 0; lane < kLanes; lane++) out[static_cast<int64_t>(i) * kLanes + lane] = sums[lane];
  }
}

/** @param values [height, width] @param out [height, columns.size()] */
void resampleColumns(Source values, int64_t height, int64_t width, const std::vector<Taps>& columns, Sink out) {
  const int64_t columnsOut = static_cast<int64_t>(columns.size());
  std::vector<float> tile(static_cast<size_t>(width * kLanes)), narrowed(columns.size() * kLanes);
  for (int64_t top = 0; top < height; top += kLanes) {
    const int64_t rows = std::min(kLanes, height - top);  // lanes beyond keep what they had, and are not read
    for (int64_t lane = 0; lane < rows; lane++) {
      for (int64_t x = 0; x < width; x++) tile[static_cast<size_t>(x * kLanes + lane)] = values[(top + lane) * width + x];
    }
    resampleLanes(tile.data(), columns, narrowed.data());
    for (int64_t lane = 0; lane < rows; lane++) {
      float* row = out + (top + lane) * columnsOut;
      for (int64_t x = 0; x < columnsOut; x++) row[x] = narrowed[static_cast<size_t>(x * kLanes + lane)];
    }
  }
}

}  // namespace

std::vector<Taps> readFilter(const double* packed, size_t length, int64_t inputs) {
  std::vector<Taps> filter;
  for (size_t at = 0; at < length;) {
    const bool hasHead = at + 2 <= length;
    const int64_t from = hasHead ? static_cast<int64_t>(packed[at]) : -1;
    const int64_t count = hasHead ? static_cast<int64_t>(packed[at + 1]) : 0;
    at += 2;
    if (from < 0 || count < 1 || from + count > inputs || at + static_cast<size_t>(count) > length ||
        (!filter.empty() && from < filter.back().from)) {
      throw std::invalid_argument("Expected a filter over " + std::to_string(inputs) + " inputs. Received: another");
    }
    filter.push_back({from, count, packed + at});
    at += static_cast<size_t>(count);
  }
  return filter;
}

void resampleGrey(const Samples& samples, const std::vector<Taps>& rows, const std::vector<Taps>& columns, float* out) {
  const int64_t width = samples.width;
  const int64_t rowsOut = static_cast<int64_t>(rows.size());
  std::vector<float> greys(static_cast<size_t>(width));
  const auto inputRow = [&](int64_t r) -> const float* {
    if (samples.greys) return samples.greys + r * width;
    const uint8_t* row = samples.bytes + r * width * samples.channels;
    if (samples.channels == 1) greyRow(row, width, greys.data());
    else lumaRow(row, width, greys.data());
    return greys.data();
  };
  std::vector<float> shortened(static_cast<size_t>(rowsOut * width));  // [rowsOut, width]
  resampleRows(inputRow, samples.height, width, rows, shortened.data());
  resampleColumns(shortened.data(), rowsOut, width, columns, out);
}

}  // namespace fracture
