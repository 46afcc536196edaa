#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace pocketrec {

/// What a credential may be used for. Values are bits of Roles.
enum class Role : std::uint8_t {
  runtime = 1,  ///< reads recommendations and metrics
  events = 2,   ///< sends events, items, users and actions
  admin = 4     ///< every operation
};

/// A set of roles.
class Roles {
 public:
  void add(Role role) { bits_ = static_cast<std::uint8_t>(bits_ | static_cast<std::uint8_t>(role)); }
  [[nodiscard]] bool has(Role role) const { return (bits_ & static_cast<std::uint8_t>(role)) != 0; }
  /// Whether a holder of these roles may call the operation. An operation that no role is known for needs admin.
  [[nodiscard]] bool allow(std::string_view operation) const;

 private:
  std::uint8_t bits_ = 0;
};

/// "runtime", "events" or "admin"; no value for other words.
std::optional<Role> parse_role(std::string_view word);

/// Whether the operation needs no credentials: Health, Ready and OpenApi do not.
bool is_public(std::string_view operation);

/// Whether the operation can change what is stored. True for an operation that is not known.
bool changes_state(std::string_view operation);

}  // namespace pocketrec
