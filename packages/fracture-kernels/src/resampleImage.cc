#include "resampleImage.h"

#include <stdexcept>
#include <string>

#include "arguments.h"
#include "background.h"
#include "decodedImage.h"
#include "guarded.h"
#include "resample.h"

namespace fracture {
namespace {

/** Pointers into JavaScript's memory, which is held until the work is done. */
struct Resampling {
  Samples samples;  // of a file only the size, until it is decoded
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

using Decoder = DecodedImage (*)(const uint8_t* bytes, size_t length);

void decodeAndResample(Decoder decoder, const Arguments::Bytes& bytes, const Resampling& resampling) {
  const Samples& expected = resampling.samples;
  const DecodedImage image = decoder(bytes.data, bytes.length);
  const bool isOneOrThree = image.channels() == 1 || image.channels() == 3;
  if (image.width() == expected.width && image.height() == expected.height && isOneOrThree) {
    return resample(resampling, {image.data(), nullptr, image.width(), image.height(), image.channels()});
  }
  throw std::runtime_error("Expected an image of " + std::to_string(expected.width) + " x " +
                           std::to_string(expected.height) + ". Received: " + std::to_string(image.width()) + " x " +
                           std::to_string(image.height()) + " x " + std::to_string(image.channels()));
}

napi_value resampleEncoded(Decoder decoder, napi_env env, napi_callback_info info) {
  return guarded(env, [&] {
    const Arguments arguments(env, info, 6);
    const Arguments::Bytes bytes = arguments.bytes(0);
    const Resampling resampling = readFilters(arguments, sizeOf(arguments));
    const auto work = [decoder, bytes, resampling] { decodeAndResample(decoder, bytes, resampling); };
    return inBackground(env, arguments.all(), work);
  });
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
  return resampleEncoded(DecodedImage::jpegLuma, env, info);
}

napi_value resamplePng(napi_env env, napi_callback_info info) { return resampleEncoded(DecodedImage::png, env, info); }

}  // namespace fracture
