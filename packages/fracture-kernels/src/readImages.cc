#include "readImages.h"

#include <cerrno>
#include <cstring>
#include <stdexcept>

#include <unistd.h>

namespace fracture {

const uint8_t* readImage(const ImageStore& store, int64_t startByte, int64_t side, std::vector<uint8_t>& buffer) {
  if (store.bytes) return store.bytes + startByte;
  buffer.resize(static_cast<size_t>(side * side));
  size_t done = 0;
  while (done < buffer.size()) {
    const ssize_t got = pread(store.file, buffer.data() + done, buffer.size() - done, startByte + static_cast<off_t>(done));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) throw std::runtime_error(got < 0 ? std::strerror(errno) : "a shorter file");
    done += static_cast<size_t>(got);
  }
  return buffer.data();
}

}  // namespace fracture
