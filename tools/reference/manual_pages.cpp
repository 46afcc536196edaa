#include "reference/manual_pages.h"

#include <algorithm>
#include <map>

#include "reference/roff.h"

namespace pocketrec {
namespace {

std::string head(const std::string& name, const char* section, const std::string& text) {
  std::string title = name;
  for (char& c : title) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return ".TH " + roff(title) + " " + section + " \"\" \"pocketrec " POCKETREC_VERSION "\" \"pocketrec\"\n.SH NAME\n" +
         roff(name) + " \\- " + roff(text) + "\n";
}

std::string paragraph(const std::string& text) {
  return ".PP\n" + text + "\n";
}

std::string sentence(std::string text) {
  if (!text.empty() && !text.ends_with('.')) text += '.';
  return text;
}

std::string details(const OptionEntry& option) {
  std::string text = sentence(option.text);
  if (option.required) text += " Needed.";
  if (!option.choices.empty()) {
    std::string choices;
    for (const std::string& choice : option.choices) choices += (choices.empty() ? "" : ", ") + choice;
    text += " One of: " + choices + ".";
  }
  if (!option.built_in.empty()) text += " Without it: " + option.built_in + ".";
  return roff(text);
}

std::string tag(const OptionEntry& option) {
  std::string text = ".TP\n\\fB" + roff(option.name) + "\\fR";
  if (option.positional) text = ".TP\n\\fI" + roff(option.name) + "\\fR";
  if (!option.short_name.empty()) text += ", \\fB" + roff(option.short_name) + "\\fR";
  if (!option.positional && !option.value.empty()) text += " \\fI" + roff(option.value) + "\\fR";
  return text + "\n";
}

std::string verb_section(const CommandTable& table, const VerbEntry& verb) {
  std::string text = ".SS " + roff(verb.path) + "\n" + roff(sentence(verb.text)) + "\n";
  text += paragraph("\\fB" + roff(table.program + " " + verb.path) + "\\fR [\\fIoptions\\fR]");
  for (const OptionEntry& option : verb.options) {
    // Each line that ends the synopsis needs no paragraph of its own.
    if (option.positional) {
      text.pop_back();
      text += (option.required ? " \\fI" + roff(option.name) + "\\fR" : " [\\fI" + roff(option.name) + "\\fR]") + "\n";
    }
  }
  for (const OptionEntry& option : verb.options) text += tag(option) + details(option) + "\n";
  if (!verb.footer.empty()) {
    text += ".PP\n.nf\n";
    std::size_t begin = 0;
    while (begin < verb.footer.size()) {
      const std::size_t end = std::min(verb.footer.find('\n', begin), verb.footer.size());
      text += roff(verb.footer.substr(begin, end - begin)) + "\n";
      begin = end + 1;
    }
    text += ".fi\n";
  }
  return text;
}

/// The variables with their verbs; several verbs have the same.
std::string environment_section(const CommandTable& table) {
  std::map<std::string, std::string> variables;
  for (const VerbEntry& verb : table.verbs) {
    for (const OptionEntry& option : verb.options) {
      if (!option.variable.empty()) variables[option.variable] = option.name;
    }
  }
  if (variables.empty()) return "";
  std::string text = ".SH ENVIRONMENT\n" +
                     roff(
                         "A variable that is empty counts as not set. Values of options that may "
                         "be repeated are separated by commas; flags are true or false.") +
                     "\n.TP\n\\fBPOCKETREC_CONFIG\\fR\n" + roff("File with settings, as --config.") + "\n";
  for (const auto& [variable, option] : variables) {
    text += ".TP\n\\fB" + roff(variable) + "\\fR\n" + roff("As " + option + ".") + "\n";
  }
  return text;
}

}  // namespace

std::string program_page(const CommandTable& table) {
  const bool has_settings = !environment_section(table).empty();
  std::string text = head(table.program, "1", table.text) + ".SH SYNOPSIS\n\\fB" + roff(table.program) +
                     "\\fR \\fIverb\\fR [\\fIoptions\\fR]\n.SH DESCRIPTION\n";
  for (const VerbEntry& verb : table.verbs) {
    text += ".TP\n\\fB" + roff(verb.path) + "\\fR\n" + roff(sentence(verb.text)) + "\n";
  }
  if (has_settings) {
    text += paragraph(roff(
        "Options that are settings come from the command line, else from their environment variable, else from the "
        "file of --config or POCKETREC_CONFIG (pocketrec.conf(5)), else they have the value that is built in. A "
        "flag is taken back by --flag=false. Options that say what one call asks for, such as --user, --item or "
        "the form of its answer, come from the command line only. --print-settings shows what holds."));
  }
  text += ".SH VERBS\n";
  for (const VerbEntry& verb : table.verbs) text += verb_section(table, verb);
  text += environment_section(table);
  text +=
      ".SH EXIT STATUS\n.TP\n0\nGood.\n.TP\n1\nThe work failed.\n.TP\n2\nMisuse: arguments, variables or a file of "
      "settings that cannot be.\n.SH SEE ALSO\n";
  if (table.program == "pocketrec") return text + ".BR pocketrec.conf (5),\n.BR pocketrec\\-model (1)\n";
  return text + ".BR pocketrec (1)\n";
}

std::string settings_page(const CommandTable& table) {
  std::string text = head("pocketrec.conf", "5", "settings of pocketrec(1)") + ".SH DESCRIPTION\n";
  text += roff(
              "The file that --config or POCKETREC_CONFIG names; without one none is read. The package's service reads "
              "/etc/pocketrec/pocketrec.conf.") +
          "\n";
  text += paragraph(roff(
      "It is written in a part of TOML: a section with the name of a verb, keys with the names of its options, and "
      "comments from # on. A key before any section is for all verbs that have such an option; one in the verb's "
      "section goes before it. A value is a \"string\" with the escapes \\\" \\\\ \\n \\t, a 'literal', a number, a "
      "word, or an array of these in brackets for options that may be repeated; none of an array has a comma in it. "
      "Flags are true or false. Sections and keys that are not known are errors, as are values that the option "
      "does not take; both are told with file, line and key. Arguments and environment variables go before the "
      "file."));
  text += ".SH EXAMPLE\n.nf\nmodel = \"/usr/share/pocketrec/streaming.pocketrec\"\n\n[serve]\n" +
          roff("listen = [\"127.0.0.1:8787\", \"unix:/run/pocketrec/socket\"]\nmax-rate = 50") +
          "\n.fi\n.SH SECTIONS\n";
  for (const VerbEntry& verb : table.verbs) {
    std::string keys;
    for (const OptionEntry& option : verb.options) {
      if (option.variable.empty()) continue;
      keys += ".TP\n\\fB" + roff(option.key()) + "\\fR = \\fI" +
              roff(option.value.empty() ? "true|false" : option.value) + "\\fR\n" + details(option) + "\n";
    }
    if (keys.empty()) continue;
    std::string section = verb.path;
    for (char& c : section) c = c == ' ' ? '.' : c;
    text += ".SS [" + roff(section) + "]\n" + keys;
  }
  return text + ".SH SEE ALSO\n.BR pocketrec (1)\n";
}

}  // namespace pocketrec
