#pragma once
#include <cstdint>
#include <functional>
#include <vector>

namespace fracture {

/** Adds one row of an image to `sums` running sums, as floats; a row is short enough for them. */
using AddRow = std::function<void(int64_t image, int64_t row, float* into)>;

/**
 * Sums over all rows of all images, in double from row to row: images in parallel, but added up in one order, so that threads
 * change nothing.
 */
std::vector<double> sumOverRows(int64_t images, int64_t rows, int64_t sums, const AddRow& addRow);

}  // namespace fracture
