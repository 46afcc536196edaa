// golden_scores MODEL: prints what a fixed set of histories, with the last value of each attribute, is given by every
// recommender of the model and of edge_model(), exactly. Every processor has to print tests/golden/expected.txt.
#include <bit>
#include <charconv>
#include <cstdio>
#include <memory>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "domain/portable_exp.h"
#include "golden/edge_model.h"
#include "model/model.h"
#include "packing/pack_model.h"
#include "ranking/select_top_k.h"
#include "scoring/base_scores.h"
#include "scoring/catalogue_softmax.h"
#include "scoring/score_items.h"

using namespace pocketrec;

namespace {

constexpr std::size_t kShown = 3;   // of each list
constexpr std::size_t kHidden = 5;  // newest events whose items are not in the list

/// FNV-1a over numbers, lowest byte first.
class Hash {
 public:
  void add(std::uint64_t number) {
    for (int shift = 0; shift < 64; shift += 8) value_ = (value_ ^ (number >> shift & 0xFF)) * 0x100000001B3;
  }

  std::string text() const {
    char text[17];
    std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(value_));
    return text;
  }

 private:
  std::uint64_t value_ = 0xCBF29CE484222325;
};

/// All digits: another bit is another text.
std::string exact(double value) {
  char text[32];
  return {text, std::to_chars(text, text + sizeof text, value).ptr};
}

struct NamedHistory {
  std::string name;
  std::vector<WeightedItem> events;  // newest first
};

std::vector<NamedHistory> fixed_histories(std::uint32_t n_items) {
  std::mt19937 random(3);
  std::vector<NamedHistory> histories = {
      {"nobody", {}},
      {"one item", {{3}}},
      {"one item three times", {{3, -kFullHistoryWeight}, {3, 1}, {3, kFullHistoryWeight}}},
      {"longest", {}},
      {"any weights", {}}};
  for (std::uint32_t i = 0; i < kMaxHistory + 10; ++i) histories[3].events.push_back({i * 37 % n_items});
  for (int i = 0; i < 60; ++i) {
    histories[4].events.push_back(
        {static_cast<ItemIndex>(random() % n_items),
         static_cast<std::int32_t>(random() % (2 * kFullHistoryWeight + 1)) - kFullHistoryWeight});
  }
  return histories;
}

/// What the model knows of its first, its middle and its last user.
std::vector<NamedHistory> packed_histories(const Model& model) {
  std::vector<NamedHistory> histories;
  const Histories& packed = model.histories();
  if (packed.offsets.empty()) return histories;
  const std::size_t users = model.users().size();
  for (const std::size_t user : {std::size_t{0}, users / 2, users - 1}) {
    NamedHistory history{"user " + std::string(model.users().ids()[user]), {}};
    for (std::size_t event = packed.offsets[user + 1]; event-- > packed.offsets[user];) {
      history.events.push_back({packed.items[event]});
    }
    histories.push_back(std::move(history));
  }
  return histories;
}

double softmax_scale(const Recommender& recommender) {
  double scale = 1;
  const auto found = recommender.parameters.find("softmax_scale");
  if (found == recommender.parameters.end()) return scale;
  std::from_chars(found->second.data(), found->second.data() + found->second.size(), scale);
  return scale;
}

void print_answer(const Model& model, const Recommender& recommender, const NamedHistory& named) {
  ScoringScratch scratch;
  const BaseScores base = base_scores(model, recommender.parts, model.items().size());
  Scores scores;
  scores.start(base);
  History history = make_history(named.events, scores.size());
  for (std::uint32_t i = 0; i < model.attribute_scores().size(); ++i) {
    const auto rows = static_cast<std::uint32_t>(model.attribute_scores()[i].rows());
    if (rows > 0) history.attributes.push_back({i, rows - 1});
  }
  score_items(model, recommender.parts, history, std::nullopt, scratch, scores);
  const auto share = CatalogueSoftmax(base, softmax_scale(recommender)).shares(scores);
  Hash score_hash;
  Hash share_hash;
  for (const Score score : scores) score_hash.add(std::bit_cast<std::uint64_t>(score));
  for (const Score score : scores) share_hash.add(std::bit_cast<std::uint64_t>(share(score)));
  std::printf("%s, %s: scores %s, shares %s\n", recommender.name.c_str(), named.name.c_str(), score_hash.text().c_str(),
              share_hash.text().c_str());
  ItemMask allowed(scores.size(), true);
  for (std::size_t i = 0; i < named.events.size() && i < kHidden; ++i) allowed.erase(named.events[i].item);
  for (const ScoredItem& item : select_top_k(scores, allowed, kShown)) {
    std::printf("  %s %s %s\n", std::string(model.items().ids()[item.item]).c_str(), std::to_string(item.score).c_str(),
                exact(share(item.score)).c_str());
  }
}

void print_model(const char* name, const Model& model) {
  std::printf("\n%s: hash %s\n", name, to_hex(model.header().hash).c_str());
  std::vector<NamedHistory> histories = fixed_histories(static_cast<std::uint32_t>(model.items().size()));
  for (NamedHistory& history : packed_histories(model)) histories.push_back(std::move(history));
  for (const Recommender& recommender : model.recommenders()) {
    for (const NamedHistory& history : histories) print_answer(model, recommender, history);
  }
}

int fail(const Error& error) {
  std::fprintf(stderr, "golden_scores: %s\n", error.message.c_str());
  return 1;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "golden_scores: expected MODEL\n");
    return 2;
  }
  const auto sample = Model::open(argv[1]);
  if (!sample) return fail(sample.error());
  const auto packed = pack_model(edge_model());
  if (!packed) return fail(packed.error());
  const auto edge = Model::open_bytes(packed->bytes());
  if (!edge) return fail(edge.error());

  Hash exponentials;
  for (int i = -7600; i <= 7200; ++i) exponentials.add(std::bit_cast<std::uint64_t>(portable_exp(i * 0.1)));
  std::printf("exponentials %s\n", exponentials.text().c_str());
  print_model("sample model", **sample);
  print_model("edge model", **edge);
  return 0;
}
