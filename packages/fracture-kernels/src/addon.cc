#include <node_api.h>

#include <exception>
#include <mutex>

#include "tensorflow/c/c_api.h"

#include "adam.h"
#include "biasPoolRelu.h"
#include "copies.h"
#include "normPoolRelu.h"
#include "prepareBatch.h"
#include "resampleImage.h"

namespace {

void registerOps() {
  fracture::registerNormPoolRelu();
  fracture::registerNormPoolReluGrad();
  fracture::registerBiasPoolRelu();
  fracture::registerAdam();
}

void exportFunction(napi_env env, napi_value exports, const char* name, napi_callback callback) {
  napi_value function;
  napi_create_function(env, name, NAPI_AUTO_LENGTH, callback, nullptr, &function);
  napi_set_named_property(env, exports, name, function);
}

/** Runs once in each thread that loads the addon; the ops belong to the process. */
napi_value initialise(napi_env env, napi_value exports) {
  static std::once_flag once;
  try {
    std::call_once(once, registerOps);
  } catch (const std::exception& error) {
    napi_throw_error(env, nullptr, error.what());
  }
  napi_value version;
  napi_create_string_utf8(env, TF_Version(), NAPI_AUTO_LENGTH, &version);
  napi_set_named_property(env, exports, "tensorflowVersion", version);
  exportFunction(env, exports, "prepareBatch", fracture::prepareBatch);
  exportFunction(env, exports, "resampleImage", fracture::resampleImage);
  exportFunction(env, exports, "resampleJpeg", fracture::resampleJpeg);
  exportFunction(env, exports, "resamplePng", fracture::resamplePng);
  exportFunction(env, exports, "describeRadiograph", fracture::describeRadiograph);
  exportFunction(env, exports, "makeVocabulary", fracture::makeVocabulary);
  exportFunction(env, exports, "encodeDescription", fracture::encodeDescription);
  exportFunction(env, exports, "searchCopies", fracture::searchCopies);
  exportFunction(env, exports, "alignCopies", fracture::alignCopies);
  return exports;
}

}  // namespace

NAPI_MODULE(NODE_GYP_MODULE_NAME, initialise)
