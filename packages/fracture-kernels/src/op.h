#pragma once
#include <cstdint>
#include <exception>
#include <memory>
#include <string>
#include <vector>

// Leaves out a header for plug-in devices that TensorFlow's wheel does not carry among its C headers.
#define IS_SLIM_BUILD
#include "tensorflow/c/kernels.h"
#include "tensorflow/c/ops.h"

/** As much of TensorFlow's C API as an op needs, with errors by exception and tensors that free themselves. */
namespace fracture {

using Dims = std::vector<int64_t>;

/** An input or output of the op that is running. */
class Tensor {
 public:
  explicit Tensor(TF_Tensor* tensor) : tensor_(tensor, TF_DeleteTensor) {}
  Dims dims() const;
  int64_t size() const { return TF_TensorElementCount(tensor_.get()); }
  float* data() const { return static_cast<float*>(TF_TensorData(tensor_.get())); }

 private:
  std::shared_ptr<TF_Tensor> tensor_;
};

/** One run of an op. Every method throws std::runtime_error, which becomes the op's error in JavaScript. */
class Call {
 public:
  explicit Call(TF_OpKernelContext* context) : context_(context) {}
  int inputs() const { return TF_NumInputs(context_); }
  Tensor input(int index) const;
  /** @throws when input `index` does not have `rank` dimensions */
  Tensor input(int index, int rank) const;
  /** @throws when input `index` has other dimensions */
  Tensor input(int index, const Dims& dims) const;
  /** @throws when input `index` is not a vector of `size` */
  const float* vector(int index, int64_t size) const { return input(index, Dims{size}).data(); }
  /** New memory, not yet set. */
  Tensor output(int index, const Dims& dims) const;

 private:
  TF_OpKernelContext* context_;
};

/** What an op is called with beside tensors. */
class Attributes {
 public:
  explicit Attributes(TF_OpKernelConstruction* construction) : construction_(construction) {}
  float number(const char* name) const;

 private:
  TF_OpKernelConstruction* construction_;
};

struct OpSpec {
  const char* name;
  std::vector<const char*> attributes, inputs, outputs;
};

using MakeKernel = void* (*)(TF_OpKernelConstruction*);
using RunKernel = void (*)(void*, TF_OpKernelContext*);
using DeleteKernel = void (*)(void*);
void registerOp(const OpSpec& spec, MakeKernel make, RunKernel run, DeleteKernel remove);
void reportFailure(TF_OpKernelContext* context, const std::string& message);

/** Registers `Kernel`, a class built from Attributes with a method `void run(const Call&) const`, for the CPU. */
template <class Kernel>
void registerKernel(const OpSpec& spec) {
  registerOp(
      spec,
      [](TF_OpKernelConstruction* construction) -> void* { return new Kernel(Attributes(construction)); },
      [](void* kernel, TF_OpKernelContext* context) {
        try {
          static_cast<const Kernel*>(kernel)->run(Call(context));
        } catch (const std::exception& error) {
          reportFailure(context, error.what());
        }
      },
      [](void* kernel) { delete static_cast<Kernel*>(kernel); });
}

}  // namespace fracture
