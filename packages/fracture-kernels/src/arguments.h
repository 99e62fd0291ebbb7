#pragma once
#include <node_api.h>

#include <cstdint>
#include <vector>

namespace fracture {

/** The arguments of a call from JavaScript. Every method throws std::invalid_argument when the type is another. */
class Arguments {
 public:
  Arguments(napi_env env, napi_callback_info info, size_t count);

  struct Bytes {
    const uint8_t* data;
    size_t length;
  };
  struct Floats {
    float* data;
    size_t length;
  };
  struct Doubles {
    const double* data;
    size_t length;
  };
  /** @throws std::invalid_argument when the whole number is less than `least` or more than `most` */
  int64_t integer(size_t index, const char* what, int64_t least, int64_t most) const;
  Bytes bytes(size_t index) const;
  Floats floats(size_t index) const;
  Doubles doubles(size_t index) const;
  /** A Float64Array of whole numbers: byte positions may pass 2^32. */
  std::vector<int64_t> positions(size_t index) const;
  bool isNumber(size_t index) const;
  bool isBytes(size_t index) const;
  const std::vector<napi_value>& all() const { return values_; }

 private:
  struct Array {
    void* data;
    size_t length;
  };
  Array typedArray(size_t index, napi_typedarray_type type, const char* name) const;

  napi_env env_;
  std::vector<napi_value> values_;
};

}  // namespace fracture
