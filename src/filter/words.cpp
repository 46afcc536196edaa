#include "filter/words.h"

#include <utility>

namespace pocketrec {

std::string_view field_owner_name(FieldOwner owner) {
  switch (owner) {
    case FieldOwner::interactions:
      return "Interactions";
    case FieldOwner::items:
      return "Items";
    case FieldOwner::users:
      return "Users";
    case FieldOwner::actions:
      return "Actions";
    case FieldOwner::action_interactions:
      return "Action_Interactions";
    case FieldOwner::current_item:
      return "CurrentItem";
    case FieldOwner::current_user:
      break;
  }
  return "CurrentUser";
}

std::string_view comparison_operator_text(ComparisonOperator op) {
  switch (op) {
    case ComparisonOperator::equal:
      return "=";
    case ComparisonOperator::not_equal:
      return "!=";
    case ComparisonOperator::less:
      return "<";
    case ComparisonOperator::less_equal:
      return "<=";
    case ComparisonOperator::greater:
      return ">";
    case ComparisonOperator::greater_equal:
      break;
  }
  return ">=";
}

std::optional<std::string_view> truth_word(std::string_view word) {
  if (same_word(word, "true")) return "true";
  if (same_word(word, "false")) return "false";
  return std::nullopt;
}

std::string_view target_name(Target target) {
  switch (target) {
    case Target::item_id:
      return "ItemID";
    case Target::user_id:
      return "UserID";
    case Target::action_id:
      break;
  }
  return "ActionID";
}

// The singular forms occur in old pages of the guide (contract/filters.md §2, lexical rules).
std::optional<FieldOwner> find_field_owner(std::string_view word) {
  constexpr std::pair<std::string_view, FieldOwner> kNames[] = {
      {"Interactions", FieldOwner::interactions},
      {"Interaction", FieldOwner::interactions},
      {"Items", FieldOwner::items},
      {"Item", FieldOwner::items},
      {"Users", FieldOwner::users},
      {"Actions", FieldOwner::actions},
      {"Action", FieldOwner::actions},
      {"Action_Interactions", FieldOwner::action_interactions},
      {"CurrentItem", FieldOwner::current_item},
      {"CurrentUser", FieldOwner::current_user}};
  for (const auto& [name, owner] : kNames) {
    if (same_word(word, name)) return owner;
  }
  return std::nullopt;
}

std::optional<ComparisonOperator> find_comparison_operator(TokenKind kind) {
  switch (kind) {
    case TokenKind::equal:
      return ComparisonOperator::equal;
    case TokenKind::not_equal:
      return ComparisonOperator::not_equal;
    case TokenKind::less:
      return ComparisonOperator::less;
    case TokenKind::less_equal:
      return ComparisonOperator::less_equal;
    case TokenKind::greater:
      return ComparisonOperator::greater;
    case TokenKind::greater_equal:
      return ComparisonOperator::greater_equal;
    default:
      return std::nullopt;
  }
}

}  // namespace pocketrec
