// SPDX-License-Identifier: MIT
// The only file that includes the TOML library. It says where things stand by line and code point,
// and keeps tables in alphabetical order; here places become bytes and tables get the file's order
// back.
#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <cmath>

#include "config/node.hpp"
#include "config/toml_depth.hpp"

namespace audit::config {
namespace {

using util::Spot;

/// From the library's places (line, code point) to bytes of the text.
class Places {
 public:
  Places(const util::FileName& file, std::string_view text) : file_(file), text_(text) {
    starts_.push_back(0);
    plain_.push_back(true);
    for (size_t at = 0; at < text.size(); ++at) {
      if (is_continuation(text[at])) plain_.back() = false;
      if (text[at] != '\n') continue;
      starts_.push_back(at + 1);
      plain_.push_back(true);
    }
  }

  [[nodiscard]] size_t offset(const toml::source_position& place) const {
    if (place.line == 0 || place.line > starts_.size()) return text_.size();
    size_t at = starts_[place.line - 1];
    if (plain_[place.line - 1]) return std::min(at + place.column - 1, text_.size());
    for (uint32_t column = 1; column < place.column && at < text_.size(); ++column) {
      ++at;
      while (at < text_.size() && is_continuation(text_[at])) ++at;
    }
    return at;
  }

  [[nodiscard]] Spot spot(size_t begin, size_t end, size_t line_guess = 0) const {
    const size_t line = line_of(begin, line_guess);
    const size_t start = starts_[line - 1];
    const size_t line_end = line == starts_.size() ? text_.size() : starts_[line] - 1;
    const size_t stop = std::min(end, line_end);
    Spot spot;
    spot.file = file_;
    spot.line = static_cast<uint32_t>(line);
    spot.column = static_cast<uint32_t>(begin - start + 1);
    spot.length = stop > begin ? static_cast<uint32_t>(stop - begin) : 1;
    return spot;
  }

  [[nodiscard]] Spot spot(const toml::source_region& region) const {
    return spot(offset(region.begin), offset(region.end), region.begin.line);
  }

  [[nodiscard]] std::string_view raw(const toml::source_region& region) const {
    const size_t begin = offset(region.begin);
    return text_.substr(begin, offset(region.end) - begin);
  }

  /// The place of a text's first byte, inside its quotes.
  [[nodiscard]] Spot inside_quotes(const toml::source_region& region) const {
    size_t begin = offset(region.begin);
    size_t end = offset(region.end);
    const std::string_view source = raw(region);
    const bool long_quotes = source.size() >= 6 && source[1] == source[0] && source[2] == source[0];
    const size_t quotes = long_quotes ? 3 : 1;
    begin = std::min(begin + quotes, text_.size());
    end = end > quotes ? end - quotes : end;
    if (long_quotes && text_.substr(begin, 2) == "\r\n") {
      begin += 2;  // the first line break of a long text is not part of it
    } else if (long_quotes && text_.substr(begin, 1) == "\n") {
      begin += 1;
    }
    return spot(begin, end, region.begin.line);
  }

 private:
  /// Counted from 1; nearly always as guessed.
  [[nodiscard]] size_t line_of(size_t at, size_t guess) const {
    const bool right = guess > 0 && guess <= starts_.size() && starts_[guess - 1] <= at &&
                       (guess == starts_.size() || at < starts_[guess]);
    if (right) return guess;
    const auto next = std::upper_bound(starts_.begin(), starts_.end(), at);
    return static_cast<size_t>(next - starts_.begin());
  }

  static bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

  util::FileName file_;
  std::string_view text_;
  std::vector<size_t> starts_;  // of lines
  std::vector<bool> plain_;     // of lines: every character is one byte
};

/// The library's tree as ours. Recursion is bounded by find_deep_nesting.
class Converter {
 public:
  Converter(const Places& places, util::Diagnostics& diagnostics)
      : places_(places), diagnostics_(diagnostics) {}

  void table(const toml::table& source, Node& node) {
    node.kind = Node::Kind::table;
    node.spot = places_.spot(source.source());
    std::vector<Child> children;
    children.reserve(source.size());
    for (const auto& [key, value] : source) {
      children.push_back({places_.spot(key.source()), key.str(), &value});
    }
    std::ranges::stable_sort(children, [](const Child& a, const Child& b) {
      return std::pair(a.spot.line, a.spot.column) < std::pair(b.spot.line, b.spot.column);
    });
    node.entries.reserve(children.size());
    for (const Child& child : children) {
      Node::Entry& entry = node.entries.emplace_back();
      entry.key = child.key;
      entry.spot = child.spot;
      convert(*child.value, entry.value);
    }
  }

 private:
  struct Child {
    Spot spot;  // of the key
    std::string_view key;
    const toml::node* value;
  };

  void convert(const toml::node& source, Node& node) {
    if (const toml::table* const value = source.as_table()) {
      table(*value, node);
      return;
    }
    node.spot = places_.spot(source.source());
    if (const toml::array* const value = source.as_array()) {
      node.kind = Node::Kind::array;
      node.items.reserve(value->size());
      for (const toml::node& item : *value) convert(item, node.items.emplace_back());
    } else if (const auto* const text = source.as_string()) {
      node.kind = Node::Kind::text;
      node.text = text->get();
      node.spot = places_.inside_quotes(source.source());
    } else if (const auto* const boolean = source.as_boolean()) {
      node.kind = Node::Kind::boolean;
      node.boolean = boolean->get();
    } else if (const auto* const integer = source.as_integer()) {
      node.kind = Node::Kind::integer;
      node.integer = integer->get();
      node.number = static_cast<double>(integer->get());
      node.number_text = fmt::format("{}", integer->get());
    } else if (const auto* const number = source.as_floating_point()) {
      read_number(number->get(), source, node);
    } else {
      read_date(source, node);
    }
  }

  void read_number(double value, const toml::node& source, Node& node) {
    node.kind = Node::Kind::number;
    node.number = value;
    if (!std::isfinite(value)) {
      diagnostics_.error(node.spot, "'inf' and 'nan' are not numbers here");
      node.number = 0;
      node.number_text = "0";
      return;
    }
    for (const char c : places_.raw(source.source())) {
      if (c != '_' && c != '+') node.number_text += c;
    }
  }

  void read_date(const toml::node& source, Node& node) {
    node.kind = Node::Kind::date;
    const auto* const date = source.as_date();
    if (date == nullptr) {
      diagnostics_.error(node.spot, "a time of day has no meaning here",
                         "write the date alone, as 2026-01-31");
      return;
    }
    const toml::date value = date->get();
    const auto made = calendar::make_date(value.year, value.month, value.day);
    if (!made) {
      diagnostics_.error(node.spot, "no such date; years run from 0001 to 9999");
      return;
    }
    node.date = *made;
  }

  const Places& places_;
  util::Diagnostics& diagnostics_;
};

/// The first line of the library's text, without the words that say the same of every fault.
std::string fault_text(std::string_view text) {
  constexpr std::string_view k_prefix = "Error while parsing ";
  if (text.substr(0, k_prefix.size()) == k_prefix) text.remove_prefix(k_prefix.size());
  return std::string(text.substr(0, text.find('\n')));
}

bool parse(const Places& places, std::string_view document_text, Node& root,
           util::Diagnostics& diagnostics) {
  try {
    const toml::table document = toml::parse(document_text);
    const size_t faults = diagnostics.list().size();
    Converter(places, diagnostics).table(document, root);
    return diagnostics.list().size() == faults;
  } catch (const toml::parse_error& fault) {
    Spot spot = places.spot(fault.source());
    spot.length = 1;
    const std::string text = fault_text(fault.description());
    // Nearly always a regular expression: its backslashes are escapes in a "..." text.
    const bool escape = text.find("escape sequence") != std::string::npos;
    diagnostics.error(
        spot, "not valid TOML: " + text,
        escape ? "a text with a backslash stands in '...', which has no escapes" : "");
    return false;
  }
}

}  // namespace

const Node* Node::find(std::string_view key) const {
  const auto found = std::ranges::find(entries, key, &Entry::key);
  return found == entries.end() ? nullptr : &found->value;
}

const char* show(Node::Kind kind) {
  switch (kind) {
    case Node::Kind::table:
      return "table";
    case Node::Kind::array:
      return "array";
    case Node::Kind::text:
      return "text";
    case Node::Kind::integer:
      return "whole number";
    case Node::Kind::number:
      return "number";
    case Node::Kind::boolean:
      return "bool";
    case Node::Kind::date:
      return "date";
  }
  return "?";
}

bool parse_toml(const std::string& file, const std::string& text, Node& root,
                util::Diagnostics& diagnostics) {
  // The library counts no byte order mark, so neither do our places.
  const util::FileName name = file;
  std::string_view content = text;
  if (content.substr(0, 3) == "\xEF\xBB\xBF") content.remove_prefix(3);
  diagnostics.remember_source(name, std::string(content));
  root = Node{};
  root.spot = Spot{name, 1, 1, 1};
  const Places places(name, content);
  if (const auto deep = find_deep_nesting(content)) {
    diagnostics.error(places.spot(*deep, *deep + 1),
                      fmt::format("tables and arrays nest deeper than {} levels", k_toml_nesting));
    return false;
  }
  const bool good = parse(places, content, root, diagnostics);
  root.spot = Spot{name, 1, 1, 1};
  return good;
}

}  // namespace audit::config
