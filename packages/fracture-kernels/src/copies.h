#pragma once
#include <node_api.h>

namespace fracture {

/**
 * What finding copies of one radiograph needs, step by step; all in the background, all without state.
 * See index.d.ts for the arguments.
 */
napi_value describeRadiograph(napi_env env, napi_callback_info info);
napi_value makeVocabulary(napi_env env, napi_callback_info info);
napi_value encodeDescription(napi_env env, napi_callback_info info);
napi_value searchCopies(napi_env env, napi_callback_info info);
napi_value alignCopies(napi_env env, napi_callback_info info);

}  // namespace fracture
