#include "fuzz_service.h"

#include <memory>
#include <nlohmann/json.hpp>

#include "engine/engine.h"
#include "model/model.h"
#include "require.h"
#include "service/service.h"

namespace pocketrec {

Reply checked_answer(std::string_view operation, std::string_view input) {
  static Engine engine = [] {
    auto model = Model::open(POCKETREC_FUZZ_MODEL);
    require(static_cast<bool>(model));
    return Engine(*std::move(model), nullptr);
  }();
  static Service service(engine);
  Reply reply = service.handle(operation, input);
  require(reply.status == 200 || reply.status == 400 || reply.status == 404 || reply.status == 409);
  require((reply.status == 200) == reply.error_type.empty());
  if (reply.status != 200 || !reply.body.empty()) {
    const auto body = nlohmann::json::parse(reply.body, nullptr, false);
    require(body.is_object());
    if (reply.status != 200) require(body.at("__type") == reply.error_type && body.at("message").is_string());
  }
  return reply;
}

}  // namespace pocketrec
