#pragma once
#include <cstdint>

#include "plane.h"

namespace fracture {

/** A radiograph without what copies change: exposure, contrast, gamma, borders and black corners. */
struct Flattened {
  /** Grey levels in 0 .. 1. */
  Plane grey;
  /** 1 where there is a picture, 0 on bars, borders and corners. */
  Plane valid;
  /** Local contrast normalised: some units about 0; 0 where not valid. */
  Plane contrast;
};

/** @param pixels [side, side], as standardize leaves them: bones bright, bars black */
Flattened flatten(const uint8_t* pixels, int side);

/** Bright for dark. */
Flattened negative(Flattened image);

/** (grey - local mean) / local deviation, by Gaussian windows within what is valid; 0 elsewhere. */
Plane normalizeContrast(const Plane& grey, const Plane& valid, float windowSigma);

/** What is left of a mask when a margin is taken off all round, the picture's own edge included. */
Plane shrink(const Plane& valid, int marginPixels);

}  // namespace fracture
