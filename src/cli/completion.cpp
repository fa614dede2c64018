// SPDX-License-Identifier: MIT
// Completion scripts are made from the same option objects that parse the command line, so that
// they cannot know more or less than it. Rule ids and profiles are asked of the program when
// needed.
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

#include "cli/commands.hpp"

namespace audit::cli {

namespace {

/// Options whose values the program itself can list, and how.
const std::vector<std::pair<std::string, std::string>> k_listed_values = {
    {"--only",    "rules"   },
    {"--skip",    "rules"   },
    {"--profile", "profiles"}
};

constexpr const char* k_list_rules =
    "caljobs-audit rules list --profile all 2>/dev/null | sed -n 's/^\\([a-z][a-z0-9.-]*\\)  "
    ".*/\\1/p'";
constexpr const char* k_list_profiles = "caljobs-audit rules list --profiles 2>/dev/null";

/// The command whose argument is a rule's id.
constexpr const char* k_takes_rule_id = "rules show";

std::string joined(const std::vector<std::string>& words) {
  return fmt::format("{}", fmt::join(words, " "));
}

std::vector<std::string> option_words(const CommandDoc& command) {
  std::vector<std::string> words;
  for (const OptionDoc& option : command.options) {
    words.insert(words.end(), option.names.begin(), option.names.end());
  }
  return words;
}

/// Words that may follow `command` directly: its sub-commands, or an argument's closed list.
std::vector<std::string> next_words(const CommandDoc& command, const std::vector<CommandDoc>& all) {
  std::vector<std::string> words;
  const std::string prefix = command.name.empty() ? "" : command.name + " ";
  for (const CommandDoc& other : all) {
    const bool below = other.name.size() > prefix.size() && other.name.starts_with(prefix);
    const std::string rest = below ? other.name.substr(prefix.size()) : "";
    if (!rest.empty() && rest.find(' ') == std::string::npos) words.push_back(rest);
  }
  for (const OptionDoc& option : command.options) {
    if (option.names.empty())
      words.insert(words.end(), option.choices.begin(), option.choices.end());
  }
  return words;
}

/// All options with a closed list of values, each once.
std::vector<OptionDoc> options_with_choices(const std::vector<CommandDoc>& all) {
  std::vector<OptionDoc> found;
  for (const CommandDoc& command : all) {
    for (const OptionDoc& option : command.options) {
      const bool known = std::ranges::any_of(
          found, [&](const OptionDoc& other) { return other.names == option.names; });
      if (!option.names.empty() && !option.choices.empty() && !known) found.push_back(option);
    }
  }
  return found;
}

std::string bash_script(const std::vector<CommandDoc>& all) {
  std::string out =
      "# bash completion of caljobs-audit; made by 'caljobs-audit completion bash'\n"
      "_caljobs_audit() {\n"
      "  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]} command= "
      "word i\n"
      "  for ((i = 1; i < COMP_CWORD; i++)); do\n"
      "    word=${COMP_WORDS[i]}\n"
      "    case \"${command:+$command }$word\" in\n";
  for (const CommandDoc& command : all) {
    if (!command.name.empty()) out += fmt::format("      '{0}') command='{0}' ;;\n", command.name);
  }
  out += "    esac\n  done\n  case $previous in\n";
  for (const OptionDoc& option : options_with_choices(all)) {
    out += fmt::format("    {}) COMPREPLY=($(compgen -W '{}' -- \"$current\")); return ;;\n",
                       fmt::join(option.names, "|"), joined(option.choices));
  }
  for (const auto& [option, what] : k_listed_values) {
    out += fmt::format("    {}) COMPREPLY=($(compgen -W \"$({})\" -- \"$current\")); return ;;\n",
                       option, what == "rules" ? k_list_rules : k_list_profiles);
  }
  out += "  esac\n  case $command in\n";
  for (const CommandDoc& command : all) {
    std::string words = joined(next_words(command, all));
    if (command.name == k_takes_rule_id) words = fmt::format("$({})", k_list_rules);
    out += fmt::format(
        "    '{}')\n      if [[ $current == -* ]]; then COMPREPLY=($(compgen -W '{}' -- "
        "\"$current\"))\n"
        "      else COMPREPLY=($(compgen -W \"{}\" -- \"$current\") $(compgen -f -- "
        "\"$current\")); fi ;;\n",
        command.name, joined(option_words(command)), words);
  }
  return out + "  esac\n}\ncomplete -o filenames -F _caljobs_audit caljobs-audit\n";
}

/// Text inside single quotes of a shell.
std::string fish_quoted(const std::string& text) {
  std::string out;
  for (const char c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out;
}

std::string zsh_script(const std::vector<CommandDoc>& all) {
  // zsh runs bash's completions, so that there is one definition of what completes what.
  return "#compdef caljobs-audit\n# zsh completion of caljobs-audit; made by 'caljobs-audit "
         "completion zsh'\n"
         "autoload -U +X bashcompinit && bashcompinit\n" +
         bash_script(all) + "_bash_complete -o filenames -F _caljobs_audit \"$@\"\n";
}

std::string fish_option(const std::string& condition, const OptionDoc& option) {
  std::string line = fmt::format("complete -c caljobs-audit -n '{}'", condition);
  for (const std::string& name : option.names) {
    line += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
  }
  if (!option.choices.empty()) line += fmt::format(" -xa '{}'", joined(option.choices));
  for (const auto& [name, what] : k_listed_values) {
    if (std::ranges::find(option.names, name) == option.names.end()) continue;
    line +=
        fmt::format(" -xa '({})'", fish_quoted(what == "rules" ? k_list_rules : k_list_profiles));
  }
  if (option.choices.empty() && !option.value.empty()) line += " -r";
  return line + fmt::format(" -d '{}'\n", fish_quoted(option.doc));
}

std::string fish_script(const std::vector<CommandDoc>& all) {
  std::string out = "# fish completion of caljobs-audit; made by 'caljobs-audit completion fish'\n";
  for (const CommandDoc& command : all) {
    std::string condition = command.name.empty() ? "__fish_use_subcommand" : "";
    for (size_t at = 0; at < command.name.size();) {
      const size_t end = std::min(command.name.find(' ', at), command.name.size());
      condition += (condition.empty() ? "" : "; and ") +
                   fmt::format("__fish_seen_subcommand_from {}", command.name.substr(at, end - at));
      at = end + 1;
    }
    for (const std::string& word : next_words(command, all)) {
      out += fmt::format("complete -c caljobs-audit -n '{}' -a '{}'\n", condition, word);
    }
    if (command.name == k_takes_rule_id) {
      out += fmt::format("complete -c caljobs-audit -n '{}' -a '({})'\n", condition,
                         fish_quoted(k_list_rules));
    }
    for (const OptionDoc& option : command.options) {
      if (!option.names.empty()) out += fish_option(condition, option);
    }
  }
  return out;
}

}  // namespace

int completion(const Arguments& arguments) {
  const std::vector<CommandDoc> all = describe_commands();
  const std::string script = arguments.shell == "bash"  ? bash_script(all)
                             : arguments.shell == "zsh" ? zsh_script(all)
                                                        : fish_script(all);
  std::fputs(script.c_str(), stdout);
  return 0;
}

}  // namespace audit::cli
