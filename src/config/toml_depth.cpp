// SPDX-License-Identifier: MIT
#include "config/toml_depth.hpp"

#include <array>
#include <string>
#include <vector>

namespace audit::config {
namespace {

/// Where a text in three quotes that starts at `at` ends.
size_t skip_long_text(std::string_view text, size_t at, bool escapes) {
  const char quote = text[at];
  for (at += 3; at < text.size(); ++at) {
    if (escapes && text[at] == '\\') {
      ++at;
    } else if (text[at] == quote && text.substr(at, 3) == std::string(3, quote)) {
      while (at < text.size() && text[at] == quote) ++at;
      return at;
    }
  }
  return text.size();
}

/// Where a text or a comment that starts at `at` ends. An unclosed one ends with the document; the
/// TOML library stops at the same place, so what follows it never matters.
size_t skip_text(std::string_view text, size_t at) {
  const char quote = text[at];
  const bool escapes = quote == '"';
  if (text.substr(at, 3) == std::string_view(escapes ? "\"\"\"" : "'''")) {
    return skip_long_text(text, at, escapes);
  }
  for (++at; at < text.size() && text[at] != '\n'; ++at) {
    if (escapes && text[at] == '\\') {
      ++at;
    } else if (text[at] == quote) {
      return at + 1;
    }
  }
  return at < text.size() ? at : text.size();
}

size_t skip_comment(std::string_view text, size_t at) {
  const size_t end = text.find('\n', at);
  return end == std::string_view::npos ? text.size() : end;
}

/// One bracket, brace or header that is open, and the level that stands within it.
struct Open {
  char kind;  // '[' array, '{' inline table, 'h' header, 't' top level
  size_t level;
};

class DepthScan {
 public:
  /// False once the nesting is too deep.
  bool read(char c) {
    switch (c) {
      case '[':
        open_bracket();
        break;
      case '{':
        open('{');
        break;
      case ']':
      case '}':
        close();
        break;
      case '.':
        if (in_key_) ++dots_;
        break;
      case '=':
        in_key_ = false;
        break;
      case ',':
        next_item();
        break;
      case '\n':
        if (opened_.back().kind == 't' || opened_.back().kind == 'h') end_line();
        break;
      default:
        break;
    }
    return level() <= k_toml_nesting;
  }

 private:
  [[nodiscard]] size_t level() const { return opened_.back().level + dots_; }

  void open_bracket() {
    if (opened_.back().kind == 'h') return;  // the second bracket of "[["
    open(in_key_ && opened_.back().kind == 't' ? 'h' : '[');
  }

  void open(char kind) {
    saved_dots_.push_back(dots_);
    opened_.push_back({kind, kind == 'h' ? 1 : level() + 1});
    dots_ = 0;
    in_key_ = kind != '[';
  }

  void close() {
    if (opened_.size() == 1) return;
    if (opened_.back().kind == 'h') header_level_ = dots_ + 1;
    opened_.pop_back();
    dots_ = saved_dots_.back();
    saved_dots_.pop_back();
    in_key_ = false;
  }

  void next_item() {
    if (opened_.back().kind != '{') return;
    dots_ = 0;
    in_key_ = true;
  }

  void end_line() {
    opened_.assign(1, {'t', header_level_});
    saved_dots_.clear();
    dots_ = 0;
    in_key_ = true;
  }

  std::vector<Open> opened_{
      {'t', 0}
  };
  std::vector<size_t> saved_dots_;
  size_t dots_ = 0;  // of the key being read, or of the key whose value is being read
  size_t header_level_ = 0;
  bool in_key_ = true;
};

/// By byte: what DepthScan reads, and what begins a text or a comment. All else is skipped.
constexpr std::array<bool, 256> marks() {
  std::array<bool, 256> marks{};
  for (const char c : std::string_view("[]{}.=,\n\"'#"))
    marks[static_cast<unsigned char>(c)] = true;
  return marks;
}
constexpr std::array<bool, 256> k_marks = marks();

}  // namespace

std::optional<size_t> find_deep_nesting(std::string_view text) {
  DepthScan scan;
  size_t at = 0;
  while (at < text.size()) {
    const char c = text[at];
    if (c == '"' || c == '\'') {
      at = skip_text(text, at);
    } else if (c == '#') {
      at = skip_comment(text, at);
    } else {
      if (k_marks[static_cast<unsigned char>(c)] && !scan.read(c)) return at;
      ++at;
    }
  }
  return std::nullopt;
}

}  // namespace audit::config
