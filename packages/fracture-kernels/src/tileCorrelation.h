#pragma once
#include "plane.h"

namespace fracture {

/**
 * Correlation of two pictures tile by tile, the worst fifth of the tiles by weight left out: copies differ in places, by
 * writing, arrows or a patch, two radiographs of one body part differ everywhere. A tile's own gain does not tell, and what
 * is flat in one of the two weighs little.
 * @param mask 1 where both count
 * @returns -1 .. 1; -1 where nothing can be compared
 */
float tileCorrelation(const Plane& first, const Plane& second, const Plane& mask);

}  // namespace fracture
