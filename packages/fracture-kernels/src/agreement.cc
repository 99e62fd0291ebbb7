#include "agreement.h"

#include <cmath>
#include <vector>

#include "simd.h"

namespace fracture {
namespace {

constexpr float pi = 3.14159265358979f;
/** In 256ths of the side. */
constexpr float tolerance = 5;
/** Added for every unit of distance from the proposing keypoint: its scale and angle err, and copies may be squashed. */
constexpr float drift = 0.15f;
/** In octaves, and in 256ths of a turn. */
constexpr float mostZoom = 0.87f;
constexpr int mostTurn = 24;

struct Match {
  float x, y, toX, toY, zoomOctaves;
  uint8_t turn;
  bool isNegative;
};

FRACTURE_SIMD std::vector<Match> match(const Code* first, int64_t firstCount, const Code* second, int64_t secondCount) {
  std::vector<Match> out;
  for (const Code* a = first; a < first + firstCount; a++) {
    int least = mostDifferent + 1;
    const Code* nearest = nullptr;
    for (const Code* b = second; b < second + secondCount; b++) {
      const int different = __builtin_popcountll(a->signature ^ b->signature);
      if (different < least) least = different, nearest = b;
    }
    if (!nearest) continue;
    const float zoom = (nearest->logScale - a->logScale) / 16.0f;
    out.push_back({float(a->x), float(a->y), float(nearest->x), float(nearest->y), zoom,
                   static_cast<uint8_t>(nearest->angle - a->angle), a->isBright != nearest->isBright});
  }
  return out;
}

}  // namespace

int countAgreeing(const Code* first, int64_t firstCount, const Code* second, int64_t secondCount) {
  const std::vector<Match> matches = match(first, firstCount, second, secondCount);
  int most = 0;
  for (const Match& seed : matches) {
    const float scale = std::exp2(seed.zoomOctaves), angle = seed.turn * pi / 128;
    const float a = scale * std::cos(angle), d = scale * std::sin(angle);
    int agreeing = 0;
    for (const Match& m : matches) {
      if (m.isNegative != seed.isNegative || std::fabs(m.zoomOctaves - seed.zoomOctaves) > mostZoom) continue;
      const int turn = static_cast<int8_t>(m.turn - seed.turn);
      if (turn > mostTurn || turn < -mostTurn) continue;
      const float x = m.x - seed.x, y = m.y - seed.y;
      const float errorX = a * x - d * y + seed.toX - m.toX, errorY = d * x + a * y + seed.toY - m.toY;
      const float most = tolerance + drift * scale * std::sqrt(x * x + y * y);
      agreeing += errorX * errorX + errorY * errorY < most * most;
    }
    most = std::max(most, agreeing);
  }
  return most;
}

}  // namespace fracture
