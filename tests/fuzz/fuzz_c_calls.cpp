// Any bytes as a script of calls of the C library: each step takes a byte for the call and some for its arguments,
// NULL, wrong sizes and calls after closing among them. Every call has to return a status that pocketrec.h names,
// within the memory that it was given.
#include <array>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "c_library/pocketrec.h"
#include "require.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

using pocketrec::require;

constexpr std::size_t kAlignment = 64;
constexpr char kCanary = 0x5A;

/// The model's bytes, at an address that model_bytes may have.
std::pair<const void*, std::size_t> model_bytes() {
  static std::vector<char> memory;
  static const auto place = [] {
    std::ifstream file(POCKETREC_FUZZ_MODEL, std::ios::binary);
    const std::vector<char> bytes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    require(!bytes.empty());
    memory.resize(bytes.size() + kAlignment);
    char* begin = memory.data() + kAlignment - reinterpret_cast<std::uintptr_t>(memory.data()) % kAlignment;
    std::memcpy(begin, bytes.data(), bytes.size());
    return std::pair<const void*, std::size_t>(begin, bytes.size());
  }();
  return place;
}

class Script {
 public:
  Script(const std::uint8_t* data, std::size_t size) : data_(data), size_(size) {}

  bool at_end() const { return size_ == 0; }

  unsigned byte() {
    if (size_ == 0) return 0;
    --size_;
    return *data_++;
  }

  /// NULL, a name that the model has, or bytes of the script.
  const char* text() {
    constexpr std::array<const char*, 12> kTexts = {nullptr, "",      "home",           "more", "alpha", "bravo",
                                                    "u1",    "watch", "INCLUDE ItemID", "seen", "kids",  "\xFF"};
    const unsigned choice = byte() % (kTexts.size() + 4);
    if (choice < kTexts.size()) return kTexts[choice];
    std::string& text = texts_.emplace_back();
    for (unsigned length = byte(); length > 0 && size_ > 0; --length) text += static_cast<char>(byte());
    return text.c_str();
  }

  /// The size that a struct should have, and seldom another one.
  std::size_t size(std::size_t right) { return byte() % 16 == 0 ? byte() : right; }

  template <typename T>
  T* or_null(T& value) {
    return byte() % 16 == 0 ? nullptr : &value;
  }

 private:
  const std::uint8_t* data_;
  std::size_t size_;
  std::vector<std::string> texts_ = [] {
    std::vector<std::string> texts;
    texts.reserve(1000);  // what text() returned stays where it is
    return texts;
  }();
};

void check(pocketrec_status status, const pocketrec_error& error) {
  require(status >= POCKETREC_OK && status < POCKETREC_NO_MEMORY);
  require(error.status == status);
  require((std::strlen(error.message) == 0) == (status == POCKETREC_OK));
}

void open(Script& script, pocketrec_instance*& instance) {
  pocketrec_close(&instance);
  require(instance == nullptr);
  pocketrec_options options{};
  options.size = script.size(sizeof options);
  const auto [bytes, size] = model_bytes();
  if (script.byte() % 16 != 0) options.model_bytes = bytes;
  options.model_size = script.byte() % 16 == 0 ? script.byte() : size;
  if (script.byte() % 16 == 0) options.model = script.text();
  options.memory_store = script.byte() % 8 == 0 ? 1 : 0;  // seldom: it takes ten times as long
  options.max_events = script.byte() % 4;
  options.session_idle = script.byte() % 4;
  options.relaxed_limits = script.byte() % 2;
  options.strict_filters = script.byte() % 2;
  pocketrec_error error;
  const pocketrec_status status = pocketrec_open(script.or_null(options), &instance, &error);
  check(status, error);
  require((status == POCKETREC_OK) == (instance != nullptr));
}

void list(Script& script, pocketrec_instance* instance, bool ranks) {
  pocketrec_request request{};
  request.size = script.size(sizeof request);
  request.recommender = script.text();
  request.user = script.text();
  request.item = script.text();
  if (script.byte() % 4 == 0) request.filter = script.text();
  if (script.byte() % 4 == 0) request.filter_expression = script.text();
  const std::array<pocketrec_pair, 2> pairs = {{{script.text(), script.text()}, {script.text(), script.text()}}};
  request.context = script.byte() % 4 == 0 ? pairs.data() : nullptr;
  request.context_count = script.byte() % 3;
  request.filter_values = script.byte() % 4 == 0 ? pairs.data() : nullptr;
  request.filter_value_count = script.byte() % 3;

  pocketrec_list list{};
  list.size = script.size(sizeof list);
  list.capacity = script.byte() % 16;
  list.text_capacity = script.byte();
  std::vector<pocketrec_item> items(list.capacity + 1, {&kCanary, 1});
  std::vector<char> text(list.text_capacity + 1, kCanary);
  list.items = script.byte() % 16 == 0 ? nullptr : items.data();
  list.text = script.byte() % 16 == 0 ? nullptr : text.data();
  const std::array<const char*, 4> ids = {script.text(), script.text(), script.text(), script.text()};
  pocketrec_error error;
  const pocketrec_status status =
      ranks ? pocketrec_rank(instance, script.or_null(request), script.byte() % 16 == 0 ? nullptr : ids.data(),
                             script.byte() % 5, script.or_null(list), &error)
            : pocketrec_recommend(instance, script.or_null(request), script.or_null(list), &error);
  check(status, error);
  require(items.back().id == &kCanary && text.back() == kCanary);
  if (status != POCKETREC_OK) {
    require(list.count == 0);
    return;
  }
  require(list.count <= list.capacity);
  for (std::size_t i = 0; i < list.count; ++i) {
    require(items[i].id >= text.data() && items[i].id + std::strlen(items[i].id) < text.data() + list.text_capacity);
    require(std::isnan(items[i].score) || (items[i].score >= 0 && items[i].score <= 1));
  }
}

void record(Script& script, pocketrec_instance* instance) {
  std::array<pocketrec_event, 3> events{};
  for (pocketrec_event& event : events) {
    event.size = script.size(sizeof event);
    event.user = script.text();
    event.session = script.text();
    event.item = script.text();
    event.event_type = script.byte() % 4 == 0 ? script.text() : "watch";
    event.event_id = script.text();
    event.recommendation_id = script.byte() % 4 == 0 ? script.text() : nullptr;
    event.has_value = script.byte() % 2;
    event.value = script.byte() % 8 == 0 ? std::nan("") : static_cast<double>(script.byte());
    event.time = static_cast<std::int64_t>(script.byte()) << script.byte() % 56;
  }
  pocketrec_error error;
  check(pocketrec_record(instance, script.byte() % 16 == 0 ? nullptr : events.data(), script.byte() % 4, &error),
        error);
}

void handle(Script& script, pocketrec_instance* instance) {
  const char* operation = script.byte() % 2 == 0 ? script.text() : "GetRecommendations";
  const char* input = script.text();
  pocketrec_reply reply;
  pocketrec_error error;
  const pocketrec_status status = pocketrec_handle(
      instance, operation, input, input == nullptr ? script.byte() % 2 : std::strlen(input), &reply, &error);
  check(status, error);
  require((status == POCKETREC_OK) == (reply.body != nullptr));
  if (status == POCKETREC_OK) require(reply.body[reply.body_size] == '\0' && reply.http_status >= 200);
  pocketrec_reply_free(&reply);
  pocketrec_reply_free(&reply);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr int kMostSteps = 20;
  Script script(data, size);
  pocketrec_instance* instance = nullptr;
  for (int step = 0; step < kMostSteps && !script.at_end(); ++step) {
    switch (script.byte() % 8) {
      case 0:
        open(script, instance);
        break;
      case 1:
        pocketrec_close(script.byte() % 8 == 0 ? nullptr : &instance);
        break;
      case 2:
        handle(script, instance);
        break;
      case 3:
        list(script, instance, true);
        break;
      case 4:
        record(script, instance);
        break;
      default:
        list(script, instance, false);
    }
  }
  pocketrec_close(&instance);
  return 0;
}
