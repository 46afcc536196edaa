#include "access/credentials.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "access/private_file.h"
#include "access/signing_time.h"

namespace pocketrec {
namespace {

constexpr std::string_view kBlanks = " \t\r";
constexpr std::string_view kExpires = "expires=";
constexpr std::string_view kAlphanumeric = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

Error invalid_line(std::string reason) {
  return {ErrorCode::invalid_input, "expected " + std::move(reason)};
}

std::vector<std::string_view> split(std::string_view text, std::string_view separators) {
  std::vector<std::string_view> parts;
  while (true) {
    const std::size_t begin = text.find_first_not_of(separators);
    if (begin == std::string_view::npos) return parts;
    text.remove_prefix(begin);
    const std::size_t end = std::min(text.find_first_of(separators), text.size());
    parts.push_back(text.substr(0, end));
    text.remove_prefix(end);
  }
}

bool consists_of(std::string_view text, std::string_view more_marks, std::size_t shortest, std::size_t longest) {
  return text.size() >= shortest && text.size() <= longest && std::ranges::all_of(text, [&](char c) {
           return kAlphanumeric.find(c) != std::string_view::npos || more_marks.find(c) != std::string_view::npos;
         });
}

std::optional<Roles> parse_roles(std::string_view text) {
  Roles roles;
  for (const std::string_view word : split(text, ",")) {
    const auto role = parse_role(word);
    if (!role) return std::nullopt;
    roles.add(*role);
  }
  return roles;
}

}  // namespace

Result<Credentials> Credentials::read(const std::string& path) {
  const auto content = read_private_file("credentials file", path);
  if (!content) return content.error();
  return parse(content->view(), "credentials file " + path);
}

Result<Credentials> Credentials::parse(std::string_view text, std::string_view source) {
  Credentials credentials;
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const auto words = split(text.substr(0, end), kBlanks);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (words.empty() || words.front().starts_with('#')) continue;
    if (auto ok = credentials.add(words); !ok) {
      return Error{ok.error().code,
                   std::string(source) + ", line " + std::to_string(number) + ": " + ok.error().message};
    }
  }
  if (credentials.keys_.empty() && credentials.tokens_.empty()) {
    return Error{ErrorCode::invalid_input, std::string(source) + ": expected at least one credential, got none"};
  }
  return credentials;
}

Result<void> Credentials::add(std::vector<std::string_view> words) {
  std::optional<std::chrono::sys_seconds> expires;
  if (words.size() > 3 && words.back().starts_with(kExpires)) {
    expires = parse_utc_time(words.back().substr(kExpires.size()));
    if (!expires) return invalid_line("expires=YYYY-MM-DDThh:mm:ssZ");
    words.pop_back();
  }
  const std::string_view kind = words.size() > 2 ? words[2] : "";
  const bool is_key = kind == "key" && words.size() == 5;
  const bool is_token = kind == "token" && words.size() == 4;
  if (!is_key && !is_token)
    return invalid_line("NAME ROLES key ID SECRET [expires=TIME], or NAME ROLES token SHA256 [expires=TIME]");
  if (!consists_of(words[0], "._-", 1, 64)) return invalid_line("a name of 1 to 64 letters, digits and ._-");
  const auto roles = parse_roles(words[1]);
  if (!roles) return invalid_line("runtime, events or admin as the role, or several with commas between");
  Holder holder{std::string(words[0]), *roles, expires};

  if (is_token) {
    Token token{{}, std::move(holder)};
    if (!from_hex(words[3], token.hash)) return invalid_line("the SHA-256 of a token as 64 lower-case hex digits");
    tokens_.push_back(std::move(token));
    return {};
  }
  if (!consists_of(words[3], "_", 4, 128)) return invalid_line("an access key id of 4 to 128 letters, digits and _");
  if (find_key(words[3]) != nullptr) return invalid_line("every access key id once");
  const std::string_view secret = words[4];
  if (secret.size() < 32 || secret.size() > 128 ||
      !std::ranges::all_of(secret, [](char c) { return c > ' ' && c <= '~'; })) {
    return invalid_line("a secret access key of 32 to 128 visible ASCII characters");
  }
  auto signing_secret = Secret::join("AWS4", secret);
  if (!signing_secret) return signing_secret.error();
  keys_.push_back({std::string(words[3]), *std::move(signing_secret), std::move(holder)});
  return {};
}

const AccessKey* Credentials::find_key(std::string_view id) const {
  const auto found = std::ranges::find(keys_, id, &AccessKey::id);
  return found == keys_.end() ? nullptr : &*found;
}

const Holder* Credentials::find_token(std::string_view token) const {
  const Sha256 hash = sha256(token);
  const Holder* holder = nullptr;
  for (const Token& known : tokens_) {
    if (equal(known.hash, hash)) holder = &known.holder;
  }
  return holder;
}

}  // namespace pocketrec
