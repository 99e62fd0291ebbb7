#pragma once
#include <node_api.h>

#include <exception>
#include <stdexcept>

namespace fracture {

/** Runs what a function of the addon does; what it throws is thrown in JavaScript: a wrong argument as a TypeError. */
template <typename Body>
napi_value guarded(napi_env env, const Body& body) {
  try {
    return body();
  } catch (const std::invalid_argument& error) {
    napi_throw_type_error(env, nullptr, error.what());
  } catch (const std::exception& error) {
    napi_throw_error(env, nullptr, error.what());
  }
  return nullptr;
}

}  // namespace fracture
