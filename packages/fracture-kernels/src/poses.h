#pragma once
#include <vector>

#include "affine.h"
#include "keypoints.h"

namespace fracture {

/** A guess how one radiograph lies upon another, and by how many keypoints. */
struct Pose {
  /** Place in the first -> place in the second. */
  Affine map;
  int inliers = 0;
  /** Whether what is bright in the first is dark in the second. */
  bool isNegative = false;
};

/**
 * The best guesses that matched keypoints agree on, at most `limit`, the most agreed first: every match proposes a
 * similarity by its places, scales and angles; those near it are its inliers; an affine map is fitted to them.
 * @param side of both pictures, in pixels
 */
std::vector<Pose> findPoses(const std::vector<Keypoint>& first, const std::vector<Keypoint>& second, int side, int limit);

}  // namespace fracture
