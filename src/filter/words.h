#pragma once

#include <optional>
#include <string_view>

#include "filter/expression.h"
#include "filter/token.h"

// The fixed words of the language, in both directions.

namespace pocketrec {

/// "Interactions", "Items", … in the spelling of the guide.
std::string_view field_owner_name(FieldOwner owner);

/// The owner of that name, in any case; singular names are synonyms (contract/filters.md §2, lexical rules).
std::optional<FieldOwner> find_field_owner(std::string_view word);

/// "=", "!=", "<", "<=", ">", ">=".
std::string_view comparison_operator_text(ComparisonOperator op);

/// The operator that a token is.
std::optional<ComparisonOperator> find_comparison_operator(TokenKind kind);

/// "true" or "false" for these words in any case, as the values of boolean columns are; nothing for another.
std::optional<std::string_view> truth_word(std::string_view word);

/// "ItemID", "UserID", "ActionID".
std::string_view target_name(Target target);

}  // namespace pocketrec
