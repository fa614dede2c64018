// SPDX-License-Identifier: MIT
#include "config/names.hpp"

#include <fmt/format.h>
#include <re2/re2.h>

#include <algorithm>
#include <array>

#include "util/regex.hpp"
#include "util/text.hpp"

namespace audit::config {
namespace {

constexpr auto k_reserved = std::to_array<std::string_view>(
    {"and", "or", "not", "in", "is", "missing", "present", "true", "false", "as_of", "outer",
     "where", "matches", "starts", "with", "contains", "any", "except"});

constexpr auto k_own_words =
    std::to_array<std::string_view>({"trigger", "due", "met_on", "late_by", "status"});

constexpr int64_t k_pattern_bytes = 8 << 20;  // spec 7: a compiled regex holds at most 8 MB

}  // namespace

bool is_snake_case(std::string_view name) {
  const auto is_lower = [](char c) { return c >= 'a' && c <= 'z'; };
  if (name.empty() || !is_lower(name.front())) return false;
  return std::ranges::all_of(
      name, [&](char c) { return is_lower(c) || (c >= '0' && c <= '9') || c == '_'; });
}

bool is_reserved(std::string_view name) {
  return std::ranges::find(k_reserved, name) != k_reserved.end();
}

bool is_own_word(std::string_view name) {
  return std::ranges::find(k_own_words, name) != k_own_words.end();
}

std::optional<model::Type> column_type(std::string_view name) {
  using model::Type;
  for (const Type type : {Type::text, Type::identifier, Type::number, Type::date, Type::boolean}) {
    if (name == model::show(type)) return type;
  }
  return std::nullopt;
}

std::string check_name(const Text& name) {
  if (!is_snake_case(name.text)) {
    return fmt::format("'{}' is no name: write lower-case letters, digits and '_', a letter first",
                       name.text);
  }
  if (is_reserved(name.text)) {
    return fmt::format("'{}' is a word of the rule language and can't be a name", name.text);
  }
  return {};
}

std::string check_column_type(const std::string& name) {
  if (column_type(name)) return {};
  const std::vector<std::string> known = {"text", "identifier", "number", "date", "bool"};
  const std::string near = util::nearest_name(name, known);
  return fmt::format("unknown type '{}'; {}", name,
                     near.empty() ? "write text, identifier, number, date or bool"
                                  : fmt::format("did you mean '{}'?", near));
}

std::optional<model::SpanDef::Look> span_look(std::string_view name) {
  using Look = model::SpanDef::Look;
  if (name == "plain") return Look::plain;
  if (name == "running") return Look::running;
  if (name == "paused") return Look::paused;
  if (name == "end") return Look::end;
  return std::nullopt;
}

std::string check_look(const std::string& name) {
  if (span_look(name)) return {};
  return fmt::format("unknown look '{}'; write plain, running, paused or end", name);
}

std::string check_pattern(const Text& pattern) {
  const auto compiled = util::shared_regex(pattern.text, {.most_bytes = k_pattern_bytes});
  if (compiled->ok()) return {};
  return fmt::format("the pattern can't be read: {}", compiled->error());
}

}  // namespace audit::config
