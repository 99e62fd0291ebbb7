#include "biasPoolRelu.h"

#include "op.h"
#include "pooling.h"
#include "simd.h"

namespace fracture {
namespace {

FRACTURE_SIMD void poolRow(Source top, Source bottom, int64_t windows, int64_t channels, Source bias, Sink y) {
  for (int64_t w = 0; w < windows; w++) {
    for (int64_t c = 0; c < channels; c++) {
      const float upper = top[c] > top[c + channels] ? top[c] : top[c + channels];
      const float lower = bottom[c] > bottom[c + channels] ? bottom[c] : bottom[c + channels];
      const float z = (upper > lower ? upper : lower) + bias[c];
      y[c] = z < 0 ? 0 : z; // written so that a NaN stays
    }
    top += 2 * channels, bottom += 2 * channels, y += channels;
  }
}

/** 2 x 2 max-pooling, bias and ReLU in one reading of x: a convolution block after training, its BatchNorm folded away. */
class BiasPoolRelu {
 public:
  explicit BiasPoolRelu(const Attributes&) {}

  void run(const Call& call) const {
    const Tensor x = call.input(0, 4);
    const Pooling shape(x.dims());
    const float* bias = call.vector(1, shape.channels);
    float* y = call.output(0, shape.pooledDims()).data();
    shape.forStrips([&](int64_t image, int64_t from, int64_t to) {
      for (int64_t r = from; r < to; r++) {
        const float* top = x.data() + (image * shape.height + 2 * r) * shape.row();
        float* row = y + (image * shape.pooledHeight() + r) * shape.pooledRow();
        poolRow(top, top + shape.row(), shape.pooledWidth(), shape.channels, bias, row);
      }
    });
  }
};

}  // namespace

void registerBiasPoolRelu() {
  registerKernel<BiasPoolRelu>({"FractureBiasPoolRelu", {}, {"x: float", "bias: float"}, {"y: float"}});
}

}  // namespace fracture
