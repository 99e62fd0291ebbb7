#pragma once
#include <node_api.h>

namespace fracture {

/**
 * Reads and augments a batch in the background:
 * prepareBatch(store, startBytes, side, maps, contrasts, into): Promise<void>
 * - store: Uint8Array, or the number of a file open for reading
 * - startBytes: Float64Array [n], where each image starts
 * - maps: Float32Array [n, 6] and contrasts: Float32Array [n], as augmentImage takes them
 * - into: Float32Array [n, side, side]; not to be read before the promise is settled
 */
napi_value prepareBatch(napi_env env, napi_callback_info info);

}  // namespace fracture
