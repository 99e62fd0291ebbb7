#include "adam.h"

#include <algorithm>
#include <cmath>

#include "op.h"
#include "parallel.h"
#include "simd.h"

namespace fracture {
namespace {

/** What all variables share in one step. The step size carries Adam's bias correction. */
struct Step {
  float size, beta1, beta2, epsilon;
};

FRACTURE_SIMD void update(int64_t count, Step step, float kept, Source gradient, Source variable, Source first,
                          Source second, Sink nextVariable, Sink nextFirst, Sink nextSecond) {
  for (int64_t i = 0; i < count; i++) {
    const float m = first[i] * step.beta1 + gradient[i] * (1 - step.beta1);
    const float v = second[i] * step.beta2 + gradient[i] * gradient[i] * (1 - step.beta2);
    nextFirst[i] = m;
    nextSecond[i] = v;
    nextVariable[i] = variable[i] * kept - m * step.size / (std::sqrt(v) + step.epsilon);
  }
}

/**
 * One step of Adam with decoupled weight decay for all variables at once: Kingma & Ba 2015 (arXiv:1412.6980), Loshchilov &
 * Hutter 2019 (arXiv:1711.05101). Rates are tensors, not attributes: TensorFlow keeps a kernel for each attribute's value.
 */
class Adam {
 public:
  explicit Adam(const Attributes&) {}

  void run(const Call& call) const {
    const float* rates = call.vector(0, 4);
    const Step step{rates[0], rates[1], rates[2], rates[3]};
    const int variables = (call.inputs() - 2) / 4;
    const float* kept = call.vector(1, variables);
    for (int i = 0; i < variables; i++) {
      const Dims dims = call.input(2 + i).dims();
      const auto input = [&](int list) { return call.input(2 + list * variables + i, dims); };
      const Tensor gradient = input(0), variable = input(1), first = input(2), second = input(3);
      const auto output = [&](int list) { return call.output(list * variables + i, dims).data(); };
      float* const next[] = {output(0), output(1), output(2)};
      // Small enough to share between threads, large enough to be worth waking one.
      const int64_t chunk = 1 << 14, count = variable.size();
      parallelFor((count + chunk - 1) / chunk, [&](int64_t part) {
        const int64_t at = part * chunk;
        update(std::min(chunk, count - at), step, kept[i], gradient.data() + at, variable.data() + at, first.data() + at,
               second.data() + at, next[0] + at, next[1] + at, next[2] + at);
      });
    }
  }
};

}  // namespace

void registerAdam() {
  registerKernel<Adam>({
      "FractureAdam",
      {"N: int >= 1"},
      {"rates: float", "kept: float", "gradients: N * float", "variables: N * float", "first: N * float",
       "second: N * float"},
      {"next_variables: N * float", "next_first: N * float", "next_second: N * float"},
  });
}

}  // namespace fracture
