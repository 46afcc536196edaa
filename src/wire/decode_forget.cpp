#include "wire/json_fields.h"
#include "wire/messages.h"

namespace pocketrec {

Result<ForgetRequest> decode_forget(std::string_view text) {
  const auto parsed = parse_json(text);
  if (!parsed) return parsed.error();
  JsonFields fields(*parsed, "");
  ForgetRequest request;
  request.user_id = fields.text("userId", limits::kIdLength).value_or("");
  request.session_ids =
      fields.list("sessionIds", limits::kForgottenSessions, limits::kIdLength).value_or(std::vector<std::string>());
  if (!fields.error() && request.user_id.empty() && request.session_ids.empty()) {
    fields.refuse("userId", "a text, or sessionIds", "neither");
  }
  if (fields.error()) return *fields.error();
  return request;
}

}  // namespace pocketrec
