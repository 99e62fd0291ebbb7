#include "normPoolRelu.h"

#include <cmath>
#include <vector>

#include "channelSums.h"
#include "op.h"
#include "pooling.h"
#include "simd.h"

namespace fracture {
namespace {

using Channels = std::vector<float>;

/** Adds, for each channel of some pixels, x - shift and its square. */
FRACTURE_SIMD void addMoments(Source x, int64_t pixels, int64_t channels, Source shift, Sink sum,
                              Sink squares) {
  int64_t p = 0;
  for (; p + 4 <= pixels; p += 4, x += 4 * channels) {
    for (int64_t c = 0; c < channels; c++) {
      const float a = x[c] - shift[c], b = x[c + channels] - shift[c];
      const float d = x[c + 2 * channels] - shift[c], e = x[c + 3 * channels] - shift[c];
      sum[c] += (a + b) + (d + e);
      squares[c] += (a * a + b * b) + (d * d + e * e);
    }
  }
  for (; p < pixels; p++, x += channels) {
    for (int64_t c = 0; c < channels; c++) {
      const float a = x[c] - shift[c];
      sum[c] += a;
      squares[c] += a * a;
    }
  }
}

/** One row of windows: y = max(0, largest x scale + offset of the four), picked = the x it came from, the first of equals. */
FRACTURE_SIMD void poolRow(Source top, Source bottom, int64_t windows, int64_t channels,
                           Source scale, Source offset, Sink y, Sink picked) {
  for (int64_t w = 0; w < windows; w++) {
    for (int64_t c = 0; c < channels; c++) {
      const float s = scale[c], o = offset[c];
      float x = top[c], best = x * s + o;
      const float x1 = top[c + channels], z1 = x1 * s + o;
      x = z1 > best ? x1 : x;
      best = z1 > best ? z1 : best;
      const float x2 = bottom[c], z2 = x2 * s + o;
      x = z2 > best ? x2 : x;
      best = z2 > best ? z2 : best;
      const float x3 = bottom[c + channels], z3 = x3 * s + o;
      x = z3 > best ? x3 : x;
      best = z3 > best ? z3 : best;
      y[c] = best < 0 ? 0 : best; // written so that NaN stays
      picked[c] = x;
    }
    top += 2 * channels, bottom += 2 * channels, y += channels, picked += channels;
  }
}

/**
 * Batch normalisation by the batch's own statistics, 2 x 2 max-pooling and ReLU in two readings of x: TensorFlow's three
 * ops read and write tensors of x's size six times. Formulas: Ioffe & Szegedy 2015, arXiv:1502.03167.
 * Variance by sums about a rough mean: a difference of large squares would be all rounding where the mean is large.
 */
class NormPoolRelu {
 public:
  explicit NormPoolRelu(const Attributes& attributes)
      : epsilon_(attributes.number("epsilon")), momentum_(attributes.number("momentum")) {}

  void run(const Call& call) const {
    const Tensor x = call.input(0, 4);
    const Pooling shape(x.dims());
    const int64_t channels = shape.channels;
    const float* gamma = call.vector(1, channels);
    const float* beta = call.vector(2, channels);
    const float* movingMean = call.vector(3, channels);
    const float* movingVariance = call.vector(4, channels);
    float* y = call.output(0, shape.pooledDims()).data();
    float* picked = call.output(1, shape.pooledDims()).data();
    float* mean = call.output(2, {channels}).data();
    float* inverse = call.output(3, {channels}).data();
    float* nextMean = call.output(4, {channels}).data();
    float* nextVariance = call.output(5, {channels}).data();

    const Channels rough = roughMean(x.data(), shape);
    const std::vector<double> moments = momentsOf(x.data(), shape, rough.data());
    const double pixels = static_cast<double>(shape.pixels());
    Channels scale(channels), offset(channels);
    for (int64_t c = 0; c < channels; c++) {
      const double shifted = moments[c] / pixels;
      const double difference = moments[channels + c] / pixels - shifted * shifted;
      const double variance = difference < 0 ? 0 : difference; // written so that NaN stays
      mean[c] = static_cast<float>(rough[c] + shifted);
      inverse[c] = static_cast<float>(1 / std::sqrt(variance + epsilon_));
      scale[c] = gamma[c] * inverse[c];
      offset[c] = beta[c] - mean[c] * scale[c];
      const double unbiased = variance * pixels / std::max(1.0, pixels - 1);
      nextMean[c] = momentum_ * movingMean[c] + (1 - momentum_) * mean[c];
      nextVariance[c] = momentum_ * movingVariance[c] + (1 - momentum_) * static_cast<float>(unbiased);
    }
    shape.forStrips([&](int64_t image, int64_t from, int64_t to) {
      for (int64_t r = from; r < to; r++) {
        const float* top = x.data() + (image * shape.height + 2 * r) * shape.row();
        const int64_t at = (image * shape.pooledHeight() + r) * shape.pooledRow();
        poolRow(top, top + shape.row(), shape.pooledWidth(), channels, scale.data(), offset.data(), y + at, picked + at);
      }
    });
  }

 private:
  /**
   * Mean of each image's first row. Where it is off by d, the variance is at least d^2 / height, so that no more than a
   * factor of height of float's precision is lost.
   */
  static Channels roughMean(const float* x, const Pooling& shape) {
    const int64_t channels = shape.channels;
    const Channels zero(channels);
    Channels sums(2 * channels);
    for (int64_t image = 0; image < shape.batch; image++) {
      addMoments(x + image * shape.height * shape.row(), shape.width, channels, zero.data(), sums.data(),
                 sums.data() + channels);
    }
    Channels mean(channels);
    for (int64_t c = 0; c < channels; c++) mean[c] = sums[c] / static_cast<float>(shape.batch * shape.width);
    return mean;
  }

  /** [sums of x - shift, sums of its square] */
  static std::vector<double> momentsOf(const float* x, const Pooling& shape, const float* shift) {
    const int64_t channels = shape.channels;
    return sumOverRows(shape.batch, shape.height, 2 * channels, [&](int64_t image, int64_t row, float* into) {
      const float* from = x + (image * shape.height + row) * shape.row();
      addMoments(from, shape.width, channels, shift, into, into + channels);
    });
  }

  double epsilon_;
  float momentum_;
};

}  // namespace

void registerNormPoolRelu() {
  registerKernel<NormPoolRelu>({
      "FractureNormPoolRelu",
      {"epsilon: float", "momentum: float"},
      {"x: float", "gamma: float", "beta: float", "moving_mean: float", "moving_variance: float"},
      {"y: float", "picked: float", "mean: float", "inverse_deviation: float", "next_moving_mean: float",
       "next_moving_variance: float"},
  });
}

}  // namespace fracture
