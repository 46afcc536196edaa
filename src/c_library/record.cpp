#include <string>

#include "c_library/call.h"
#include "c_library/instance.h"
#include "c_library/read_input.h"

using namespace pocketrec;

pocketrec_status pocketrec_record(pocketrec_instance* instance, const pocketrec_event* events, size_t count,
                                  pocketrec_error* error) {
  return call(error, [&]() -> Outcome {
    if (instance == nullptr) return Failure{POCKETREC_MISUSE, "instance: expected a pointer, got NULL"};
    const std::size_t most = instance->device->service().limits().events;
    if (count < 1 || count > most) {
      return Failure{POCKETREC_INVALID_INPUT,
                     "events: expected 1 to " + std::to_string(most) + ", got " + std::to_string(count)};
    }
    if (events == nullptr) return Failure{POCKETREC_MISUSE, "events: expected a pointer, got NULL"};
    PutEventsRequest request;
    for (std::size_t i = 0; i < count; ++i) {
      InputReader reader("events[" + std::to_string(i) + "]");
      if (!reader.has_size(&events[i])) return reader.outcome();
      request.events.push_back(read_event(reader, events[i]));
      if (reader.outcome()) return reader.outcome();
    }
    const auto recorded = instance->device->engine().put_events(request);
    if (!recorded) return failure_of(recorded.error());
    return {};
  });
}
