#pragma once
#include <cstdint>
#include <vector>

#include "flattened.h"

namespace fracture {

constexpr int descriptorBytes = 128;
constexpr int keypointLimit = 200;

/** A place that is found again in a turned, resized or recontrasted copy. */
struct Keypoint {
  float x, y;
  /** Radius of what it describes, in pixels. */
  float scale;
  /** Direction that turns with the picture, in radians. */
  float angle;
  /** 1 where it is brighter than what is round it, -1 where darker; the descriptor is that of the bright one of both. */
  float sign;
  /** 4 x 4 cells of 8 directions, unit length times 255 or so; relative to scale and angle. */
  uint8_t descriptor[descriptorBytes];
};

/**
 * The strongest extrema of differences of Gaussians with SIFT descriptors (Lowe 2004, doi:10.1023/B:VISI.0000029664.99615.94),
 * square-rooted (Arandjelovic & Zisserman 2012), at most keypointLimit, the strongest first.
 */
std::vector<Keypoint> findKeypoints(const Flattened& image);

/** Keypoints as they travel through JavaScript: one after another; a scale of 0 ends them. */
std::vector<Keypoint> readKeypoints(const uint8_t* bytes, size_t length);

/** The same keypoint as seen in the picture's negative, but for its sign. */
Keypoint inverted(const Keypoint& keypoint);

/** The same keypoint as seen in the picture mirrored left to right. */
Keypoint mirrored(const Keypoint& keypoint, int width);

}  // namespace fracture
