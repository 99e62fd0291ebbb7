#include "tileCorrelation.h"

#include <algorithm>
#include <cmath>

namespace fracture {
namespace {

/** Of 12, 16 and 24 that which tells copies from strangers best, at 192 pixels a side. */
constexpr int tileSide = 16;
/** A tile that is masked by more does not count. */
constexpr int leastPixels = tileSide * tileSide / 4;
constexpr double leftOut = 0.2;

struct Tile {
  double correlation, weight;
};

Tile correlateTile(const Plane& first, const Plane& second, const Plane& mask, int left, int top) {
  double a = 0, b = 0, aa = 0, bb = 0, ab = 0, n = 0;
  for (int y = top; y < std::min(top + tileSide, first.height); y++) {
    for (int x = left; x < std::min(left + tileSide, first.width); x++) {
      if (mask.at(x, y) == 0) continue;
      const double u = first.at(x, y), v = second.at(x, y);
      a += u, b += v, aa += u * u, bb += v * v, ab += u * v, n++;
    }
  }
  if (n < leastPixels) return {0, 0};
  const double weight = std::sqrt(std::max(0.0, (aa - a * a / n) * (bb - b * b / n)));
  return weight < 1e-6 ? Tile{0, 0} : Tile{(ab - a * b / n) / weight, weight};
}

}  // namespace

float tileCorrelation(const Plane& first, const Plane& second, const Plane& mask) {
  std::vector<Tile> tiles;
  double total = 0;
  for (int top = 0; top < first.height; top += tileSide) {
    for (int left = 0; left < first.width; left += tileSide) {
      tiles.push_back(correlateTile(first, second, mask, left, top));
      total += tiles.back().weight;
    }
  }
  if (total == 0) return -1;
  std::sort(tiles.begin(), tiles.end(), [](const Tile& p, const Tile& q) { return p.correlation < q.correlation; });
  double open = leftOut * total, sum = 0;
  for (const Tile& tile : tiles) {
    const double dropped = std::min(open, tile.weight);
    open -= dropped;
    sum += (tile.weight - dropped) * tile.correlation;
  }
  return static_cast<float>(sum / ((1 - leftOut) * total));
}

}  // namespace fracture
