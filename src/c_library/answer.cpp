#include <cstring>
#include <new>
#include <string>
#include <string_view>

#include "c_library/call.h"
#include "c_library/instance.h"
#include "c_library/read_input.h"

using namespace pocketrec;

pocketrec_status pocketrec_handle(pocketrec_instance* instance, const char* operation, const char* input,
                                  size_t input_size, pocketrec_reply* reply, pocketrec_error* error) {
  if (reply != nullptr) *reply = {};
  return call(error, [&]() -> Outcome {
    if (instance == nullptr || operation == nullptr || reply == nullptr || (input == nullptr && input_size > 0)) {
      return Failure{POCKETREC_MISUSE, "expected instance, operation, input and reply, got NULL"};
    }
    const Reply answer = instance->device->service().handle(operation, {input, input_size});
    char* body = new char[answer.body.size() + 1];
    std::memcpy(body, answer.body.c_str(), answer.body.size() + 1);
    *reply = {answer.status, body, answer.body.size()};
    return {};
  });
}

void pocketrec_reply_free(pocketrec_reply* reply) {
  if (reply == nullptr) return;
  delete[] reply->body;
  *reply = {};
}
