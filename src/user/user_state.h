#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "catalog/catalog.h"
#include "domain/field_value.h"
#include "domain/interaction.h"
#include "domain/item_index.h"
#include "domain/timestamp.h"
#include "model/model.h"
#include "user/context.h"

namespace pocketrec {

/// One event of a user with an item of the catalogue.
struct UserEvent {
  ItemIndex item = kNoItem;
  std::string event_type;
  Timestamp time{};
  std::optional<double> value;
  ContextValues context = {};  ///< in the model's context columns

  bool operator==(const UserEvent&) const = default;
};

/// What is known of a user or visitor now.
struct UserState {
  /// In order of time; events of the same moment in the order in which they came.
  std::vector<UserEvent> events;

  /// Metadata by schema name; columns that are null are left out.
  std::vector<std::pair<std::string, FieldValue>> profile;

  /// Value of a profile column by its name (compared as same_field_name() does); nullptr when null or unknown.
  const FieldValue* field(std::string_view name) const;

  bool operator==(const UserState&) const = default;
};

/// The metadata that a model has of a user, as UserState::profile; empty for one that it does not know.
std::vector<std::pair<std::string, FieldValue>> packed_profile(const Model& model, std::string_view user_id);

/// Adds recorded interactions to the state. Events whose item the catalogue doesn't know, or that name none, are
/// passed over: the log keeps them. fold(a + b) equals fold(fold(a), b) for any split of the same log.
/// columns: what of the events' properties is kept.
void fold_events(UserState& state, std::span<const Interaction> events, const Catalog& catalog,
                 std::span<const ContextColumn> columns = {});

}  // namespace pocketrec
