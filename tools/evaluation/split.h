#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "domain/item_index.h"

namespace pocketrec {

/// Interactions as parallel columns, one row each, in the order in which they were read. Views of the caller's arrays.
/// Preconditions of all functions that take it: the first three have the same length, below 2³²; users are below
/// user_ids.size(), items below item_count.
struct EventColumns {
  std::span<const std::uint32_t> user;    ///< index into user_ids
  std::span<const ItemIndex> item;        ///< row of the catalogue
  std::span<const std::int64_t> time;     ///< any unit and zero; only compared
  std::span<const std::string> user_ids;  ///< distinct
  std::size_t item_count = 0;             ///< rows of the catalogue
};

/// A user for whom a recommender is asked once.
struct TestUser {
  std::uint32_t user = 0;                      ///< index into EventColumns::user_ids
  std::vector<std::uint32_t> history;          ///< rows of EventColumns that the recommender may see, oldest first
  std::vector<ItemIndex> truth;                ///< what the user chose next: ascending, distinct; may be empty
  std::optional<std::uint32_t> asked_at = {};  ///< row of the truth's first event, whose context the request has
  std::vector<double> gains = {};  ///< of the truth items, where event types have weights; empty: all the same

  bool operator==(const TestUser&) const = default;
};

/// What to train on, and whom to ask what. Rows are those of the EventColumns that the split was made of.
/// No row that made up a truth is in `training` or in that user's history.
struct Split {
  std::vector<std::uint32_t> training;  ///< rows, ascending
  std::vector<TestUser> users;          ///< ascending by user
  std::size_t item_count = 0;           ///< of the EventColumns
  std::size_t users_skipped = 0;        ///< with events, but too few of them to be asked
  /// True: items of the history must not be recommended, as benchmarks of next new items have it.
  /// False: lists are unfiltered, as the service measures.
  bool hides_history = false;
  /// True: items that the history has in exactly the context that is asked for must not be recommended, as benchmarks
  /// have it whose rows tell once for all that an item was chosen in a context. Other items of the history may.
  bool hides_same_context = false;
  std::vector<ItemIndex> candidates = {};  ///< ascending: the only items that may be in lists; empty: all may

  bool operator==(const Split&) const = default;
};

/// Which users hold_out_users() sets aside.
enum class HeldOutUsers {
  test,        ///< those of group 0; trains on all others
  validation,  ///< those of group 1; trains on the others without the test users, who stay unseen
};

/// Group of a user, 0 to 9, each with a tenth of the users; depends on the id alone, so that a user stays on the same
/// side when others come and go. Ten groups of mix(FNV-1a 64(id) xor seed) mod 10, where mix is the finaliser of
/// SplitMix64 (Steele, Lea & Flood 2014) and the seed 0x706f636b65747265 ("pocketre"): FNV alone leaves patterns of
/// similar ids in its low bits.
unsigned holdout_group(std::string_view user_id);

/// The split of the service (contract/metrics.md §2): a tenth of the users is set aside. Of each of them the newest
/// ceil(10 %) of the events (at least 1) are the truth, repeats of earlier items included, and the older ones the
/// history; events of the same time keep their order of rows. Users with one event are skipped, and not trained on.
Split hold_out_users(const EventColumns& events, HeldOutUsers held_out = HeldOutUsers::test);

/// What the validation part is used for when the test part is asked.
enum class ValidationUse {
  context,   ///< only as history: weights are those fitted before it
  training,  ///< also trained on, after parameters were chosen without it
};

/// A split to choose parameters with and one to report.
struct SplitPair {
  Split validation;
  Split test;
};

/// Leave one out, as next-item benchmarks do (Kang & McAuley 2018, SASRec): of each user the last event is the test's
/// truth and the one before the validation's; the history is all before, so in the test it includes the validation
/// event. Users with fewer than 3 events are trained on and not asked. Hides the history.
SplitPair leave_one_out(const EventColumns& events, ValidationUse use = ValidationUse::context);

/// The same for data whose users come back to items in other contexts: hides only what the history has in the very
/// context that is asked for.
SplitPair next_in_context(const EventColumns& events, ValidationUse use = ValidationUse::context);

/// Cuts every test user's history to its newest `count` events: what a visitor of that many events gets. Where the
/// split hides the history, it hides what is left of it. Truths and the training part stay.
void keep_newest(Split& split, std::size_t count);

}  // namespace pocketrec
