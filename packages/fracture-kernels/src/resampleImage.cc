#include "resampleImage.h"

#include <stdexcept>
#include <string>

#include "arguments.h"
#include "background.h"
#include "resample.h"

namespace fracture {
namespace {

/** Pointers into JavaScript's memory, which is held until the work is done. */
struct Resampling {
  Samples samples;
  std::vector<Taps> columns, rows;
  float* into;
};

Samples readSamples(const Arguments& arguments) {
  Samples samples{nullptr, nullptr, arguments.integer(1), arguments.integer(2), 1};
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
  if (samples.width < 1 || samples.height < 1 || length != area * samples.channels) {
    throw std::invalid_argument("Expected all samples of an image, of 1 channel or 3 bytes. Received: " +
                                std::to_string(length) + " for " + std::to_string(area) + " pixels");
  }
  return samples;
}

Resampling readArguments(const Arguments& arguments) {
  const Samples samples = readSamples(arguments);
  const Arguments::Doubles columns = arguments.doubles(3), rows = arguments.doubles(4);
  const Arguments::Floats into = arguments.floats(5);
  Resampling resampling{samples, readFilter(columns.data, columns.length, samples.width),
                        readFilter(rows.data, rows.length, samples.height), into.data};
  if (into.length == resampling.columns.size() * resampling.rows.size()) return resampling;
  throw std::invalid_argument("Expected room for one float an output. Received: " + std::to_string(into.length));
}

}  // namespace

napi_value resampleImage(napi_env env, napi_callback_info info) {
  try {
    const Arguments arguments(env, info, 6);
    const Resampling resampling = readArguments(arguments);
    return inBackground(env, arguments.all(), [resampling] {
      resampleGrey(resampling.samples, resampling.rows, resampling.columns, resampling.into);
    });
  } catch (const std::invalid_argument& error) {
    napi_throw_type_error(env, nullptr, error.what());
    return nullptr;
  }
}

}  // namespace fracture
