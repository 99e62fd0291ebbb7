#include <vector>

#include "channelSums.h"
#include "normPoolRelu.h"
#include "op.h"
#include "pooling.h"
#include "simd.h"

namespace fracture {
namespace {

using Channels = std::vector<float>;

/** Adds the gradient that passes ReLU, and that times x - mean, for each channel of some windows. */
FRACTURE_SIMD void addGradients(Source dy, Source picked, int64_t windows, int64_t channels,
                                Source scale, Source offset, Source mean, Sink sum,
                                Sink sumTimesX) {
  for (int64_t w = 0; w < windows; w++, dy += channels, picked += channels) {
    for (int64_t c = 0; c < channels; c++) {
      const float above = dy[c];
      const float passed = picked[c] * scale[c] + offset[c] <= 0 ? 0 : above;
      sum[c] += passed;
      sumTimesX[c] += passed * (picked[c] - mean[c]);
    }
  }
}

/** dx = slope x + base, and in each window the passed gradient at the first x that was picked. */
FRACTURE_SIMD void spreadRow(Source dy, Source picked, Source top, Source bottom,
                             int64_t windows, int64_t channels, Source scale, Source offset,
                             Source slope, Source base, Sink dTop, Sink dBottom) {
  for (int64_t w = 0; w < windows; w++) {
    for (int64_t c = 0; c < channels; c++) {
      const float s = slope[c], b = base[c], p = picked[c];
      const float x0 = top[c], x1 = top[c + channels], x2 = bottom[c], x3 = bottom[c + channels];
      const float above = dy[c] * scale[c];
      const float passed = p * scale[c] + offset[c] <= 0 ? 0 : above;
      dTop[c] = x0 * s + b + (x0 == p ? passed : 0);
      float left = x0 == p ? 0 : passed;
      dTop[c + channels] = x1 * s + b + (x1 == p ? left : 0);
      left = x1 == p ? 0 : left;
      dBottom[c] = x2 * s + b + (x2 == p ? left : 0);
      left = x2 == p ? 0 : left;
      dBottom[c + channels] = x3 * s + b + (x3 == p ? left : 0);
    }
    dy += channels, picked += channels;
    top += 2 * channels, bottom += 2 * channels, dTop += 2 * channels, dBottom += 2 * channels;
  }
}

/** Pixels outside every window get only what comes by way of the statistics. */
FRACTURE_SIMD void spreadRest(Source x, int64_t pixels, int64_t channels, Source slope, Source base,
                              Sink dx) {
  for (int64_t p = 0; p < pixels; p++, x += channels, dx += channels) {
    for (int64_t c = 0; c < channels; c++) dx[c] = x[c] * slope[c] + base[c];
  }
}

/**
 * Gradient of NormPoolRelu: only the picked x of each window has a gradient from above, so that the sums read a quarter of
 * what TensorFlow's BatchNorm gradient does, and x and dx are passed over once.
 */
class NormPoolReluGrad {
 public:
  explicit NormPoolReluGrad(const Attributes&) {}

  void run(const Call& call) const {
    const Tensor x = call.input(1, 4);
    const Pooling shape(x.dims());
    const int64_t channels = shape.channels;
    const float* dy = call.input(0, shape.pooledDims()).data();
    const float* picked = call.input(2, shape.pooledDims()).data();
    const float* gamma = call.vector(3, channels);
    const float* beta = call.vector(4, channels);
    const float* mean = call.vector(5, channels);
    const float* inverse = call.vector(6, channels);
    float* dx = call.output(0, x.dims()).data();
    float* dGamma = call.output(1, {channels}).data();
    float* dBeta = call.output(2, {channels}).data();

    Channels scale(channels), offset(channels), slope(channels), base(channels);
    for (int64_t c = 0; c < channels; c++) {
      scale[c] = gamma[c] * inverse[c];
      offset[c] = beta[c] - mean[c] * scale[c]; // as in the forward pass, so that ReLU passes the same windows
    }
    const std::vector<double> sums = gradientSums(dy, picked, shape, scale, offset, mean);
    const double pixels = static_cast<double>(shape.pixels());
    for (int64_t c = 0; c < channels; c++) {
      dBeta[c] = static_cast<float>(sums[c]);
      dGamma[c] = static_cast<float>(sums[channels + c] * inverse[c]);
      slope[c] = static_cast<float>(-scale[c] * inverse[c] * dGamma[c] / pixels);
      base[c] = static_cast<float>(-scale[c] * dBeta[c] / pixels - slope[c] * mean[c]);
    }
    const int64_t row = shape.row();
    shape.forStrips([&](int64_t image, int64_t from, int64_t to) {
      for (int64_t r = from; r < to; r++) {
        const int64_t at = (image * shape.height + 2 * r) * row;
        const int64_t pooledAt = (image * shape.pooledHeight() + r) * shape.pooledRow();
        spreadRow(dy + pooledAt, picked + pooledAt, x.data() + at, x.data() + at + row, shape.pooledWidth(), channels,
                  scale.data(), offset.data(), slope.data(), base.data(), dx + at, dx + at + row);
        if (shape.width % 2 == 0) continue;
        for (const int64_t last : {at + row - channels, at + 2 * row - channels}) {
          spreadRest(x.data() + last, 1, channels, slope.data(), base.data(), dx + last);
        }
      }
      if (to != shape.pooledHeight() || shape.height % 2 == 0) return;
      const int64_t last = (image * shape.height + shape.height - 1) * row;
      spreadRest(x.data() + last, shape.width, channels, slope.data(), base.data(), dx + last);
    });
  }

 private:
  /** [sums of the passed gradient, sums of it times x - mean] */
  static std::vector<double> gradientSums(const float* dy, const float* picked, const Pooling& shape,
                                          const Channels& scale, const Channels& offset, const float* mean) {
    const int64_t channels = shape.channels;
    return sumOverRows(shape.batch, shape.pooledHeight(), 2 * channels, [&](int64_t image, int64_t row, float* into) {
      const int64_t at = (image * shape.pooledHeight() + row) * shape.pooledRow();
      addGradients(dy + at, picked + at, shape.pooledWidth(), channels, scale.data(), offset.data(), mean, into,
                   into + channels);
    });
  }
};

}  // namespace

void registerNormPoolReluGrad() {
  registerKernel<NormPoolReluGrad>({
      "FractureNormPoolReluGrad",
      {},
      {"dy: float", "x: float", "picked: float", "gamma: float", "beta: float", "mean: float",
       "inverse_deviation: float"},
      {"dx: float", "dgamma: float", "dbeta: float"},
  });
}

}  // namespace fracture
