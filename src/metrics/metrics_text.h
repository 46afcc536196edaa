#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace pocketrec {

/// Writes metrics in Prometheus's text format, version 0.0.4: a family has its HELP and TYPE, then its samples.
class MetricsText {
 public:
  /// The Content-Type of the text.
  static constexpr std::string_view kContentType = "text/plain; version=0.0.4; charset=utf-8";

  using Labels = std::initializer_list<std::pair<std::string_view, std::string_view>>;

  /// Begins a family. type: "counter", "gauge" or "histogram".
  void family(std::string_view name, std::string_view type, std::string_view help);

  /// A sample of the family. suffix: what follows its name, for the parts of a histogram.
  void sample(double value, Labels labels = {}, std::string_view suffix = {});

  /// A family with one sample.
  void single(std::string_view name, std::string_view type, std::string_view help, double value);

  [[nodiscard]] std::string take() { return std::move(text_); }

 private:
  std::string text_;
  std::string name_;  ///< of the family
};

}  // namespace pocketrec
