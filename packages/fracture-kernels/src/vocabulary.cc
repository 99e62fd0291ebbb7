#include "vocabulary.h"

#include <algorithm>
#include <cmath>

#include "simd.h"

namespace fracture {
namespace {

FRACTURE_SIMD float product(Source a, Source b) {
  float lanes[16] = {};  // summed in one order on every processor
  for (int i = 0; i < descriptorBytes; i += 16) {
    for (int lane = 0; lane < 16; lane++) lanes[lane] += a[i + lane] * b[i + lane];
  }
  float sum = 0;
  for (const float lane : lanes) sum += lane;
  return sum;
}

/** Places of the nearest centre and the next; all descriptors are of one length, so the largest product is the nearest. */
FRACTURE_SIMD void nearestTwo(Source centres, int count, Source descriptor, uint16_t* out) {
  float best[2] = {-1, -1};
  out[0] = out[1] = 0;
  for (int i = 0; i < count; i++) {
    float lanes[16] = {};
    const float* centre = centres + static_cast<size_t>(i) * descriptorBytes;
    for (int k = 0; k < descriptorBytes; k += 16) {
      for (int lane = 0; lane < 16; lane++) lanes[lane] += centre[k + lane] * descriptor[k + lane];
    }
    float sum = 0;
    for (const float lane : lanes) sum += lane;
    if (sum > best[0]) {
      best[1] = best[0], out[1] = out[0];
      best[0] = sum, out[0] = static_cast<uint16_t>(i);
    } else if (sum > best[1]) {
      best[1] = sum, out[1] = static_cast<uint16_t>(i);
    }
  }
}

}  // namespace

void Vocabulary::make(const uint8_t* sample, size_t count, int words, float* memory) {
  for (int word = 0; word < words; word++) {
    std::copy_n(sample + word * count / words * descriptorBytes, descriptorBytes, memory + word * descriptorBytes);
  }
  float* directions = memory + words * descriptorBytes;
  float* medians = directions + signatureBits * descriptorBytes;
  uint64_t state = 0x9e3779b97f4a7c15;  // xorshift64: any fixed signs do
  for (int i = 0; i < signatureBits * descriptorBytes; i++) {
    state ^= state << 13, state ^= state >> 7, state ^= state << 17;
    directions[i] = state >> 20 & 1 ? 1.0f : -1.0f;
  }
  const std::vector<float> descriptors(sample, sample + count * descriptorBytes);
  std::vector<float> along(count);
  for (int bit = 0; bit < signatureBits; bit++) {
    for (size_t i = 0; i < count; i++) {
      along[i] = product(&descriptors[i * descriptorBytes], directions + bit * descriptorBytes);
    }
    std::nth_element(along.begin(), along.begin() + count / 2, along.end());
    medians[bit] = along[count / 2];
  }
}

Code Vocabulary::encode(const Keypoint& keypoint, int side) const {
  float descriptor[descriptorBytes];
  std::copy_n(keypoint.descriptor, descriptorBytes, descriptor);
  Code code{};
  nearestTwo(memory_, words_, descriptor, code.words);
  const float* directions = memory_ + words_ * descriptorBytes;
  const float* medians = directions + signatureBits * descriptorBytes;
  for (int bit = 0; bit < signatureBits; bit++) {
    const bool isAbove = product(descriptor, directions + bit * descriptorBytes) > medians[bit];
    code.signature |= static_cast<uint64_t>(isAbove) << bit;
  }
  code.angle = static_cast<uint8_t>(std::lround(keypoint.angle * 128 / 3.14159265f) & 255);
  code.logScale = static_cast<uint8_t>(std::clamp(16 * std::log2(keypoint.scale), 0.0f, 127.0f));
  code.isBright = keypoint.sign > 0;
  code.x = static_cast<uint8_t>(std::clamp(256 * keypoint.x / side, 0.0f, 255.0f));
  code.y = static_cast<uint8_t>(std::clamp(256 * keypoint.y / side, 0.0f, 255.0f));
  return code;
}

}  // namespace fracture
