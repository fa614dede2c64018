// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "rules/language/faults.hpp"
#include "rules/language/token.hpp"

namespace audit::rules {

enum class NodeKind : uint8_t {
  bad,        ///< a fault was reported here: says nothing more
  literal,    ///< value
  parameter,  ///< text
  as_of,
  path,       ///< outer, names
  set,        ///< text: an argument of all_words
  except,     ///< children[0]: path; an argument of missing_columns, filled
  selection,  ///< children[0]: path, children[1]: where
  call,       ///< text, children
  sum,        ///< children; minus[i]: children[i + 1] is subtracted
  logical_and,
  logical_or,
  logical_not,
  compare,  ///< op, two children
  in_set,   ///< op in_set or not_in_set; children[0], text
  in_list,  ///< op in_set or not_in_set; children[0], then literals
  is_missing,
  is_present,
  matches,  ///< children[0], children[1]: literal or parameter
  starts_with,
  contains,
  contains_any  ///< children[0], text
};

struct Name {
  std::string text;
  Range range;
};

/// What the parser makes of a text: names not yet looked up, nothing typed.
struct Node {
  NodeKind kind = NodeKind::bad;
  Range range;
  Range name;  ///< of a call's name, a set, the sign of a comparison
  Op op = Op::equal;
  bool outer = false;
  std::string text;
  Value value;
  std::vector<Name> names;
  std::vector<Node> children;
  std::vector<bool> minus;
};

/// Same text but for spaces and parentheses.
bool same(const Node& a, const Node& b);

}  // namespace audit::rules
