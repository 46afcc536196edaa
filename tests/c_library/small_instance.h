#pragma once

#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

#include "c_library/pocketrec.h"
#include "packing/pack_model.h"
#include "small_model.h"

namespace pocketrec {

inline pocketrec_options no_options() {
  pocketrec_options options{};
  options.size = sizeof options;
  return options;
}

inline pocketrec_request request_for(const char* recommender, const char* user) {
  pocketrec_request request{};
  request.size = sizeof request;
  request.recommender = recommender;
  request.user = user;
  return request;
}

inline pocketrec_event event_of(const char* user, const char* item, const char* id) {
  pocketrec_event event{};
  event.size = sizeof event;
  event.user = user;
  event.item = item;
  event.event_type = "watch";
  event.event_id = id;
  return event;
}

/// Room for a list.
struct ListMemory {
  std::vector<pocketrec_item> items;
  std::vector<char> text;
  pocketrec_list list{};

  explicit ListMemory(std::size_t capacity, std::size_t text_capacity = 1000) : items(capacity), text(text_capacity) {
    list.size = sizeof list;
    list.items = items.data();
    list.capacity = capacity;
    list.text = text.data();
    list.text_capacity = text_capacity;
  }

  /// Its ids, each with a blank behind it.
  std::string ids() const {
    std::string ids;
    for (std::size_t i = 0; i < list.count; ++i) ids += items[i].id + std::string(" ");
    return ids;
  }
};

/// An open instance over small_model() with a store in memory, or in `data`.
class SmallInstance {
 public:
  explicit SmallInstance(const char* data = nullptr) {
    auto packed = pack_model(small_contents());
    if (!packed) FAIL(packed.error().message);
    model_ = std::make_unique<PackedModel>(*std::move(packed));
    pocketrec_options options = no_options();
    const auto bytes = std::as_const(*model_).bytes();
    options.model_bytes = bytes.data();
    options.model_size = bytes.size();
    options.data = data;
    options.memory_store = data == nullptr ? 1 : 0;
    pocketrec_error error;
    if (pocketrec_open(&options, &instance_, &error) != POCKETREC_OK) FAIL(error.message);
  }
  ~SmallInstance() { pocketrec_close(&instance_); }
  SmallInstance(const SmallInstance&) = delete;
  SmallInstance& operator=(const SmallInstance&) = delete;

  operator pocketrec_instance*() const { return instance_; }

 private:
  std::unique_ptr<PackedModel> model_;
  pocketrec_instance* instance_ = nullptr;
};

}  // namespace pocketrec
