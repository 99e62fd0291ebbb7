#include "parallel.h"

#include <atomic>
#include <condition_variable>
#include <cstdlib>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>

namespace fracture {
namespace {

int threadCount() {
  const char* wanted = std::getenv("TF_NUM_INTRAOP_THREADS");
  const int count = wanted ? std::atoi(wanted) : 0;
  if (count > 0) return count;
  const unsigned cores = std::thread::hardware_concurrency();
  return cores > 0 ? static_cast<int>(cores) : 1;
}

/** Helpers that sleep between calls. They live as long as the process: at its end there is nothing to wait for. */
class Pool {
 public:
  explicit Pool(int threads) {
    try {
      for (; helpers_ < threads - 1; helpers_++) std::thread([this] { help(); }).detach();
    } catch (const std::system_error&) {
      // The system gives no more threads: those that there are do the work.
    }
  }

  void run(int64_t count, const std::function<void(int64_t)>& work) {
    const std::lock_guard<std::mutex> oneCaller(callers_);
    {
      const std::lock_guard<std::mutex> lock(state_);
      work_ = &work;
      count_ = count;
      next_ = 0;
      busy_ = helpers_;
      failure_ = nullptr;
      round_++;
    }
    start_.notify_all();
    takeItems();
    std::unique_lock<std::mutex> lock(state_);
    done_.wait(lock, [this] { return busy_ == 0; });
    if (failure_) std::rethrow_exception(failure_);
  }

 private:
  void help() {
    int64_t seen = 0;
    for (;;) {
      {
        std::unique_lock<std::mutex> lock(state_);
        start_.wait(lock, [&] { return round_ != seen; });
        seen = round_;
      }
      takeItems();
      const std::lock_guard<std::mutex> lock(state_);
      if (--busy_ == 0) done_.notify_one();
    }
  }

  void takeItems() {
    try {
      for (int64_t i = next_++; i < count_; i = next_++) (*work_)(i);
    } catch (...) {
      next_ = count_;
      const std::lock_guard<std::mutex> lock(state_);
      if (!failure_) failure_ = std::current_exception();
    }
  }

  std::mutex callers_, state_;
  std::condition_variable start_, done_;
  const std::function<void(int64_t)>* work_ = nullptr;
  int64_t count_ = 0, round_ = 0;
  std::atomic<int64_t> next_{0};
  int helpers_ = 0, busy_ = 0;
  std::exception_ptr failure_;
};

}  // namespace

void parallelFor(int64_t count, const std::function<void(int64_t)>& work) {
  static Pool* const pool = new Pool(threadCount());
  if (count == 1) return work(0);
  pool->run(count, work);
}

}  // namespace fracture
