#include "resampleImage.h"

#include <stdexcept>
#include <string>

#include "arguments.h"
#include "background.h"
#include "guarded.h"
#include "jpegLuma.h"
#include "resample.h"

namespace fracture {
namespace {

/** Pointers into JavaScript's memory, which is held until the work is done. */
struct Resampling {
  Samples samples;  // of a JPEG only the size, until it is decoded
  std::vector<Taps> columns, rows;
  float* into;
};

/** A JPEG's limit, and so far below what overflows. */
constexpr int64_t longestSide = 65535;

Samples sizeOf(const Arguments& arguments) {
  return {nullptr, nullptr, arguments.integer(1, "width", 1, longestSide), arguments.integer(2, "height", 1, longestSide), 1};
}

Samples readSamples(const Arguments& arguments) {
  Samples samples = sizeOf(arguments);
  const int64_t area = samples.width * samples.height;
  int64_t length = 0;
  if (arguments.isBytes(0)) {
    const Arguments::Bytes bytes = arguments.bytes(0);
    samples.bytes = bytes.data;
    length = static_cast<int64_t>(bytes.length);
    if (length == 3 * area) samples.channels = 3;
  } else {
    const Arguments::Floats greys = arguments.floats(0);
    samples.greys = greys.data;
    length = static_cast<int64_t>(greys.length);
  }
  if (length != area * samples.channels) {
    throw std::invalid_argument("Expected all samples of an image, of 1 channel or 3 bytes. Received: " +
                                std::to_string(length) + " for " + std::to_string(area) + " pixels");
  }
  return samples;
}

Resampling readFilters(const Arguments& arguments, const Samples& samples) {
  const Arguments::Doubles columns = arguments.doubles(3), rows = arguments.doubles(4);
  const Arguments::Floats into = arguments.floats(5);
  Resampling resampling{samples, readFilter(columns.data, columns.length, samples.width),
                        readFilter(rows.data, rows.length, samples.height), into.data};
  if (into.length == resampling.columns.size() * resampling.rows.size()) return resampling;
  throw std::invalid_argument("Expected room for one float an output. Received: " + std::to_string(into.length));
}

void resample(const Resampling& resampling, const Samples& samples) {
  resampleGrey(samples, resampling.rows, resampling.columns, resampling.into);
}

void decodeAndResample(const Arguments::Bytes& bytes, const Resampling& resampling) {
  const Samples& expected = resampling.samples;
  const JpegLuma luma(bytes.data, bytes.length);
  if (luma.width() == expected.width && luma.height() == expected.height) {
    return resample(resampling, {luma.data(), nullptr, luma.width(), luma.height(), 1});
  }
  throw std::runtime_error("Expected a JPEG of " + std::to_string(expected.width) + " x " + std::to_string(expected.height) +
                           ". Received: " + std::to_string(luma.width()) + " x " + std::to_string(luma.height()));
}

}  // namespace

napi_value resampleImage(napi_env env, napi_callback_info info) {
  return guarded(env, [&] {
    const Arguments arguments(env, info, 6);
    const Resampling resampling = readFilters(arguments, readSamples(arguments));
    return inBackground(env, arguments.all(), [resampling] { resample(resampling, resampling.samples); });
  });
}

napi_value resampleJpeg(napi_env env, napi_callback_info info) {
  return guarded(env, [&] {
    const Arguments arguments(env, info, 6);
    const Arguments::Bytes bytes = arguments.bytes(0);
    const Resampling resampling = readFilters(arguments, sizeOf(arguments));
    return inBackground(env, arguments.all(), [bytes, resampling] { decodeAndResample(bytes, resampling); });
  });
}

}  // namespace fracture
