#include "reference/completions.h"

#include <algorithm>

namespace pocketrec {
namespace {

/// The name of a shell function.
std::string function_name(const CommandTable& table) {
  std::string name = "_" + table.program;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

std::string quoted(const std::string& text) {
  std::string result = "'";
  for (const char c : text) {
    if (c == '\'') {
      result += "'\\''";
    } else {
      result += c;
    }
  }
  return result + "'";
}

/// fish escapes quotes and backslashes inside of single quotes.
std::string fish_quoted(const std::string& text) {
  std::string result = "'";
  for (const char c : text) result += (c == '\'' || c == '\\' ? "\\" : "") + std::string(1, c);
  return result + "'";
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

/// Patterns of "<verb so far> <word>" where the word goes on with the verb: ' events' | 'events export'.
std::string steps(const CommandTable& table, const char* between) {
  std::string text;
  for (const GroupEntry& group : table.groups) {
    for (const auto& [word, meaning] : group.words) {
      text += (text.empty() ? "" : between) + quoted(group.path + " " + word);
    }
  }
  return text;
}

std::vector<std::string> names(const OptionEntry& option) {
  if (option.short_name.empty()) return {option.name};
  return {option.name, option.short_name};
}

/// Cases of `$before` for options that take a value: `words` completes some words, `files` names of files.
std::string value_cases(const VerbEntry& verb, const std::string& words, const std::string& files) {
  std::string text;
  std::string others;
  for (const OptionEntry& option : verb.options) {
    if (option.positional || option.value.empty()) continue;
    for (const std::string& name : names(option)) {
      if (option.choices.empty()) {
        if (!others.empty()) others += '|';
        others += name;
      } else {
        text += "        ";
        text += name;
        text += ") ";
        text += words;
        text += joined(option.choices);
        text += "; return ;;\n";
      }
    }
  }
  if (!others.empty()) text += "        " + others + ") " + files + "; return ;;\n";
  return text.empty() ? "" : "      case $before in\n" + text + "      esac\n";
}

}  // namespace

std::string bash_completion(const CommandTable& table) {
  const std::string function = function_name(table);
  std::string text = "# bash completion of " + table.program + "\n" + function +
                     "_words() {\n  mapfile -t COMPREPLY < <(compgen -W \"$*\" -- \"$word\")\n}\n" + function +
                     "_files() {\n  mapfile -t COMPREPLY < <(compgen -f -- \"$word\")\n"
                     "  compopt -o filenames 2>/dev/null\n}\n" +
                     function +
                     "() {\n  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} verb='' i\n"
                     "  COMPREPLY=()\n"
                     "  for ((i = 1; i < COMP_CWORD; ++i)); do\n    case \"$verb ${COMP_WORDS[i]}\" in\n      " +
                     steps(table, " | ") + ") verb=\"${verb:+$verb }${COMP_WORDS[i]}\" ;;\n    esac\n  done\n" +
                     "  case $verb in\n";
  for (const GroupEntry& group : table.groups) {
    std::vector<std::string> words;
    for (const auto& [word, meaning] : group.words) words.push_back(word);
    text += "    " + quoted(group.path) + ") " + function + "_words " + joined(words) + " --help --version" + " ;;\n";
  }
  for (const VerbEntry& verb : table.verbs) {
    text += "    " + quoted(verb.path) + ")\n" + value_cases(verb, function + "_words ", function + "_files");
    std::vector<std::string> words;
    std::vector<std::string> first;
    for (const OptionEntry& option : verb.options) {
      if (option.positional) {
        first.insert(first.end(), option.choices.begin(), option.choices.end());
      } else {
        for (const std::string& name : names(option)) words.push_back(name);
      }
    }
    text += "      if [[ $word == -* ]]; then ";
    text += function + "_words " + joined(words) + "; else ";
    text += function + (first.empty() ? "_files" : "_words " + joined(first)) + "; fi ;;\n";
  }
  return text + "  esac\n}\ncomplete -F " + function + " " + table.program + "\n";
}

namespace {

/// An entry of _describe: a colon ends its word.
std::string zsh_entry(const std::string& word, const std::string& meaning) {
  std::string escaped;
  for (const char c : word) escaped += (c == ':' ? "\\" : "") + std::string(1, c);
  return "      " + quoted(escaped + ":" + meaning) + "\n";
}

}  // namespace

std::string zsh_completion(const CommandTable& table) {
  std::string text = "#compdef " + table.program +
                     "\n# zsh completion\nlocal verb='' step before=${words[CURRENT-1]}\nlocal -a entries\n"
                     "for step in ${words[2,CURRENT-1]}; do\n  case \"$verb $step\" in\n    (" +
                     steps(table, "|") + ") verb=\"${verb:+$verb }$step\" ;;\n  esac\ndone\ncase $verb in\n";
  for (const GroupEntry& group : table.groups) {
    text += "    (" + quoted(group.path) + ")\n    entries=(\n";
    for (const auto& [word, meaning] : group.words) text += zsh_entry(word, meaning);
    text += zsh_entry("--help", "Print this help message and exit") +
            zsh_entry("--version", "Display program version information and exit") +
            "    )\n    _describe verb entries ;;\n";
  }
  for (const VerbEntry& verb : table.verbs) {
    text += "    (" + quoted(verb.path) + ")\n" + value_cases(verb, "compadd -- ", "_files");
    std::string entries;
    std::vector<std::string> first;
    for (const OptionEntry& option : verb.options) {
      if (option.positional) {
        first.insert(first.end(), option.choices.begin(), option.choices.end());
      } else {
        for (const std::string& name : names(option)) entries += zsh_entry(name, option.text);
      }
    }
    text += "    entries=(\n" + entries + "    )\n    if [[ $PREFIX == -* ]]; then _describe -o option entries; else " +
            (first.empty() ? "_files" : "compadd -- " + joined(first)) + "; fi ;;\n";
  }
  return text + "esac\n";
}

std::string fish_completion(const CommandTable& table) {
  const std::string is_verb = "_" + function_name(table) + "_verb_is";
  std::string text = "# fish completion of " + table.program + "\nfunction " + is_verb +
                     "\n    set -l verb ''\n    for word in (commandline -opc)[2..-1]\n"
                     "        switch \"$verb $word\"\n            case " +
                     steps(table, " ") +
                     "\n                set verb (string trim -- \"$verb $word\")\n        end\n"
                     "    end\n    test \"$verb\" = \"$argv[1]\"\nend\n";
  const auto line = [&](const std::string& path, const std::string& what, const std::string& meaning) {
    text += "complete -c " + table.program + " -n " + quoted(is_verb + " \"" + path + "\"") + " " + what + " -d " +
            fish_quoted(meaning) + "\n";
  };
  for (const GroupEntry& group : table.groups) {
    for (const auto& [word, meaning] : group.words) line(group.path, "-f -a " + word, meaning);
    line(group.path, "-f -l help", "Print this help message and exit");
    line(group.path, "-f -l version", "Display program version information and exit");
  }
  for (const VerbEntry& verb : table.verbs) {
    for (const OptionEntry& option : verb.options) {
      if (option.positional) {
        if (!option.choices.empty()) line(verb.path, "-f -a " + quoted(joined(option.choices)), option.text);
        continue;
      }
      std::string what = "-l " + option.name.substr(2);
      if (!option.short_name.empty()) what += " -s " + option.short_name.substr(1);
      if (!option.value.empty()) what += option.choices.empty() ? " -r -F" : " -x -a " + quoted(joined(option.choices));
      line(verb.path, what, option.text);
    }
  }
  return text;
}

}  // namespace pocketrec
