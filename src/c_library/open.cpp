#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "c_library/call.h"
#include "c_library/instance.h"
#include "c_library/read_input.h"
#include "model/file_header.h"

namespace pocketrec {
namespace {

/// A ceiling as Ceilings has it.
std::uint64_t ceiling(std::uint64_t given, std::uint64_t by_default) {
  if (given == POCKETREC_UNLIMITED) return 0;
  return given == 0 ? by_default : given;
}

Ceilings read_ceilings(InputReader& reader, const pocketrec_options& options) {
  Ceilings ceilings;
  ceilings.events = ceiling(options.max_events, kDefaultCeilings.events);
  ceilings.bytes = ceiling(options.max_store_bytes, kDefaultCeilings.bytes);
  ceilings.events_a_day = ceiling(options.max_events_a_day, kDefaultCeilings.events_a_day);
  const std::uint64_t days = ceiling(options.max_event_days, kDefaultCeilings.days);
  if (days > UINT32_MAX)
    reader.refuse(POCKETREC_INVALID_INPUT, "max_event_days", "at most 4294967295 or POCKETREC_UNLIMITED",
                  std::to_string(days));
  ceilings.days = static_cast<std::uint32_t>(days);
  if (ceilings.bytes != 0 && ceilings.bytes < Ceilings::kLeastBytes) {
    reader.refuse(POCKETREC_INVALID_INPUT, "max_store_bytes", "at least " + std::to_string(Ceilings::kLeastBytes),
                  std::to_string(ceilings.bytes));
  }
  return ceilings;
}

Durability read_durability(InputReader& reader, const pocketrec_options& options) {
  if (options.memory_store != 0) {
    if (options.data != nullptr) reader.refuse(POCKETREC_INVALID_INPUT, "memory_store", "0 beside data", "1");
    return {Durability::Mode::memory};
  }
  if (options.batched_milliseconds == 0) return {};
  constexpr std::uint32_t kHour = 3'600'000;
  if (options.data == nullptr || options.batched_milliseconds > kHour) {
    reader.refuse(POCKETREC_INVALID_INPUT, "batched_milliseconds", "data, and at most " + std::to_string(kHour),
                  options.data == nullptr ? "no data" : std::to_string(options.batched_milliseconds));
  }
  return {Durability::Mode::batched, std::chrono::milliseconds(options.batched_milliseconds)};
}

DeviceOptions read_options(InputReader& reader, const pocketrec_options& options) {
  DeviceOptions read;
  if ((options.model != nullptr) == (options.model_bytes != nullptr)) {
    reader.refuse(POCKETREC_MISUSE, "model", "either model or model_bytes",
                  options.model != nullptr ? "both" : "neither");
  }
  if (options.model != nullptr) read.model = options.model;
  if (reinterpret_cast<std::uintptr_t>(options.model_bytes) % kSectionAlignment != 0) {
    reader.refuse(POCKETREC_MISUSE, "model_bytes", "an address aligned to " + std::to_string(kSectionAlignment),
                  "another");
  } else if (options.model_bytes != nullptr) {
    read.model_bytes = {static_cast<const std::byte*>(options.model_bytes), options.model_size};
  }
  if (options.data != nullptr) read.data = options.data;
  read.durability = read_durability(reader, options);
  read.ceilings = read_ceilings(reader, options);
  read.session_idle = options.session_idle;
  read.relaxed_limits = options.relaxed_limits != 0;
  read.strict_filters = options.strict_filters != 0;
  return read;
}

DeviceReports reports_to(const pocketrec_options& options) {
  const auto listener = options.on_message;
  void* const context = options.on_message_context;
  const auto report = [listener, context](pocketrec_message kind, const std::string& text) {
    if (listener == nullptr) return;
    const InsideMessage inside;
    listener(context, kind, text.c_str());
  };
  return {[report](const std::string& warning) { report(POCKETREC_WARNING, warning); },
          [report](const Error& failure) { report(POCKETREC_FAILURE, failure.message); }};
}

}  // namespace
}  // namespace pocketrec

using namespace pocketrec;

pocketrec_status pocketrec_open(const pocketrec_options* options, pocketrec_instance** instance,
                                pocketrec_error* error) {
  return call(error, [&]() -> Outcome {
    InputReader reader("options");
    if (instance == nullptr) return Failure{POCKETREC_MISUSE, "instance: expected a pointer, got NULL"};
    *instance = nullptr;
    if (!reader.has_size(options)) return reader.outcome();
    const DeviceOptions read = read_options(reader, *options);
    if (reader.outcome()) return reader.outcome();
    auto opened = std::make_unique<pocketrec_instance>();
    auto device = Device::open(read, reports_to(*options));
    if (!device) return failure_of(device.error());
    opened->device = *std::move(device);
    *instance = opened.release();
    return {};
  });
}

void pocketrec_close(pocketrec_instance** instance) {
  if (instance == nullptr || is_inside_message()) return;
  delete *instance;
  *instance = nullptr;
}

const char* pocketrec_version(void) {
  return POCKETREC_VERSION;
}

uint32_t pocketrec_abi(void) {
  return POCKETREC_ABI;
}
