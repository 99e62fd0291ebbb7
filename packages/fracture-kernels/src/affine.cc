#include "affine.h"

#include <cmath>
#include <limits>

namespace fracture {

Affine chained(const Affine& p, const Affine& q) {
  return {q.a * p.a + q.b * p.d, q.a * p.b + q.b * p.e, q.a * p.c + q.b * p.f + q.c,
          q.d * p.a + q.e * p.d, q.d * p.b + q.e * p.e, q.d * p.c + q.e * p.f + q.f};
}

float stretchRatio(const Affine& map) {
  const float mean = (map.a * map.a + map.b * map.b + map.d * map.d + map.e * map.e) / 2;
  const float product = std::fabs(map.determinant());
  const float spread = std::sqrt(std::fmax(0.0f, mean * mean - product * product));
  return mean - spread <= 0 ? std::numeric_limits<float>::infinity() : std::sqrt((mean + spread) / (mean - spread));
}

template <int n>
bool solve(std::array<std::array<double, n>, n>& matrix, std::array<double, n>& right) {
  for (int i = 0; i < n; i++) {
    for (int j = 0; j <= i; j++) {
      double sum = matrix[i][j];
      for (int k = 0; k < j; k++) sum -= matrix[i][k] * matrix[j][k];
      if (i == j) {
        if (!(sum > 1e-12)) return false;
        matrix[i][i] = std::sqrt(sum);
      } else {
        matrix[i][j] = sum / matrix[j][j];
      }
    }
  }
  for (int i = 0; i < n; i++) {
    for (int k = 0; k < i; k++) right[i] -= matrix[i][k] * right[k];
    right[i] /= matrix[i][i];
  }
  for (int i = n - 1; i >= 0; i--) {
    for (int k = i + 1; k < n; k++) right[i] -= matrix[k][i] * right[k];
    right[i] /= matrix[i][i];
  }
  return true;
}

template bool solve<3>(std::array<std::array<double, 3>, 3>&, std::array<double, 3>&);
template bool solve<6>(std::array<std::array<double, 6>, 6>&, std::array<double, 6>&);

}  // namespace fracture
