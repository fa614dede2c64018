// SPDX-License-Identifier: MIT
#include "manual/markdown.hpp"

#include <fmt/format.h>

#include "util/text.hpp"

namespace audit::manual {
namespace {

constexpr std::string_view k_markup = "\\|<>*`[]";

/// Line breaks and runs of spaces as one space.
std::string on_one_line(std::string_view text) {
  std::string line;
  for (const char c : text) {
    const bool space = c == ' ' || c == '\n' || c == '\t' || c == '\r';
    if (!space) {
      line += c;
    } else if (!line.empty() && line.back() != ' ') {
      line += ' ';
    }
  }
  while (line.ends_with(' ')) line.pop_back();
  return line;
}

}  // namespace

std::string plain(std::string_view text) {
  std::string out;
  for (const char c : util::visible(on_one_line(text))) {
    if (k_markup.find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
  return out;
}

std::string code(std::string_view text) {
  std::string inner;
  for (const char c : util::visible(on_one_line(text))) {
    if (c == '|') inner += '\\';  // GitHub unescapes it in a table before it reads the code
    inner += c;
  }
  return inner.find('`') == std::string::npos ? fmt::format("`{}`", inner)
                                              : fmt::format("`` {} ``", inner);
}

std::string anchor(std::string_view heading) {
  std::string out;
  for (const char c : heading) {
    if (c == ' ') {
      out += '-';
    } else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_') {
      out += c;
    } else if (c >= 'A' && c <= 'Z') {
      out += static_cast<char>(c - 'A' + 'a');
    }
  }
  return out;
}

std::string link_to(std::string_view heading) {
  return fmt::format("[{}](#{})", code(heading), anchor(heading));
}

std::string Table::text() const {
  std::string out = fmt::format("| {} |\n|", fmt::join(headers_, " | "));
  for (size_t i = 0; i < headers_.size(); ++i) out += " --- |";
  out += '\n';
  for (const auto& row : rows_) out += fmt::format("| {} |\n", fmt::join(row, " | "));
  return out + '\n';
}

}  // namespace audit::manual
