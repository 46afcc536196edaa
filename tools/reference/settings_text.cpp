#include "reference/settings_text.h"

#include <algorithm>

namespace pocketrec {
namespace {

/// Comment lines of at most 100 characters.
std::string comment(const std::string& text) {
  std::string lines;
  std::string line = "#";
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find(' ', begin), text.size());
    if (line.size() + 1 + end - begin > 100) {
      lines += line + "\n";
      line = "#";
    }
    line += " " + text.substr(begin, end - begin);
    begin = end + 1;
  }
  return lines + line + "\n";
}

std::string written(const OptionEntry& option) {
  if (option.value.empty()) return " false";
  if (option.built_in.empty()) return "";
  if (option.repeated) return " [\"" + option.built_in + "\"]";
  const bool is_number = option.value == "UINT" || option.value == "INT";
  return is_number ? " " + option.built_in : " \"" + option.built_in + "\"";
}

}  // namespace

std::string settings_text(const CommandTable& table, const std::string& model, const std::string& data) {
  std::string text = comment(
                         "Settings of pocketrec(1); pocketrec.conf(5) says how they are written. A line that begins "
                         "with #key shows what is built in. `pocketrec serve --config FILE --print-settings` "
                         "shows what holds and where it comes from.") +
                     "\n" + comment("For all verbs: the model file, and the folder of recorded events.") +
                     "model = \"" + model + "\"\ndata = \"" + data + "\"\n";
  for (const VerbEntry& verb : table.verbs) {
    std::string keys;
    for (const OptionEntry& option : verb.options) {
      if (option.variable.empty() || option.name == "--model" || option.name == "--data") continue;
      keys += comment(option.text + (option.choices.empty() ? "" : "."));
      keys += "#" + option.key() + " =" + written(option) + "\n";
    }
    if (keys.empty()) continue;
    std::string section = verb.path;
    std::replace(section.begin(), section.end(), ' ', '.');
    text += "\n";
    text += comment(verb.text + ".");
    text += '[';
    text += section;
    text += "]\n";
    text += keys;
  }
  return text;
}

}  // namespace pocketrec
