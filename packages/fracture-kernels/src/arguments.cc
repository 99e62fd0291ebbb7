#include "arguments.h"

#include <stdexcept>
#include <string>

namespace fracture {

Arguments::Arguments(napi_env env, napi_callback_info info, size_t count) : env_(env), values_(count) {
  size_t given = count;
  napi_get_cb_info(env, info, &given, values_.data(), nullptr, nullptr);
  if (given >= count) return;
  throw std::invalid_argument("Expected " + std::to_string(count) + " arguments. Received: " + std::to_string(given));
}

bool Arguments::isNumber(size_t index) const {
  napi_valuetype type;
  napi_typeof(env_, values_[index], &type);
  return type == napi_number;
}

bool Arguments::isBytes(size_t index) const {
  bool isTypedArray = false;
  napi_is_typedarray(env_, values_[index], &isTypedArray);
  if (!isTypedArray) return false;
  napi_typedarray_type type;
  napi_get_typedarray_info(env_, values_[index], &type, nullptr, nullptr, nullptr, nullptr);
  return type == napi_uint8_array;
}

int64_t Arguments::integer(size_t index, const char* what, int64_t least, int64_t most) const {
  int64_t value = 0;
  if (napi_get_value_int64(env_, values_[index], &value) != napi_ok) {
    throw std::invalid_argument("Expected a number as argument " + std::to_string(index));
  }
  if (value >= least && value <= most) return value;
  throw std::invalid_argument("Expected a " + std::string(what) + " of " + std::to_string(least) + " to " +
                              std::to_string(most) + ". Received: " + std::to_string(value));
}

Arguments::Bytes Arguments::bytes(size_t index) const {
  const Array array = typedArray(index, napi_uint8_array, "Uint8Array");
  return {static_cast<const uint8_t*>(array.data), array.length};
}

Arguments::Floats Arguments::floats(size_t index) const {
  const Array array = typedArray(index, napi_float32_array, "Float32Array");
  return {static_cast<float*>(array.data), array.length};
}

Arguments::Doubles Arguments::doubles(size_t index) const {
  const Array array = typedArray(index, napi_float64_array, "Float64Array");
  return {static_cast<const double*>(array.data), array.length};
}

std::vector<int64_t> Arguments::positions(size_t index) const {
  const Doubles numbers = doubles(index);
  return std::vector<int64_t>(numbers.data, numbers.data + numbers.length);
}

Arguments::Array Arguments::typedArray(size_t index, napi_typedarray_type type, const char* name) const {
  bool isTypedArray = false;
  napi_is_typedarray(env_, values_[index], &isTypedArray);
  napi_typedarray_type found = type;
  Array array{nullptr, 0};
  if (isTypedArray) {
    napi_get_typedarray_info(env_, values_[index], &found, &array.length, &array.data, nullptr, nullptr);
    if (found == type) return array;
  }
  throw std::invalid_argument("Expected a " + std::string(name) + " as argument " + std::to_string(index));
}

}  // namespace fracture
