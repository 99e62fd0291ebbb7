#pragma once
#include <cstdint>
#include <vector>

#include "keypoints.h"

namespace fracture {

/** A keypoint in few bytes: enough to find the images that may hold it too. */
struct Code {
  /** Signs of random projections of the descriptor. */
  uint64_t signature;
  /** The nearest words, the nearest first. */
  uint16_t words[2];
  /** In 256ths of a turn. */
  uint8_t angle;
  /** Of the scale, in 16ths of an octave. */
  uint8_t logScale : 7;
  /** Whether it is brighter than what is round it. */
  uint8_t isBright : 1;
  /** In 256ths of the picture's side. */
  uint8_t x, y;
};

/**
 * Descriptors that stand for all those near them (visual words: Sivic & Zisserman 2003, doi:10.1109/ICCV.2003.1238663), and
 * the directions along which signatures are taken. Lies in memory of JavaScript's:
 * [words, descriptorBytes] centres, [signatureBits, descriptorBytes] directions, [signatureBits] medians.
 */
class Vocabulary {
 public:
  static constexpr int signatureBits = 64;
  static size_t floats(size_t words) { return (words + signatureBits) * descriptorBytes + signatureBits; }

  Vocabulary(const float* memory, int words) : memory_(memory), words_(words) {}

  /**
   * @param sample [count, descriptorBytes], spread over the set, count >= words; every word is one of them, evenly picked
   * @param memory set to the vocabulary
   */
  static void make(const uint8_t* sample, size_t count, int words, float* memory);

  Code encode(const Keypoint& keypoint, int side) const;

 private:
  const float* memory_;
  int words_;
};

}  // namespace fracture
