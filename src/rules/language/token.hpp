// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "rules/language/expression.hpp"
#include "rules/language/faults.hpp"

namespace audit::rules {

enum class TokenKind : uint8_t {
  end,
  bad,        ///< a fault that the lexer has reported
  name,       ///< column, relation, function, unit: [A-Za-z_][A-Za-z0-9_]*
  literal,    ///< value
  parameter,  ///< $name
  set,        ///< @name
  compare,    ///< op
  left,
  right,  ///< ( )
  comma,
  dot,
  plus,
  minus,
  // Keywords.
  word_and,
  word_or,
  word_not,
  word_in,
  word_is,
  word_missing,
  word_present,
  word_as_of,
  word_outer,
  word_where,
  word_matches,
  word_starts,
  word_with,
  word_contains,
  word_any,
  word_except
};

struct Token {
  TokenKind kind = TokenKind::end;
  Range range;
  std::string text;   ///< of a name, parameter or set, without its sign
  Value value;        ///< of a literal
  Op op = Op::equal;  ///< of a comparison
};

/// Words that may name no column, derived column or parameter: the keywords and the obligation's
/// own.
bool is_reserved(std::string_view word);
/// trigger, due, met_on, late_by, status.
std::optional<OwnWord> own_word(std::string_view word);
const char* show(OwnWord word);

}  // namespace audit::rules
