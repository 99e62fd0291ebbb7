#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace fracture {

/** Where square 8-bit images lie: in memory, or in a file that is open for reading. */
struct ImageStore {
  const uint8_t* bytes = nullptr;
  int file = -1;
};

/**
 * The image that starts at a byte of the store, [side, side].
 * @param buffer holds what was read from a file, side x side bytes
 * @throws std::runtime_error "a shorter file", or what the system says when it cannot be read
 */
const uint8_t* readImage(const ImageStore& store, int64_t startByte, int64_t side, std::vector<uint8_t>& buffer);

}  // namespace fracture
