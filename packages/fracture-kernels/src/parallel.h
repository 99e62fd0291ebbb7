#pragma once
#include <cstdint>
#include <functional>

namespace fracture {

/**
 * Calls work(0) … work(count - 1), each once, spread over as many threads as TensorFlow uses; returns when all are done.
 * Which thread takes which item is open, so an item writes to places of its own: then results do not depend on threads.
 * @throws what an item threw, the first of them; items not yet begun are left out
 */
void parallelFor(int64_t count, const std::function<void(int64_t)>& work);

}  // namespace fracture
