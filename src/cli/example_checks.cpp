// SPDX-License-Identifier: MIT
#include "cli/example_checks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>

#include "model/dataset.hpp"
#include "rules/values.hpp"

namespace audit::cli {

namespace {

/// A word of an example's name, and the statuses of which one must then be expected.
struct Promise {
  const char* word;
  std::array<const char*, 2> statuses;
};
constexpr std::array<Promise, 8> k_promises = {
    {
     {"late", {"late", "late"}},
     {"overdue", {"overdue", "overdue"}},
     {"upcoming", {"upcoming", "upcoming"}},
     {"pending", {"pending", "pending"}},
     {"fails", {"failed", "failed"}},
     {"failed", {"failed", "failed"}},
     {"violates", {"failed", "late"}},
     {"on time", {"met", "upcoming"}},
     }
};

/// Lower-case words with single spaces between and around them.
std::string words_of(const std::string& text) {
  std::string words = " ";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) != 0) {
      words += static_cast<char>(std::tolower(byte));
    } else if (words.back() != ' ') {
      words += ' ';
    }
  }
  return words.back() == ' ' ? words : words + ' ';
}

/// The word stands in the text, and not only after "not", "nor", "never" or "no".
bool promises(const std::string& words, const std::string& word) {
  for (size_t at = words.find(" " + word + " "); at != std::string::npos;
       at = words.find(" " + word + " ", at + 1)) {
    const std::string before = words.substr(0, at + 1);
    const bool denied = before.ends_with(" not ") || before.ends_with(" nor ") ||
                        before.ends_with(" never ") || before.ends_with(" no ");
    if (!denied) return true;
  }
  return false;
}

bool is_violation(const std::string& status) {
  return status == "late" || status == "overdue" || status == "failed";
}

}  // namespace

std::string contradiction(const rules::Example& example) {
  const std::string words = words_of(example.name);
  for (const Promise& promise : k_promises) {
    if (!promises(words, promise.word)) continue;
    const bool kept = std::ranges::any_of(promise.statuses, [&](const char* status) {
      return std::ranges::find(example.expect, status) != example.expect.end();
    });
    if (!kept) {
      return fmt::format("its name says '{}', yet no '{}' is expected", promise.word,
                         promise.statuses.front());
    }
  }
  return {};
}

std::string missing_side(const rules::TypedRule& rule) {
  bool violates = false;
  bool complies = false;
  for (const rules::Example& example : rule.examples) {
    violates = violates || std::ranges::any_of(example.expect, is_violation);
    complies = complies || !std::ranges::all_of(example.expect, is_violation);
  }
  if (!violates) return "has no example that violates it";
  return complies ? std::string() : "has no example that complies with it";
}

std::vector<MovedParameter> neighbours(const rules::TypedRule& rule,
                                       const rules::Parameter& parameter) {
  std::vector<MovedParameter> moved;
  for (const bool up : {false, true}) {
    rules::Value value = parameter.declared;
    if (auto* const duration = std::get_if<calendar::Duration>(&value)) {
      duration->count += up ? 1 : -1;
      if (duration->count < 0) continue;
    } else if (auto* const number = std::get_if<rules::Number>(&value)) {
      number->scaled += up ? model::k_number_scale : -model::k_number_scale;
      if (number->scaled < 0) continue;
    } else {
      continue;
    }
    moved.push_back({fmt::format("{}.{}", rule.id, parameter.name), rules::show_value(value),
                     parameter.name, up});
  }
  return moved;
}

}  // namespace audit::cli
