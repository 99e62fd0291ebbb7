#pragma once
#include <node_api.h>

namespace fracture {

/**
 * Shrinks or enlarges a decoded image in the background:
 * resampleImage(samples, width, height, columnFilter, rowFilter, into): Promise<void>
 * - samples: Uint8Array [height, width, 1 | 3] or Float32Array [height, width]
 * - columnFilter, rowFilter: Float64Array, as readFilter takes them, over the width and over the height
 * - into: Float32Array [rows, columns]; not to be read before the promise is settled
 */
napi_value resampleImage(napi_env env, napi_callback_info info);

/**
 * The same from a JPEG, whose luma is its grey levels: the colours are not even decoded.
 * resampleJpeg(bytes, width, height, columnFilter, rowFilter, into): Promise<void>
 * The promise rejects when the bytes are no complete JPEG of width x height.
 */
napi_value resampleJpeg(napi_env env, napi_callback_info info);

/** The same from a PNG of 1 or 3 channels, in 8 bits. */
napi_value resamplePng(napi_env env, napi_callback_info info);

}  // namespace fracture
