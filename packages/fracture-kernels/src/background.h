#pragma once
#include <node_api.h>

#include <functional>
#include <vector>

namespace fracture {

/**
 * Does work on one of Node's worker threads while JavaScript goes on.
 * @param held JavaScript values whose memory the work uses; they are kept until it is done
 * @param work must not touch JavaScript; what it throws rejects the promise
 * @returns a promise of undefined
 */
napi_value inBackground(napi_env env, const std::vector<napi_value>& held, std::function<void()> work);

}  // namespace fracture
