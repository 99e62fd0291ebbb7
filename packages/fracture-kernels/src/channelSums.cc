#include "channelSums.h"

#include <algorithm>

#include "parallel.h"

namespace fracture {

std::vector<double> sumOverRows(int64_t images, int64_t rows, int64_t sums, const AddRow& addRow) {
  std::vector<double> perImage(images * sums);
  parallelFor(images, [&](int64_t image) {
    std::vector<float> row(sums);
    double* own = perImage.data() + image * sums;
    for (int64_t r = 0; r < rows; r++) {
      std::fill(row.begin(), row.end(), 0.0f);
      addRow(image, r, row.data());
      for (int64_t k = 0; k < sums; k++) own[k] += row[k];
    }
  });
  std::vector<double> total(sums);
  for (int64_t i = 0; i < images * sums; i++) total[i % sums] += perImage[i];
  return total;
}

}  // namespace fracture
