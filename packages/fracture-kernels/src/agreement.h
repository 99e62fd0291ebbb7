#pragma once
#include <cstdint>

#include "vocabulary.h"

namespace fracture {

/** Of 64 signs, so many may differ between two codes of one place; strangers in one word differ by 32 or a little less. */
constexpr int mostDifferent = 22;

/**
 * How many keypoints of two radiographs agree on one turn, zoom and place, up to 25 % of stretch, all of them bright for
 * bright or all bright for dark: the most that any match of two codes proposes.
 */
int countAgreeing(const Code* first, int64_t firstCount, const Code* second, int64_t secondCount);

}  // namespace fracture
