#include "cli/pseudonyms.h"

#include "access/private_file.h"
#include "access/sha256.h"

namespace pocketrec {
namespace {

constexpr std::size_t kLeastKeyBytes = 16;
constexpr std::size_t kDigits = 32;

std::string_view without_line_break(std::string_view text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.remove_suffix(1);
  return text;
}

}  // namespace

Result<Pseudonyms> Pseudonyms::read(const std::string& key_file) {
  auto content = read_private_file("key file", key_file);
  if (!content) return content.error();
  if (const std::size_t size = without_line_break(content->view()).size(); size < kLeastKeyBytes) {
    return Error{ErrorCode::invalid_input, "key file " + key_file + ": expected at least " +
                                               std::to_string(kLeastKeyBytes) + " bytes, got " + std::to_string(size)};
  }
  return Pseudonyms(*std::move(content));
}

void Pseudonyms::replace(std::string_view space, std::string& id) const {
  if (id.empty()) return;
  const std::string named = std::string(space) + ":" + id;
  id = to_hex(hmac_sha256(without_line_break(key_.view()), named)).substr(0, kDigits);
}

void Pseudonyms::apply(Interaction& event) const {
  replace("visitor", event.user_id);
  replace("visitor", event.session_id);
  replace("event", event.event_id);
  replace("recommendation", event.recommendation_id);
}

void Pseudonyms::apply(JoinedSession& joined) const {
  replace("visitor", joined.user_id);
  replace("visitor", joined.session_id);
}

}  // namespace pocketrec
