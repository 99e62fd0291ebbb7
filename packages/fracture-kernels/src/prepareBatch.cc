#include "prepareBatch.h"

#include <climits>
#include <stdexcept>

#include "arguments.h"
#include "augment.h"
#include "background.h"
#include "guarded.h"
#include "readImages.h"

namespace fracture {
namespace {

/** Positions on a canvas are kept in 32 bits. */
constexpr int64_t longestSide = 1 << 14;

/** Copies of the small arrays; the large ones stay in JavaScript's memory. */
struct Batch {
  ImageStore store;
  std::vector<int64_t> startBytes;
  int64_t side;
  std::vector<float> maps, contrasts;
  float* into;
};

std::vector<float> copyOf(const Arguments::Floats& floats) { return {floats.data, floats.data + floats.length}; }

Batch readArguments(const Arguments& arguments) {
  const Arguments::Floats into = arguments.floats(5);
  Batch batch{{}, arguments.positions(1), arguments.integer(2, "side", 1, longestSide), copyOf(arguments.floats(3)), copyOf(arguments.floats(4)),
              into.data};
  const size_t count = batch.startBytes.size();
  const int64_t area = batch.side * batch.side;
  if (batch.maps.size() != 6 * count || batch.contrasts.size() != count ||
      into.length != count * static_cast<size_t>(area)) {
    throw std::invalid_argument("Expected arrays of one batch. Received: lengths that do not go together");
  }
  if (arguments.isNumber(0)) {
    batch.store.file = static_cast<int>(arguments.integer(0, "file descriptor", 0, INT_MAX));
    return batch;
  }
  const Arguments::Bytes bytes = arguments.bytes(0);
  batch.store.bytes = bytes.data;
  for (const int64_t start : batch.startBytes) {
    if (start < 0 || start > static_cast<int64_t>(bytes.length) - area) {
      throw std::invalid_argument("Expected images inside the store. Received: one that starts at byte " +
                                  std::to_string(start));
    }
  }
  return batch;
}

void prepare(const Batch& batch) {
  std::vector<uint8_t> buffer;
  Canvas canvas;
  for (size_t i = 0; i < batch.startBytes.size(); i++) {
    const uint8_t* pixels = readImage(batch.store, batch.startBytes[i], batch.side, buffer);
    float* out = batch.into + static_cast<int64_t>(i) * batch.side * batch.side;
    augmentImage(pixels, batch.side, &batch.maps[6 * i], batch.contrasts[i], canvas, out);
  }
}

}  // namespace

napi_value prepareBatch(napi_env env, napi_callback_info info) {
  return guarded(env, [&] {
    const Arguments arguments(env, info, 6);
    const Batch batch = readArguments(arguments);
    return inBackground(env, arguments.all(), [batch] { prepare(batch); });
  });
}

}  // namespace fracture
