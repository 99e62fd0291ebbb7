#include "background.h"

#include <exception>
#include <string>

namespace fracture {
namespace {

struct Job {
  std::function<void()> work;
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
    job->failure = error.what();
  }
}

void complete(napi_env env, napi_status, void* data) {
  Job* job = static_cast<Job*>(data);
  napi_value value;
  if (job->failure.empty()) {
    napi_get_undefined(env, &value);
    napi_resolve_deferred(env, job->deferred, value);
  } else {
    napi_value message;
    napi_create_string_utf8(env, job->failure.c_str(), NAPI_AUTO_LENGTH, &message);
    napi_create_error(env, nullptr, message, &value);
    napi_reject_deferred(env, job->deferred, value);
  }
  napi_delete_reference(env, job->held);
  napi_delete_async_work(env, job->handle);
  delete job;
}

}  // namespace

napi_value inBackground(napi_env env, const std::vector<napi_value>& held, std::function<void()> work) {
  Job* job = new Job;
  job->work = std::move(work);
  napi_value promise, name, list;
  napi_create_array_with_length(env, held.size(), &list);
  for (uint32_t i = 0; i < held.size(); i++) napi_set_element(env, list, i, held[i]);
  napi_create_reference(env, list, 1, &job->held);
  napi_create_promise(env, &job->deferred, &promise);
  napi_create_string_utf8(env, "fracture-kernels", NAPI_AUTO_LENGTH, &name);
  napi_create_async_work(env, nullptr, name, execute, complete, job, &job->handle);
  napi_queue_async_work(env, job->handle);
  return promise;
}

}  // namespace fracture
