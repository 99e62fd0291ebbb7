#pragma once
#include <array>

namespace fracture {

struct Point {
  float x, y;
};

/** (x, y) -> (a x + b y + c, d x + e y + f). */
struct Affine {
  float a = 1, b = 0, c = 0, d = 0, e = 1, f = 0;

  Point operator()(float x, float y) const { return {a * x + b * y + c, d * x + e * y + f}; }
  float determinant() const { return a * e - b * d; }
};

/** The second after the first. */
Affine chained(const Affine& first, const Affine& second);

/** Longest over shortest axis of the ellipse that a circle becomes; 1 for a similarity, infinite when flat. */
float stretchRatio(const Affine& map);

/** Solves a symmetric positive definite system in place by Cholesky; false when it is none. */
template <int n>
bool solve(std::array<std::array<double, n>, n>& matrix, std::array<double, n>& right);

}  // namespace fracture
