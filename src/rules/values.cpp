// SPDX-License-Identifier: MIT
#include "rules/values.hpp"

#include <fmt/format.h>

#include "config/key_faults.hpp"
#include "model/dataset.hpp"
#include "rules/language/language.hpp"
#include "rules/language/lexer.hpp"
#include "util/text.hpp"

namespace audit::rules {
namespace {

using model::Type;

const char* wanted(Type type) {
  switch (type) {
    case Type::number:
      return "a number";
    case Type::date:
      return "a date";
    case Type::boolean:
      return "a bool";
    case Type::duration:
      return "a duration, as \"5 business days\"";
    case Type::text:
    case Type::identifier:
      return "a text";
  }
  return "?";
}

}  // namespace

std::optional<Type> type_of(const Value& value) {
  if (std::holds_alternative<std::string>(value)) return Type::text;
  if (std::holds_alternative<Number>(value)) return Type::number;
  if (std::holds_alternative<calendar::Date>(value)) return Type::date;
  if (std::holds_alternative<bool>(value)) return Type::boolean;
  if (std::holds_alternative<calendar::Duration>(value)) return Type::duration;
  return std::nullopt;
}

std::optional<Number> parse_signed_number(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  auto number = parse_number(text);
  if (number && negative) number->scaled = -number->scaled;
  return number;
}

std::optional<Value> read_value(const config::Node& node, util::Diagnostics& diagnostics) {
  switch (node.kind) {
    case config::Node::Kind::text:
      return parameter_value(node.text);
    case config::Node::Kind::date:
      return node.date;
    case config::Node::Kind::boolean:
      return node.boolean;
    case config::Node::Kind::integer:
    case config::Node::Kind::number:
      if (const auto number = parse_signed_number(node.number_text)) return *number;
      diagnostics.error(node.spot, fmt::format("'{}' is no number with at most four decimal places",
                                               node.number_text));
      return std::nullopt;
    case config::Node::Kind::table:
    case config::Node::Kind::array:
      config::report_wrong_type(node, "text, number, date or bool", diagnostics);
      return std::nullopt;
  }
  return std::nullopt;
}

std::optional<Value> read_value_of(const config::Node& node, Type type,
                                   util::Diagnostics& diagnostics) {
  if (type == Type::text && node.kind == config::Node::Kind::text) return Value(node.text);
  auto value = read_value(node, diagnostics);
  if (!value || type_of(*value) == type) return value;
  const bool code = type == Type::text && std::holds_alternative<Number>(*value);
  diagnostics.error(node.spot,
                    fmt::format("expected {}, got '{}'", wanted(type), show_value(*value)),
                    code ? fmt::format("write it in quotes: \"{}\"", node.number_text) : "");
  return std::nullopt;
}

std::optional<Value> parse_value_of(const std::string& text, Type type) {
  switch (type) {
    case Type::text:
    case Type::identifier:
      return Value(text);
    case Type::number:
      if (const auto number = parse_signed_number(text)) return Value(*number);
      return std::nullopt;
    case Type::date:
      if (const auto date = calendar::parse_iso(text)) return Value(*date);
      return std::nullopt;
    case Type::boolean:
      if (text == "true" || text == "false") return Value(text == "true");
      return std::nullopt;
    case Type::duration:
      if (const auto duration = calendar::parse_duration(text)) return Value(*duration);
      return std::nullopt;
  }
  return std::nullopt;
}

std::string show_value(const Value& value) {
  if (const auto* const text = std::get_if<std::string>(&value)) return *text;
  if (const auto* const date = std::get_if<calendar::Date>(&value)) return calendar::iso(*date);
  if (const auto* const truth = std::get_if<bool>(&value)) return *truth ? "true" : "false";
  if (const auto* const time = std::get_if<calendar::Duration>(&value))
    return calendar::show(*time);
  const auto* const number = std::get_if<Number>(&value);
  if (number == nullptr) return {};
  const int64_t size = number->scaled < 0 ? -number->scaled : number->scaled;
  std::string places = fmt::format("{:04}", size % model::k_number_scale);
  while (places.ends_with('0')) places.pop_back();
  return fmt::format("{}{}{}{}", number->scaled < 0 ? "-" : "", size / model::k_number_scale,
                     places.empty() ? "" : ".", places);
}

bool equal_values(const Value& a, const Value& b) {
  const auto* const left = std::get_if<std::string>(&a);
  const auto* const right = std::get_if<std::string>(&b);
  if (left != nullptr && right != nullptr) return util::equal_folded(*left, *right);
  return a == b;
}

}  // namespace audit::rules
