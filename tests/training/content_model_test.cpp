#include "training/content_model.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "reference.h"

using namespace pocketrec;

namespace {

/// What the content model is trained on.
struct Data {
  ItemValues values;
  SparseWeights item_to_item;
  std::vector<std::uint32_t> users;

  std::size_t size() const { return users.size(); }
};

void add_list(IndexLists& lists, const std::vector<std::uint32_t>& values) {
  lists.index.insert(lists.index.end(), values.begin(), values.end());
  lists.begin.push_back(lists.index.size());
}

/// Some items without values, some without an item-to-item list; a value that all others have, and one of one item.
Data some_data(std::uint64_t seed, std::size_t items) {
  std::mt19937_64 random(seed);
  Data data;
  data.values.n_values = 12;
  data.values.first_word = seed % 3 == 0 ? 12 : 7;
  for (std::size_t item = 0; item < items; ++item) {
    std::vector<std::uint32_t> values;
    if (random() % 8 != 0) {
      for (std::uint32_t value = 0; value < 10; ++value) {
        if (random() % (value + 3) == 0) values.push_back(value);
      }
      values.push_back(10);
      if (item == 1) values.push_back(11);
    }
    add_list(data.values.values_of_item, values);
    data.users.push_back(static_cast<std::uint32_t>(random() % 9));
    if (random() % 4 != 0) {
      for (ItemIndex source = 0; source < items; ++source) {
        if (source == item || random() % 3 != 0) continue;
        data.item_to_item.source.push_back(source);
        data.item_to_item.weight.push_back(static_cast<float>(static_cast<int>(random() % 401) - 200) / 100);
      }
    }
    data.item_to_item.begin.push_back(data.item_to_item.source.size());
  }
  return data;
}

ContentModelOptions roomy_options() {
  ContentModelOptions options;
  options.similar = 4096;
  options.neighbors = 4096;
  options.most_users = 1000;
  options.threads = 2;
  return options;
}

/// L2-normalised vectors of values, those of a single item and words of many items left out.
std::vector<std::vector<double>> vectors(const Data& data, double word_weight) {
  const auto n = data.size();
  std::vector<double> count(data.values.n_values, 0);
  for (const std::uint32_t value : data.values.values_of_item.index) count[value] += 1;
  std::vector<std::vector<double>> result;
  for (std::size_t item = 0; item < n; ++item) {
    std::vector<double>& vector = result.emplace_back(data.values.n_values, 0.0);
    double squares[2] = {};
    for (const std::uint32_t value : data.values.values_of_item[item]) {
      const bool is_word = value >= data.values.first_word;
      if (count[value] < 2 || (is_word && count[value] * 10 > static_cast<double>(n))) continue;
      vector[value] = std::pow(std::log(static_cast<double>(n) / count[value]), 1.5);
      squares[is_word ? 1 : 0] += vector[value] * vector[value];
    }
    const double length = std::sqrt((squares[0] > 0 ? 1 : 0) + (squares[1] > 0 ? word_weight * word_weight : 0));
    for (std::uint32_t value = 0; value < vector.size(); ++value) {
      if (vector[value] == 0) continue;
      const bool is_word = value >= data.values.first_word;
      vector[value] *= (is_word ? word_weight : 1) / (std::sqrt(squares[is_word ? 1 : 0]) * length);
    }
  }
  return result;
}

double product(const std::vector<double>& a, const std::vector<double>& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

/// Sources of a target with their weights.
using Column = std::map<ItemIndex, double>;

/// From the definition, with the `similar` most similar items and all sources.
Column expected_column(const Data& data, std::size_t target, const ContentModelOptions& options) {
  const auto phi = vectors(data, options.word_weight);
  std::vector<std::pair<double, std::size_t>> similar;
  for (std::size_t item = 0; item < data.size(); ++item) {
    const double similarity = product(phi[item], phi[target]);
    if (item == target || similarity == 0 || data.item_to_item.sources_of(item).empty()) continue;
    similar.emplace_back(-similarity, item);
  }
  std::sort(similar.begin(), similar.end());
  if (similar.size() > options.similar) similar.resize(options.similar);
  test::Square kernel(similar.size());
  for (std::size_t p = 0; p < similar.size(); ++p) {
    for (std::size_t q = 0; q < similar.size(); ++q) {
      kernel.at(p, q) = product(phi[similar[p].second], phi[similar[q].second]) + (p == q ? options.regularization : 0);
    }
  }
  const test::Square inverted = test::inverse(kernel);
  Column column;
  for (std::size_t p = 0; p < similar.size(); ++p) {
    double alpha = 0;
    for (std::size_t q = 0; q < similar.size(); ++q) alpha += inverted.at(p, q) * -similar[q].first;
    const auto sources = data.item_to_item.sources_of(similar[p].second);
    const auto weights = data.item_to_item.weights_of(similar[p].second);
    for (std::size_t i = 0; i < sources.size(); ++i) {
      if (sources[i] == target) continue;
      const double fade = options.fade / (options.fade + data.users[target]);
      column[sources[i]] += fade * alpha * static_cast<double>(weights[i]);
    }
  }
  return column;
}

Result<SparseWeights> train(const Data& data, const ContentModelOptions& options) {
  return train_content_model(data.values, data.item_to_item, data.users, options);
}

Column column_of(const SparseWeights& weights, std::size_t target) {
  Column column;
  const auto sources = weights.sources_of(target);
  CHECK(std::is_sorted(sources.begin(), sources.end()));
  for (std::size_t i = 0; i < sources.size(); ++i) {
    column[sources[i]] = static_cast<double>(weights.weights_of(target)[i]);
    CHECK(std::isfinite(weights.weights_of(target)[i]));
  }
  CHECK(column.size() == sources.size());
  CHECK(column.count(static_cast<ItemIndex>(target)) == 0);
  return column;
}

void check_close(const Column& got, const Column& expected) {
  REQUIRE(got.size() == expected.size());
  for (auto a = got.begin(), b = got.begin(); a != got.end(); ++a, ++b) {
    CHECK(expected.count(a->first) == 1);
    CHECK(a->second == doctest::Approx(expected.at(a->first)).epsilon(1e-4).scale(0.01));
  }
}

/// Items 0 and 1 are alike, 2 is like neither; 0 has no interactions, 1 leads from 2 by ½ and from 0 by 8.
Data three_items(std::uint32_t users_of_first = 0) {
  Data data;
  data.values.n_values = 2;
  data.values.first_word = 2;
  add_list(data.values.values_of_item, {0});
  add_list(data.values.values_of_item, {0});
  add_list(data.values.values_of_item, {});
  data.item_to_item = {{0, 0, 2, 3}, {0, 2, 1}, {8, 0.5F, 1}};
  data.users = {users_of_first, 100, 100};
  return data;
}

std::string refusal(const ContentModelOptions& options) {
  const auto weights = train(three_items(), options);
  if (weights) return "no error";
  CHECK(weights.error().code == ErrorCode::invalid_input);
  return weights.error().message;
}

}  // namespace

TEST_SUITE("content model") {
  TEST_CASE("columns are those of a dense kernel ridge regression where all items are similar enough") {
    for (std::uint64_t seed = 1; seed <= 12; ++seed) {
      CAPTURE(seed);
      const Data data = some_data(seed, 25 + seed);
      ContentModelOptions options = roomy_options();
      options.regularization = seed % 2 == 0 ? 0.3 : 6;
      options.word_weight = seed % 4 == 0 ? 2 : 0.5;
      const auto weights = train(data, options);
      REQUIRE(weights);
      REQUIRE(weights->n_targets() == data.size());
      std::size_t with_list = 0;
      for (std::size_t target = 0; target < data.size(); ++target) {
        CAPTURE(target);
        const Column column = column_of(*weights, target);
        check_close(column, expected_column(data, target, options));
        with_list += column.empty() ? 0 : 1;
      }
      CHECK(with_list > data.size() / 2);
    }
  }

  TEST_CASE("of many similar items the most similar ones count, and of many sources the heaviest are kept") {
    for (std::uint64_t seed = 21; seed <= 26; ++seed) {
      CAPTURE(seed);
      const Data data = some_data(seed, 60);
      ContentModelOptions options = roomy_options();
      options.similar = 1;  // with more, equally similar items differ by rounding only
      options.neighbors = 5;
      const auto weights = train(data, options);
      REQUIRE(weights);
      const auto phi = vectors(data, options.word_weight);
      for (std::size_t target = 0; target < data.size(); ++target) {
        CAPTURE(target);
        const Column got = column_of(*weights, target);
        // Equally similar items are compared by rounding: any of them may be the one.
        double best = 0;
        std::vector<double> similarity(data.size(), 0);
        for (std::size_t item = 0; item < data.size(); ++item) {
          if (item == target || data.item_to_item.sources_of(item).empty()) continue;
          similarity[item] = product(phi[item], phi[target]);
          best = std::max(best, similarity[item]);
        }
        if (best == 0) {
          CHECK(got.empty());
          continue;
        }
        bool found = false;
        for (std::size_t item = 0; item < data.size(); ++item) {
          if (similarity[item] < best - 1e-6) continue;
          const double factor =
              options.fade / (options.fade + data.users[target]) * similarity[item] / (1 + options.regularization);
          std::vector<double> sizes;
          bool same = true;
          for (std::size_t i = 0; i < data.item_to_item.sources_of(item).size(); ++i) {
            const ItemIndex source = data.item_to_item.sources_of(item)[i];
            if (source == target) continue;
            const double weight = factor * static_cast<double>(data.item_to_item.weights_of(item)[i]);
            sizes.push_back(-std::fabs(weight));
            if (const auto at = got.find(source); at != got.end()) {
              same = same && std::fabs(at->second - weight) < 1e-5;
            }
          }
          std::sort(sizes.begin(), sizes.end());
          same = same && got.size() == std::min<std::size_t>(5, sizes.size());
          for (const auto& [source, weight] : got) {
            const auto sources = data.item_to_item.sources_of(item);
            same = same && std::binary_search(sources.begin(), sources.end(), source) &&
                   -std::fabs(weight) <= sizes[got.size() - 1] + 1e-5;
          }
          found = found || same;
        }
        CHECK(found);
      }
    }
  }

  TEST_CASE("weights fade with the users of the target, and it is no source of its own") {
    ContentModelOptions options;
    options.fade = 10;
    options.regularization = 3;
    for (const std::uint32_t users : {0U, 1U, 10U, 20U}) {
      CAPTURE(users);
      const auto weights = train(three_items(users), options);
      REQUIRE(weights);
      // One similar item with similarity 1: α = 1 / (1 + 3). Its source 0 is the target.
      REQUIRE(column_of(*weights, 0).size() == 1);
      CHECK(column_of(*weights, 0).at(2) == doctest::Approx(0.25 * 0.5 * 10 / (10.0 + users)));
    }
  }

  TEST_CASE("items with too many users, without metadata or without a similar item have no list") {
    ContentModelOptions options;
    options.most_users = 20;
    const auto lists = [&](const Data& data) {
      const auto weights = train(data, options);
      REQUIRE(weights);
      std::vector<std::size_t> sizes;
      for (std::size_t target = 0; target < data.size(); ++target) sizes.push_back(weights->sources_of(target).size());
      return sizes;
    };
    CHECK(lists(three_items(20)) == std::vector<std::size_t>{1, 0, 0});
    CHECK(lists(three_items(21)) == std::vector<std::size_t>{0, 0, 0});
    // Everybody may have a list now: item 1 is only like item 0, which leads nowhere, and item 2 like none.
    options.most_users = 100;
    CHECK(lists(three_items()) == std::vector<std::size_t>{1, 0, 0});
    options.most_users = 0;
    CHECK(lists(three_items()) == std::vector<std::size_t>{1, 0, 0});
  }

  TEST_CASE("a value that all items have, or a single one, likens none") {
    Data data = three_items();
    data.values.values_of_item = {};
    add_list(data.values.values_of_item, {0});
    add_list(data.values.values_of_item, {0});
    add_list(data.values.values_of_item, {0, 1});
    const auto weights = train(data, roomy_options());
    REQUIRE(weights);
    CHECK(weights->n_targets() == 3);
    CHECK(weights->source.empty());
  }

  TEST_CASE("no items, no values and no interactions are no problem") {
    const auto none = train(Data(), roomy_options());
    REQUIRE(none);
    CHECK(none->n_targets() == 0);
    Data data = three_items();
    data.values.values_of_item = {{0, 0, 0, 0}, {}};
    data.values.n_values = 0;
    CHECK(train(data, roomy_options())->source.empty());
    data = three_items();
    data.item_to_item = {{0, 0, 0, 0}, {}, {}};
    CHECK(train(data, roomy_options())->source.empty());
  }

  TEST_CASE("any number of threads gives the same bytes") {
    for (const std::uint64_t seed : {31U, 32U}) {
      CAPTURE(seed);
      const Data data = some_data(seed, 120);
      ContentModelOptions options = roomy_options();
      options.similar = 20;
      options.neighbors = 15;
      options.threads = 1;
      const auto one = train(data, options);
      REQUIRE(one);
      for (const unsigned threads : {2U, 4U}) {
        options.threads = threads;
        CHECK(*train(data, options) == *one);
      }
    }
  }

  TEST_CASE("options out of range are refused with the range") {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const auto with = [](auto change) {
      ContentModelOptions options;
      change(options);
      return refusal(options);
    };
    for (const unsigned count : {0U, 4097U}) {
      CHECK(with([=](auto& o) { o.similar = count; }) ==
            "content model options: expected similar from 1 to 4096, got " + std::to_string(count));
      CHECK(with([=](auto& o) { o.neighbors = count; }) ==
            "content model options: expected neighbors from 1 to 4096, got " + std::to_string(count));
    }
    for (const double value : {0.0, -1.0, 1e-7, 2e6, nan}) {
      CHECK(with([=](auto& o) {
              o.regularization = value;
            }).find("content model options: expected regularization from 1e-06 to 1e+06, got ") == 0);
      CHECK(with([=](auto& o) {
              o.fade = value;
            }).find("content model options: expected fade from 1e-06 to 1e+06, got ") == 0);
    }
    CHECK(with([](auto& o) { o.fade = 2e6; }) == "content model options: expected fade from 1e-06 to 1e+06, got 2e+06");
    CHECK(with([](auto& o) { o.threads = 1025; }) ==
          "content model options: expected threads from 0 to 1024, got 1025");
    CHECK(with([](auto& o) { o.threads = 3; }) == "no error");
  }
}
