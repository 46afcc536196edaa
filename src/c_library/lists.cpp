#include <algorithm>
#include <cstring>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "c_library/call.h"
#include "c_library/instance.h"
#include "c_library/read_input.h"

namespace pocketrec {
namespace {

/// Looks at the arguments that lists and rankings share.
Outcome check_arguments(const pocketrec_instance* instance, const pocketrec_request* request,
                        const pocketrec_list* list) {
  if (instance == nullptr) return Failure{POCKETREC_MISUSE, "instance: expected a pointer, got NULL"};
  InputReader request_reader("request");
  if (!request_reader.has_size(request)) return request_reader.outcome();
  InputReader list_reader("list");
  if (!list_reader.has_size(list)) return list_reader.outcome();
  if (list->capacity > 0 && list->items == nullptr) list_reader.refuse(POCKETREC_MISUSE, "items", "a pointer", "NULL");
  if (list->text_capacity > 0 && list->text == nullptr) {
    list_reader.refuse(POCKETREC_MISUSE, "text", "a pointer", "NULL");
  }
  return list_reader.outcome();
}

/// Writes a list to the caller's memory, all of it or nothing.
Outcome write_list(const std::vector<PredictedItem>& items, const std::string& recommendation_id,
                   pocketrec_list& list) {
  std::size_t text = 0;
  for (const PredictedItem& item : items) text += item.item_id.size() + 1;
  if (text > list.text_capacity) {
    return Failure{POCKETREC_TOO_SMALL, "list.text_capacity: expected at least " + std::to_string(text) +
                                            " bytes for these ids, got " + std::to_string(list.text_capacity)};
  }
  char* end = list.text;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const std::string& id = items[i].item_id;
    std::memcpy(end, id.c_str(), id.size() + 1);
    list.items[i] = {end, items[i].score.value_or(std::numeric_limits<double>::quiet_NaN())};
    end += id.size() + 1;
  }
  list.count = items.size();
  const std::size_t length = std::min(recommendation_id.size(), sizeof list.recommendation_id - 1);
  std::memcpy(list.recommendation_id, recommendation_id.c_str(), length);
  list.recommendation_id[length] = '\0';
  return {};
}

void empty(pocketrec_list* list) {
  if (list == nullptr || list->size != sizeof(pocketrec_list)) return;
  list->count = 0;
  list->recommendation_id[0] = '\0';
}

}  // namespace
}  // namespace pocketrec

using namespace pocketrec;

pocketrec_status pocketrec_recommend(pocketrec_instance* instance, const pocketrec_request* request,
                                     pocketrec_list* list, pocketrec_error* error) {
  empty(list);
  return call(error, [&]() -> Outcome {
    if (auto wrong = check_arguments(instance, request, list)) return wrong;
    const limits::CallLimits& limits = instance->device->service().limits();
    InputReader reader("request");
    GetRecommendationsRequest read = read_request(reader, *request, limits);
    if (reader.outcome()) return reader.outcome();
    if (list->capacity < 1 || list->capacity > limits.results) {
      return Failure{POCKETREC_INVALID_INPUT, "list.capacity: expected 1 to " + std::to_string(limits.results) +
                                                  ", got " + std::to_string(list->capacity)};
    }
    read.num_results = list->capacity;
    const auto answer = instance->device->engine().get_recommendations(read);
    if (!answer) return failure_of(answer.error());
    return write_list(answer->items, answer->recommendation_id, *list);
  });
}

pocketrec_status pocketrec_rank(pocketrec_instance* instance, const pocketrec_request* request,
                                const char* const* items, size_t count, pocketrec_list* list, pocketrec_error* error) {
  empty(list);
  return call(error, [&]() -> Outcome {
    if (auto wrong = check_arguments(instance, request, list)) return wrong;
    const limits::CallLimits& limits = instance->device->service().limits();
    InputReader reader("request");
    GetRecommendationsRequest shared = read_request(reader, *request, limits);
    GetPersonalizedRankingRequest read;
    read.recommender = std::move(shared.recommender);
    read.user_id = reader.required_text("user", request->user, limits::kIdLength);
    read.context = std::move(shared.context);
    read.filter = std::move(shared.filter);
    if (count > limits.results) {
      reader.refuse(POCKETREC_INVALID_INPUT, "items", "at most " + std::to_string(limits.results),
                    std::to_string(count));
    } else if (count > 0 && items == nullptr) {
      reader.refuse(POCKETREC_MISUSE, "items", "a pointer", "NULL");
    }
    for (std::size_t i = 0; i < count && !reader.outcome(); ++i) {
      const std::string place = "items[" + std::to_string(i) + "]";
      read.input_list.push_back(reader.required_text(place.c_str(), items[i], limits::kIdLength));
    }
    if (reader.outcome()) return reader.outcome();
    if (list->capacity < count) {
      return Failure{POCKETREC_TOO_SMALL, "list.capacity: expected at least " + std::to_string(count) + ", got " +
                                              std::to_string(list->capacity)};
    }
    const auto answer = instance->device->engine().get_personalized_ranking(read);
    if (!answer) return failure_of(answer.error());
    return write_list(answer->ranking, answer->recommendation_id, *list);
  });
}
