#include "decodedImage.h"

#include <stdexcept>

#include "tensorflow/c/c_api.h"
#include "tensorflow/c/eager/c_api.h"
#include "tensorflow/c/tf_tstring.h"

namespace fracture {
namespace {

template <typename T>
using Owned = std::unique_ptr<T, void (*)(T*)>;

Owned<TF_Status> newStatus() { return {TF_NewStatus(), TF_DeleteStatus}; }

void requireOk(const Owned<TF_Status>& status) {
  if (TF_GetCode(status.get()) != TF_OK) throw std::runtime_error(TF_Message(status.get()));
}

TFE_Context* makeContext() {
  // ConfigProto: device_count {"GPU": 0}. No number of threads: TensorFlow's pools belong to the process, and the first context
  // in it decides for training too.
  const uint8_t config[] = {0x0a, 0x07, 0x0a, 0x03, 'G', 'P', 'U', 0x10, 0x00};
  const Owned<TF_Status> status = newStatus();
  const Owned<TFE_ContextOptions> options{TFE_NewContextOptions(), TFE_DeleteContextOptions};
  TFE_ContextOptionsSetConfig(options.get(), config, sizeof config, status.get());
  requireOk(status);
  TFE_Context* context = TFE_NewContext(options.get(), status.get());
  requireOk(status);
  return context;
}

/** For the life of the process: TensorFlow's own threads may outlast any order of clean-up. */
TFE_Context* context() {
  static TFE_Context* const shared = makeContext();
  return shared;
}

/** A scalar that looks at the bytes where they are. */
Owned<TFE_TensorHandle> stringScalar(const uint8_t* bytes, size_t length) {
  const Owned<TF_Status> status = newStatus();
  const Owned<TF_Tensor> tensor{TF_AllocateTensor(TF_STRING, nullptr, 0, sizeof(TF_TString)), TF_DeleteTensor};
  TF_TString* string = static_cast<TF_TString*>(TF_TensorData(tensor.get()));
  TF_StringInit(string);
  TF_StringAssignView(string, reinterpret_cast<const char*>(bytes), length);
  Owned<TFE_TensorHandle> handle{TFE_NewTensorHandle(tensor.get(), status.get()), TFE_DeleteTensorHandle};
  requireOk(status);
  return handle;
}

Owned<TFE_Op> newOp(const char* name) {
  const Owned<TF_Status> status = newStatus();
  Owned<TFE_Op> op{TFE_NewOp(context(), name, status.get()), TFE_DeleteOp};
  requireOk(status);
  return op;
}

/** Runs an op on one string. */
TF_Tensor* decode(const Owned<TFE_Op>& op, const uint8_t* bytes, size_t length) {
  const Owned<TF_Status> status = newStatus();
  TFE_OpAddInput(op.get(), stringScalar(bytes, length).get(), status.get());
  requireOk(status);
  TFE_TensorHandle* output = nullptr;
  int outputs = 1;
  TFE_Execute(op.get(), &output, &outputs, status.get());
  requireOk(status);
  const Owned<TFE_TensorHandle> handle{output, TFE_DeleteTensorHandle};
  TF_Tensor* tensor = TFE_TensorHandleResolve(handle.get(), status.get());
  requireOk(status);
  return tensor;
}

}  // namespace

DecodedImage DecodedImage::jpegLuma(const uint8_t* bytes, size_t length) {
  const Owned<TFE_Op> op = newOp("DecodeJpeg");
  const char accurate[] = "INTEGER_ACCURATE";
  TFE_OpSetAttrInt(op.get(), "channels", 1);
  TFE_OpSetAttrString(op.get(), "dct_method", accurate, sizeof accurate - 1);
  return DecodedImage(decode(op, bytes, length));
}

DecodedImage DecodedImage::png(const uint8_t* bytes, size_t length) {
  const Owned<TFE_Op> op = newOp("DecodePng");
  TFE_OpSetAttrInt(op.get(), "channels", 0);
  TFE_OpSetAttrType(op.get(), "dtype", TF_UINT8);
  return DecodedImage(decode(op, bytes, length));
}

DecodedImage::DecodedImage(void* held)
    : tensor_(held, [](void* tensor) { TF_DeleteTensor(static_cast<TF_Tensor*>(tensor)); }) {
  const TF_Tensor* tensor = static_cast<const TF_Tensor*>(held);
  data_ = static_cast<const uint8_t*>(TF_TensorData(tensor));
  height_ = TF_Dim(tensor, 0);
  width_ = TF_Dim(tensor, 1);
  channels_ = TF_Dim(tensor, 2);
}

}  // namespace fracture
