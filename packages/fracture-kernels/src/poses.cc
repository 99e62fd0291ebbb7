#include "poses.h"

#include <algorithm>
#include <cmath>

#include "simd.h"

namespace fracture {
namespace {

constexpr float pi = 3.14159265358979f;

struct Match {
  const Keypoint* a;
  const Keypoint* b;
};

FRACTURE_SIMD int dotProduct(const uint8_t* a, const uint8_t* b) {
  int sum = 0;
  for (int i = 0; i < descriptorBytes; i++) sum += a[i] * b[i];
  return sum;
}

/** The most alike in the second, for every keypoint of the first. */
std::vector<Match> match(const std::vector<Keypoint>& first, const std::vector<Keypoint>& second) {
  std::vector<Match> out;
  for (const Keypoint& a : first) {
    int best = 0;
    const Keypoint* found = nullptr;
    for (const Keypoint& b : second) {
      const int likeness = dotProduct(a.descriptor, b.descriptor);
      if (likeness > best) best = likeness, found = &b;
    }
    if (found) out.push_back({&a, found});
  }
  return out;
}

Affine similarityOf(const Match& m) {
  const float scale = m.b->scale / m.a->scale, turn = m.b->angle - m.a->angle;
  Affine map;
  map.a = map.e = scale * std::cos(turn);
  map.d = scale * std::sin(turn);
  map.b = -map.d;
  map.c = m.b->x - map.a * m.a->x - map.b * m.a->y;
  map.f = m.b->y - map.d * m.a->x - map.e * m.a->y;
  return map;
}

float distance(const Affine& map, const Match& m) {
  const Point p = map(m.a->x, m.a->y);
  return std::hypot(p.x - m.b->x, p.y - m.b->y);
}

bool isNegative(const Match& m) { return m.a->sign != m.b->sign; }

bool agrees(const Match& m, const Match& seed, float logScale, float turn) {
  if (isNegative(m) != isNegative(seed)) return false;
  float difference = std::fabs(m.b->angle - m.a->angle - turn);
  difference = std::fmod(difference, 2 * pi);
  return std::min(difference, 2 * pi - difference) < 0.6f &&
         std::fabs(std::log(m.b->scale / m.a->scale) - logScale) < 0.6f;
}

/** Least squares; a similarity from few places, so that a handful of matches cannot shear the picture into agreement. */
bool fit(const std::vector<Match>& matches, Affine& map) {
  if (matches.size() < 4) return false;
  std::array<std::array<double, 3>, 3> moments{}, copy;
  std::array<double, 3> x{}, y{};
  for (const Match& m : matches) {
    const double from[3] = {m.a->x / 100, m.a->y / 100, 1};
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) moments[i][j] += from[i] * from[j];
      x[i] += from[i] * m.b->x;
      y[i] += from[i] * m.b->y;
    }
  }
  for (int i = 0; i < 3; i++) moments[i][i] += 1e-3;
  copy = moments;
  if (!solve<3>(moments, x) || !solve<3>(copy, y)) return false;
  Affine fitted;
  fitted.a = x[0] / 100, fitted.b = x[1] / 100, fitted.c = x[2];
  fitted.d = y[0] / 100, fitted.e = y[1] / 100, fitted.f = y[2];
  if (!(fitted.determinant() > 0.02f) || stretchRatio(fitted) > 2) return false;
  map = fitted;
  return true;
}

Pose refine(const std::vector<Match>& matches, const Match& seed, int side) {
  Pose pose{similarityOf(seed), 0, isNegative(seed)};
  const float logScale = std::log(seed.b->scale / seed.a->scale), turn = seed.b->angle - seed.a->angle;
  for (int round = 0; round < 4; round++) {
    std::vector<Match> inliers;
    for (const Match& m : matches) {
      // A first guess errs the more, the farther from its keypoint; a fitted one does not.
      const float away = round == 0 ? 0.15f * std::hypot(m.a->x - seed.a->x, m.a->y - seed.a->y) * seed.b->scale / seed.a->scale : 0;
      const float tolerance = (round < 2 ? 0.025f : 0.016f) * side + away;
      if (agrees(m, seed, logScale, turn) && distance(pose.map, m) < tolerance) inliers.push_back(m);
    }
    pose.inliers = static_cast<int>(inliers.size());
    if (!fit(inliers, pose.map)) break;
  }
  return pose;
}

bool isNear(const Affine& p, const Affine& q, int side) {
  const float middle = side / 2.0f;
  const Point u = p(middle, middle), v = q(middle, middle);
  return std::hypot(u.x - v.x, u.y - v.y) < 0.05f * side && std::fabs(p.a - q.a) + std::fabs(p.b - q.b) < 0.2f;
}

}  // namespace

std::vector<Pose> findPoses(const std::vector<Keypoint>& first, const std::vector<Keypoint>& second, int side, int limit) {
  const std::vector<Match> matches = match(first, second);
  std::vector<std::pair<int, const Match*>> seeds;
  for (const Match& seed : matches) {
    const Affine map = similarityOf(seed);
    const float scale = seed.b->scale / seed.a->scale, logScale = std::log(scale), turn = seed.b->angle - seed.a->angle;
    int inliers = 0;
    for (const Match& m : matches) {
      const float tolerance = 0.02f * side + 0.15f * std::hypot(m.a->x - seed.a->x, m.a->y - seed.a->y) * scale;
      inliers += agrees(m, seed, logScale, turn) && distance(map, m) < tolerance;
    }
    seeds.push_back({inliers, &seed});
  }
  std::stable_sort(seeds.begin(), seeds.end(), [](const auto& p, const auto& q) { return p.first > q.first; });
  std::vector<Pose> poses;
  const size_t tried = std::min<size_t>(seeds.size(), 12);
  for (size_t i = 0; i < tried; i++) {
    const Pose pose = refine(matches, *seeds[i].second, side);
    const auto known = std::find_if(poses.begin(), poses.end(), [&](const Pose& p) { return p.isNegative == pose.isNegative && isNear(p.map, pose.map, side); });
    if (known == poses.end()) poses.push_back(pose);
    else if (pose.inliers > known->inliers) *known = pose;
  }
  std::stable_sort(poses.begin(), poses.end(), [](const Pose& p, const Pose& q) { return p.inliers > q.inliers; });
  if (poses.size() > static_cast<size_t>(limit)) poses.resize(limit);
  return poses;
}

}  // namespace fracture
