// recommend MODEL DATA: what somebody is offered before and after an event, with an answer in JSON besides.
#include <pocketrec.h>

#include <iostream>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

/// The C calls as a class: statuses become exceptions, and memory is given back.
class Recommender {
 public:
  Recommender(const std::string& model, const std::string& data) {
    pocketrec_options options{};
    options.size = sizeof options;
    options.model = model.c_str();
    options.data = data.c_str();
    pocketrec_instance* instance = nullptr;
    pocketrec_error error;
    check(pocketrec_open(&options, &instance, &error), error);
    instance_.reset(instance);
  }

  std::vector<std::string> recommend(const std::string& user, std::size_t count) {
    std::vector<pocketrec_item> items(count);
    std::vector<char> text(POCKETREC_MOST_TEXT(count));
    pocketrec_list list{};
    list.size = sizeof list;
    list.items = items.data();
    list.capacity = items.size();
    list.text = text.data();
    list.text_capacity = text.size();
    pocketrec_request request{};
    request.size = sizeof request;
    request.recommender = "user-personalization";
    request.user = user.c_str();
    pocketrec_error error;
    check(pocketrec_recommend(instance_.get(), &request, &list, &error), error);
    std::vector<std::string> ids;
    for (std::size_t i = 0; i < list.count; ++i) ids.emplace_back(items[i].id);
    return ids;
  }

  void record(const std::string& user, const std::string& item, const std::string& event_id) {
    pocketrec_event event{};
    event.size = sizeof event;
    event.user = user.c_str();
    event.item = item.c_str();
    event.event_type = "Watch";
    event.event_id = event_id.c_str();
    pocketrec_error error;
    check(pocketrec_record(instance_.get(), &event, 1, &error), error);
  }

  std::string handle(const std::string& operation, const std::string& input) {
    pocketrec_reply reply;
    pocketrec_error error;
    check(pocketrec_handle(instance_.get(), operation.c_str(), input.data(), input.size(), &reply, &error), error);
    std::string body(reply.body, reply.body_size);
    pocketrec_reply_free(&reply);
    return body;
  }

 private:
  static void check(pocketrec_status status, const pocketrec_error& error) {
    if (status != POCKETREC_OK) throw std::runtime_error(error.message);
  }

  struct Close {
    void operator()(pocketrec_instance* instance) const { pocketrec_close(&instance); }
  };
  std::unique_ptr<pocketrec_instance, Close> instance_;
};

void print(const std::vector<std::string>& ids) {
  for (const std::string& id : ids) std::cout << id << '\n';
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "recommend: expected MODEL and DATA\n";
    return 2;
  }
  try {
    Recommender recommender(argv[1], argv[2]);
    print(recommender.recommend("ann", 5));
    recommender.record("ann", "t0042", "example");
    std::cout << "after t0042:\n";
    print(recommender.recommend("ann", 5));
    std::cout << recommender.handle("GetRecommendations",
                                    R"({"campaignArn":"user-personalization","userId":"ann","numResults":1})")
              << '\n';
    return 0;
  } catch (const std::exception& failure) {
    std::cerr << "recommend: " << failure.what() << '\n';
    return 1;
  }
}
