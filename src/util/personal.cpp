// SPDX-License-Identifier: MIT
#include "util/personal.hpp"

#include "util/ascii.hpp"

namespace audit::util {

namespace {

constexpr std::string_view k_separated = "ddd-dd-dddd";
constexpr std::string_view k_bare = "ddddddddd";
constexpr size_t k_shown_digits = 4;

bool is_joint(char c) { return c == '-' || c == ' ' || c == '.'; }

bool starts_as(std::string_view shape, std::string_view text) {
  if (text.size() < shape.size()) return false;
  for (size_t i = 0; i < shape.size(); ++i) {
    if (shape[i] == 'd' ? !is_digit(text[i]) : !is_joint(text[i])) return false;
  }
  return true;
}

/// How many bytes of `text`, which no digit stands before, are an SSN that no digit follows.
size_t ssn_length(std::string_view text, SsnForm form) {
  for (const std::string_view shape : {k_separated, k_bare}) {
    if (form == SsnForm::separated && shape == k_bare) continue;
    if (!starts_as(shape, text)) continue;
    if (text.size() == shape.size() || !is_digit(text[shape.size()])) return shape.size();
  }
  return 0;
}

}  // namespace

bool looks_like_ssn(std::string_view text) {
  for (size_t i = 0; i < text.size(); ++i) {
    if (starts_as(k_bare, text.substr(i)) || starts_as(k_separated, text.substr(i))) return true;
  }
  return false;
}

std::string without_ssn(std::string_view text, SsnForm form) {
  std::string shown;
  shown.reserve(text.size());
  for (size_t i = 0; i < text.size();) {
    const bool starts_number = is_digit(text[i]) && (i == 0 || !is_digit(text[i - 1]));
    const size_t length = starts_number ? ssn_length(text.substr(i), form) : 0;
    if (length == 0) {
      shown += text[i++];
    } else {
      shown.append("***-**-").append(text.substr(i + length - k_shown_digits, k_shown_digits));
      i += length;
    }
  }
  return shown;
}

}  // namespace audit::util
