// Run by parallel.test.ts: items that throw on any thread, again and again; says how often the throw arrived.
#include <atomic>
#include <cstdio>
#include <stdexcept>

#include "../src/parallel.h"

int main() {
  int caught = 0;
  std::atomic<int> done{0};
  for (int round = 0; round < 200; round++) {
    try {
      fracture::parallelFor(64, [&](int64_t item) {
        if (item % 7 == round % 7) throw std::runtime_error("item");
        done++;
      });
    } catch (const std::runtime_error&) {
      caught++;
    }
    fracture::parallelFor(64, [&](int64_t) { done++; });
  }
  std::printf("%d %d\n", caught, done.load() >= 200 * 64);
}
