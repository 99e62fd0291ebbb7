#include "background.h"

#include <exception>
#include <memory>
#include <stdexcept>
#include <string>

namespace fracture {
namespace {

struct Job {
  std::function<void()> work;
  bool failed = false;
  std::string failure;
  napi_deferred deferred = nullptr;
  napi_async_work handle = nullptr;
  napi_ref held = nullptr;
};

void execute(napi_env, void* data) {
  Job* job = static_cast<Job*>(data);
  try {
    job->work();
  } catch (const std::exception& error) {
    job->failed = true;
    job->failure = error.what();
  } catch (...) {
    job->failed = true;
  }
}

void complete(napi_env env, napi_status status, void* data) {
  const std::unique_ptr<Job> job(static_cast<Job*>(data));
  if (status != napi_ok) job->failed = true; // cancelled: the environment ends
  napi_value value;
  if (job->failed) {
    napi_value message;
    napi_create_string_utf8(env, job->failure.c_str(), NAPI_AUTO_LENGTH, &message);
    napi_create_error(env, nullptr, message, &value);
    napi_reject_deferred(env, job->deferred, value);
  } else {
    napi_get_undefined(env, &value);
    napi_resolve_deferred(env, job->deferred, value);
  }
  napi_delete_reference(env, job->held);
  napi_delete_async_work(env, job->handle);
}

void require(napi_status status) {
  if (status != napi_ok) throw std::runtime_error("Node has no room for work in the background");
}

}  // namespace

napi_value inBackground(napi_env env, const std::vector<napi_value>& held, std::function<void()> work) {
  auto job = std::make_unique<Job>();
  job->work = std::move(work);
  napi_value promise, name, list;
  require(napi_create_array_with_length(env, held.size(), &list));
  for (uint32_t i = 0; i < held.size(); i++) require(napi_set_element(env, list, i, held[i]));
  require(napi_create_string_utf8(env, "fracture-kernels", NAPI_AUTO_LENGTH, &name));
  require(napi_create_promise(env, &job->deferred, &promise));
  require(napi_create_reference(env, list, 1, &job->held));
  require(napi_create_async_work(env, nullptr, name, execute, complete, job.get(), &job->handle));
  require(napi_queue_async_work(env, job->handle));
  job.release(); // complete() takes it over
  return promise;
}

}  // namespace fracture
