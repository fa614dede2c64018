// SPDX-License-Identifier: MIT
#include "reports/markdown_text.hpp"

#include <algorithm>

#include "util/fatal.hpp"
#include "util/text.hpp"

namespace audit::reports {

namespace {

constexpr std::string_view k_special = "\\`*_[]<>|~&";
constexpr std::string_view k_special_first = "#+-=>!";  // at the begin of a line, and of a cell

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// "1." and "1)" at the begin would make a list.
size_t list_mark(std::string_view text) {
  size_t at = 0;
  while (at < text.size() && is_digit(text[at])) ++at;
  return at > 0 && at < text.size() && (text[at] == '.' || text[at] == ')') ? at
                                                                            : std::string::npos;
}

/// Viewers make links of these on their own: "https://…", "www.…".
bool begins_link(std::string_view text, size_t at) {
  if (text[at] == ':') return text.substr(at).starts_with("://");
  return text[at] == '.' && at >= 3 && util::equal_folded(text.substr(at - 3, 3), "www");
}

}  // namespace

std::string md_text(std::string_view text) {
  const std::string shown = util::visible(text);
  const size_t mark = list_mark(shown);
  std::string out;
  out.reserve(shown.size() + 8);
  for (size_t i = 0; i < shown.size(); ++i) {
    const char c = shown[i];
    if (k_special.find(c) != std::string_view::npos || i == mark || begins_link(shown, i) ||
        (i == 0 && k_special_first.find(c) != std::string_view::npos)) {
      out += '\\';
    }
    out += c;
  }
  return out;
}

std::string md_code(std::string_view text) {
  const std::string shown = util::visible(text);
  if (shown.empty()) return {};
  size_t longest = 0;
  size_t run = 0;
  std::string body;
  for (const char c : shown) {
    run = c == '`' ? run + 1 : 0;
    longest = std::max(longest, run);
    if (c == '|') body += '\\';  // tables are cut into cells first
    body += c;
  }
  const std::string fence(longest + 1, '`');
  const bool apart = body.front() == '`' || body.back() == '`';
  return fence + (apart ? " " : "") + body + (apart ? " " : "") + fence;
}

std::string MdTable::render() const {
  std::vector<bool> kept;
  for (size_t i = 0; i < columns_.size(); ++i) {
    const bool used = std::ranges::any_of(rows_, [i](const std::vector<std::string>& row) {
      return !row.at(i).empty() && row.at(i) != "0";
    });
    kept.push_back(used || !columns_[i].may_drop);
  }
  std::string out;
  const auto line = [&](const auto& cell) {
    out += '|';
    for (size_t i = 0; i < columns_.size(); ++i) {
      if (kept[i]) out += " " + cell(i) + " |";
    }
    out += '\n';
  };
  line([&](size_t i) { return columns_[i].heading; });
  line([&](size_t i) -> std::string { return columns_[i].right ? "---:" : "---"; });
  for (const std::vector<std::string>& row : rows_) {
    AUDIT_ASSERT(row.size() == columns_.size());
    line([&](size_t i) { return row[i]; });
  }
  return out;
}

}  // namespace audit::reports
