// SPDX-License-Identifier: MIT
#include "reports/sarif_text.hpp"

#include <fmt/format.h>

#include <iterator>

#include "util/text.hpp"

namespace audit::reports {

std::string sarif_text(std::string_view text) {
  const std::string shown = util::visible(text);
  const bool may_link = shown.find("](") != std::string::npos;
  std::string out;
  for (size_t i = 0; i < shown.size(); ++i) {
    const char c = shown[i];
    const char next = i + 1 < shown.size() ? shown[i + 1] : '\0';
    const char before = i > 0 ? shown[i - 1] : '\0';
    const bool placeholder =
        (c == '{' && next >= '0' && next <= '9') || (c == '}' && before >= '0' && before <= '9');
    if (placeholder) out += c;
    if (may_link && (c == '[' || c == ']')) out += '\\';
    out += c;
  }
  return out;
}

std::string uri_of(std::string_view path) {
  constexpr std::string_view k_plain =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/!";
  std::string out = path.starts_with('/') ? "file://" : "";
  if (path.starts_with("//")) out += "/.";  // else its first part would be read as a host
  for (const char c : path) {
    if (k_plain.find(c) != std::string_view::npos) {
      out += c;
    } else {
      fmt::format_to(std::back_inserter(out), "%{:02X}",
                     static_cast<unsigned>(static_cast<unsigned char>(c)));
    }
  }
  return out;
}

}  // namespace audit::reports
