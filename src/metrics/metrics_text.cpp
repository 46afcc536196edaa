#include "metrics/metrics_text.h"

#include "domain/number_text.h"

namespace pocketrec {
namespace {

/// A label's value inside its quotes.
std::string escaped(std::string_view value) {
  std::string text;
  for (const char c : value) {
    if (c == '\\' || c == '"') text += '\\';
    text += c == '\n' ? std::string("\\n") : std::string(1, c);
  }
  return text;
}

}  // namespace

void MetricsText::family(std::string_view name, std::string_view type, std::string_view help) {
  name_ = name;
  text_.append("# HELP ").append(name).append(" ").append(help).append("\n");
  text_.append("# TYPE ").append(name).append(" ").append(type).append("\n");
}

void MetricsText::sample(double value, Labels labels, std::string_view suffix) {
  text_.append(name_).append(suffix);
  char before = '{';
  for (const auto& [label, text] : labels) {
    text_.append(1, before).append(label).append("=\"").append(escaped(text)).append("\"");
    before = ',';
  }
  if (labels.size() > 0) text_ += '}';
  text_.append(" ").append(number_text(value)).append("\n");
}

void MetricsText::single(std::string_view name, std::string_view type, std::string_view help, double value) {
  family(name, type, help);
  sample(value);
}

}  // namespace pocketrec
