#include "op.h"

#include <stdexcept>

namespace fracture {
namespace {

/** TensorFlow's report of one call; `check` throws it. */
class Status {
 public:
  Status() : status_(TF_NewStatus(), TF_DeleteStatus) {}
  TF_Status* get() const { return status_.get(); }
  void check() const {
    if (TF_GetCode(get()) != TF_OK) throw std::runtime_error(TF_Message(get()));
  }

 private:
  std::unique_ptr<TF_Status, decltype(&TF_DeleteStatus)> status_;
};

std::string describe(const Dims& dims) {
  std::string text = "[";
  for (const int64_t dim : dims) text += (text.size() > 1 ? ", " : "") + std::to_string(dim);
  return text + "]";
}

size_t bytesOf(const Dims& dims) {
  size_t bytes = sizeof(float);
  for (const int64_t dim : dims) bytes *= static_cast<size_t>(dim);
  return bytes;
}

}  // namespace

Dims Tensor::dims() const {
  Dims dims(static_cast<size_t>(TF_NumDims(tensor_.get())));
  for (size_t i = 0; i < dims.size(); i++) dims[i] = TF_Dim(tensor_.get(), static_cast<int>(i));
  return dims;
}

Tensor Call::input(int index) const {
  const Status status;
  TF_Tensor* tensor = nullptr;
  TF_GetInput(context_, index, &tensor, status.get());
  status.check();
  return Tensor(tensor);
}

Tensor Call::input(int index, int rank) const {
  const Tensor tensor = input(index);
  if (static_cast<int>(tensor.dims().size()) == rank) return tensor;
  throw std::runtime_error("Expected input " + std::to_string(index) + " of rank " + std::to_string(rank) +
                           ". Received: shape " + describe(tensor.dims()));
}

Tensor Call::input(int index, const Dims& dims) const {
  const Tensor tensor = input(index);
  if (tensor.dims() == dims) return tensor;
  throw std::runtime_error("Expected input " + std::to_string(index) + " of shape " + describe(dims) +
                           ". Received: shape " + describe(tensor.dims()));
}

Tensor Call::output(int index, const Dims& dims) const {
  const Status status;
  TF_Tensor* tensor = TF_AllocateOutput(context_, index, TF_FLOAT, dims.data(), static_cast<int>(dims.size()),
                                        bytesOf(dims), status.get());
  status.check();
  return Tensor(tensor);
}

float Attributes::number(const char* name) const {
  const Status status;
  float value = 0;
  TF_OpKernelConstruction_GetAttrFloat(construction_, name, &value, status.get());
  status.check();
  return value;
}

void registerOp(const OpSpec& spec, MakeKernel make, RunKernel run, DeleteKernel remove) {
  TF_OpDefinitionBuilder* op = TF_NewOpDefinitionBuilder(spec.name);
  for (const char* attribute : spec.attributes) TF_OpDefinitionBuilderAddAttr(op, attribute);
  for (const char* input : spec.inputs) TF_OpDefinitionBuilderAddInput(op, input);
  for (const char* output : spec.outputs) TF_OpDefinitionBuilderAddOutput(op, output);
  // Shapes are found by running: every op here is run at once, never in a graph.
  TF_OpDefinitionBuilderSetShapeInferenceFunction(op, [](TF_ShapeInferenceContext* context, TF_Status* status) {
    TF_ShapeInferenceContextSetUnknownShape(context, status);
  });
  const Status status;
  TF_RegisterOpDefinition(op, status.get());
  status.check();
  TF_RegisterKernelBuilder(spec.name, TF_NewKernelBuilder(spec.name, "CPU", make, run, remove), status.get());
  status.check();
}

void reportFailure(TF_OpKernelContext* context, const std::string& message) {
  const Status status;
  TF_SetStatus(status.get(), TF_INVALID_ARGUMENT, message.c_str());
  TF_OpKernelContext_Failure(context, status.get());
}

}  // namespace fracture
