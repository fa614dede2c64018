// SPDX-License-Identifier: MIT
#include "cli/arguments.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cstdio>
#include <limits>
#include <string_view>

#include "cli/command_tree.hpp"
#include "cli/help_texts.hpp"
#include "util/memory.hpp"
#include "util/text.hpp"

namespace audit::cli {

namespace {

/// "NAME=VALUE" → (NAME, VALUE); the option's text says what is expected when there is no "=".
std::vector<NamedText> split_pairs(const std::vector<std::string>& texts, const std::string& option,
                                   const std::string& shape) {
  std::vector<NamedText> pairs;
  for (const std::string& text : texts) {
    const size_t equals = text.find('=');
    if (equals == 0 || equals == std::string::npos) {
      throw CLI::ValidationError(option,
                                 "expected " + shape + ", not '" + util::visible(text) + "'");
    }
    pairs.emplace_back(text.substr(0, equals), text.substr(equals + 1));
  }
  return pairs;
}

/// "512MB", "2 GB", "1g" → bytes, by powers of 1,024.
uint64_t memory_size(const std::string& text) {
  constexpr std::string_view k_units = "kmgt";
  const auto refuse = [&](const std::string& what) {
    throw CLI::ValidationError("--memory", what + ", not '" + util::visible(text) + "'");
  };
  uint64_t number = 0;
  const char* const end = text.data() + text.size();
  const auto [at, error] = std::from_chars(text.data(), end, number);
  std::string unit = CLI::detail::to_lower(CLI::detail::trim_copy(std::string(at, end)));
  if (unit.size() > 1 && unit.back() == 'b') unit.pop_back();
  const size_t power = unit.size() == 1 ? k_units.find(unit[0]) : std::string_view::npos;
  if (error != std::errc{} || power == std::string_view::npos) {
    refuse("expected a size such as 512MB or 2GB");
  }
  constexpr unsigned k_bits = 10;
  const auto shift = static_cast<unsigned>(k_bits * (power + 1));
  if (number > std::numeric_limits<uint64_t>::max() >> shift) refuse("expected less");
  if (number << shift < util::k_least_memory) refuse("expected at least 64MB");
  return number << shift;
}

/// "WHEN:{auto,always,never}" → the list in the braces.
std::vector<std::string> choices_of(const std::string& type) {
  const size_t open = type.find('{');
  if (open == std::string::npos || type.back() != '}') return {};
  return CLI::detail::split(type.substr(open + 1, type.size() - open - 2), ',');
}

void describe(const CLI::App& app, const std::string& name, std::vector<CommandDoc>& docs) {
  CommandDoc doc{name, app.get_description(), {}};
  for (const CLI::Option* option : app.get_options()) {
    OptionDoc entry;
    for (const std::string& letter : option->get_snames()) entry.names.push_back("-" + letter);
    for (const std::string& word : option->get_lnames()) entry.names.push_back("--" + word);
    const std::string type = option->get_type_name();
    if (option->get_items_expected_max() > 0) entry.value = type.substr(0, type.find(':'));
    entry.choices = choices_of(type);
    entry.doc = option->get_description();
    doc.options.push_back(std::move(entry));
  }
  docs.push_back(std::move(doc));
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
    describe(*command, name.empty() ? command->get_name() : name + " " + command->get_name(), docs);
  }
}

/// The commands and options that the user may have meant, for a suggestion.
std::vector<std::string> known_words(const CLI::App& app) {
  std::vector<std::string> words;
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : option->get_lnames()) words.push_back("--" + name);
  }
  for (const CLI::App* command : app.get_subcommands({})) words.push_back(command->get_name());
  return words;
}

/// The command that was being parsed when the error came up: the deepest one met.
const CLI::App* deepest(const CLI::App* app) {
  const auto chosen = app->get_subcommands();
  return chosen.empty() ? app : deepest(chosen.front());
}

int complain(const CLI::App& app, const CLI::ParseError& error, int argc, char** argv) {
  const CLI::App* at = deepest(&app);
  std::string text = util::visible(error.what());
  const std::vector<std::string> known = known_words(*at);
  if (at == &app && argc > 1 && argv[1][0] != '-') {
    text = fmt::format("there is no command {}", util::visible(argv[1]));
  }
  for (int i = 1; i < argc; ++i) {
    const std::string_view given = argv[i];
    const std::string word(given.substr(0, given.find('=')));
    const bool option_like = word.starts_with("--");
    if ((!option_like && at != &app) || text.find(word) == std::string::npos) continue;
    if (std::find(known.begin(), known.end(), word) != known.end()) continue;
    const std::string near = util::nearest_name(word, known);
    if (!near.empty()) text += "; did you mean '" + near + "'?";
  }
  std::fprintf(stderr, "caljobs-audit: %s\nRun '%s --help' for what it takes.\n", text.c_str(),
               at == &app ? "caljobs-audit" : ("caljobs-audit " + at->get_display_name()).c_str());
  return 2;
}

/// Help of the command that was asked about, under its whole name.
std::string help_of(const CLI::App& app) {
  std::string name;
  const CLI::App* at = &app;
  for (auto below = at->get_subcommands(); !below.empty(); below = at->get_subcommands()) {
    name += name.empty() ? at->get_name() : " " + at->get_name();
    at = below.front();
  }
  return at->help(name);
}

void settle(Arguments& arguments, const RawPairs& raw) {
  for (const std::string& text : raw.tables) {
    // "--table NAME" alone names the table of standard input.
    const size_t equals = text.find('=');
    arguments.input.tables.emplace_back(
        text.substr(0, equals), equals == std::string::npos ? "-" : text.substr(equals + 1));
  }
  if (!raw.memory.empty()) arguments.input.memory = memory_size(raw.memory);
  arguments.input.columns = split_pairs(raw.columns, "--column", "TABLE.column=HEADER");
  arguments.rules.parameters = split_pairs(raw.parameters, "--param", "ID.name=VALUE");
}

}  // namespace

std::vector<CommandDoc> describe_commands() {
  CLI::App app{k_purpose, "caljobs-audit"};
  Arguments unused;
  RawPairs raw;
  build_commands(app, unused, raw);
  std::vector<CommandDoc> docs;
  describe(app, "", docs);
  return docs;
}

std::optional<int> parse_arguments(int argc, char** argv, Arguments& arguments) {
  CLI::App app{k_purpose, "caljobs-audit"};
  RawPairs raw;
  build_commands(app, arguments, raw);
  try {
    app.parse(argc, argv);
    settle(arguments, raw);
  } catch (const CLI::CallForHelp&) {
    std::fputs(help_of(app).c_str(), stdout);
    return 0;
  } catch (const CLI::CallForVersion& version_text) {
    std::printf("%s\n", version_text.what());
    return 0;
  } catch (const CLI::ParseError& error) {
    return complain(app, error, argc, argv);
  }
  return std::nullopt;
}

}  // namespace audit::cli
