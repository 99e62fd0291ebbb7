#pragma once

/**
 * Before a function whose loops run over neighbouring numbers: it is compiled for AVX-512, AVX2 and any x86-64, and the
 * processor's best is taken at run time. A binary so moves between machines.
 */
#define FRACTURE_SIMD __attribute__((target_clones("avx512f", "avx2", "default")))

namespace fracture {

/** Numbers that a loop reads, and those that it writes; the two never overlap, which is what lets it run many at once. */
using Source = const float* __restrict;
using Sink = float* __restrict;

}  // namespace fracture
