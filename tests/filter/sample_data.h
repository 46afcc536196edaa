#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "catalog/catalog.h"
#include "datasets/schema.h"
#include "domain/field_value.h"
#include "filter/filter.h"
#include "model/model.h"
#include "packing/pack_model.h"
#include "user/user_state.h"

namespace pocketrec {

/// A table of records as the tests write it.
struct SampleTable {
  Schema schema;                              ///< the id first
  std::vector<std::string> ids;               ///< ascending
  std::vector<std::vector<FieldValue>> rows;  ///< one cell for each field after the id

  /// The cell of a field, its name in any case. Precondition: row and field exist.
  FieldValue cell(std::size_t row, std::string_view name) const;
};

/// The values of the events' context column DEVICE.
inline const std::vector<std::string> kDevices = {"phone", "tv"};

/// Items, users and their events, both as plain tables and packed the way a device opens them.
class SampleData {
 public:
  SampleData(SampleTable items, SampleTable users);

  /// Reads the format that tests/filter/sample_data.txt shows.
  static SampleData read(const std::string& path);

  const SampleTable& items() const { return items_; }
  const SampleTable& users() const { return users_; }
  const Catalog& catalog() const { return catalog_; }
  FilterSchemas schemas() const {
    return {&interactions_schema_, &items_.schema, &users_.schema, model_->context_columns()};
  }

  /// Events and profile of the user; both empty for an unknown one.
  UserState user(const std::string& id) const;
  /// seconds: since 1970 · device: empty, or one of kDevices.
  void add_event(const std::string& user, std::string event_type, ItemIndex item, std::int64_t seconds = 0,
                 std::optional<double> value = std::nullopt, std::string_view device = {});

  /// Parses, binds and evaluates.
  Result<ItemMask> filter(std::string_view text, const FilterRequest& request,
                          FilterLanguage language = FilterLanguage::extended) const;

  /// Ids of the items in the mask, separated by blanks.
  std::string ids_of(const ItemMask& items) const;

 private:
  Schema interactions_schema_;
  SampleTable items_;
  SampleTable users_;
  std::map<std::string, std::vector<UserEvent>> events_;
  PackedModel packed_;
  std::shared_ptr<const Model> model_;
  Catalog catalog_;
};

}  // namespace pocketrec
