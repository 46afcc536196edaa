#include "packing/pack_list_rules.h"

#include <optional>
#include <string>

namespace pocketrec {
namespace {

using flatbuffers::FlatBufferBuilder;
using flatbuffers::Offset;
using flatbuffers::Vector;

template <typename Number>
flatbuffers::Optional<Number> packed_number(const std::optional<Number>& number) {
  return number ? flatbuffers::Optional<Number>(*number) : flatbuffers::nullopt;
}

Offset<Vector<Offset<flatbuffers::String>>> texts(const std::vector<std::string>& all, FlatBufferBuilder& builder) {
  return all.empty() ? 0 : builder.CreateVectorOfStrings(all);
}

/// A vector of tables, one for each entry; nothing where there is no list.
template <typename Table, typename Entry, typename Pack>
Offset<Vector<Offset<Table>>> tables(const std::optional<std::vector<Entry>>& entries, FlatBufferBuilder& builder,
                                     Pack pack) {
  if (!entries) return 0;
  std::vector<Offset<Table>> offsets;
  for (const Entry& entry : *entries) offsets.push_back(pack(entry));
  return builder.CreateVector(offsets);
}

Offset<format::ListRules> pack(const NamedRules& named, FlatBufferBuilder& builder) {
  const ListRules& rules = named.rules;
  const auto boosts = tables<format::FieldBoost>(rules.boosts, builder, [&](const FieldBoost& boost) {
    const auto column = builder.CreateString(boost.column);
    return format::CreateFieldBoost(builder, column, texts(boost.values, builder), packed_number(boost.least),
                                    packed_number(boost.most), boost.points);
  });
  const auto caps = tables<format::ValueCap>(rules.caps, builder, [&](const ValueCap& cap) {
    return format::CreateValueCap(builder, builder.CreateString(cap.column), cap.most);
  });
  const auto pinned = tables<format::PinnedItem>(rules.pinned, builder, [&](const PinnedItem& pin) {
    return format::CreatePinnedItem(builder, builder.CreateString(pin.item_id), pin.position);
  });
  const auto blocked = texts(rules.blocked, builder);
  const auto filters = texts(rules.filters, builder);
  const auto recommender = builder.CreateString(named.recommender);
  return format::CreateListRules(builder, recommender, boosts, packed_number(rules.minimum_relevance),
                                 packed_number(rules.rotation), packed_number(rules.diversity), caps, pinned, blocked,
                                 filters, rules.fixed);
}

}  // namespace

Offset<Vector<Offset<format::ListRules>>> pack_list_rules(const std::vector<NamedRules>& rules,
                                                          FlatBufferBuilder& builder) {
  if (rules.empty()) return 0;
  std::vector<Offset<format::ListRules>> offsets;
  for (const NamedRules& named : rules) offsets.push_back(pack(named, builder));
  return builder.CreateVector(offsets);
}

}  // namespace pocketrec
