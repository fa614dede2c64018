// SPDX-License-Identifier: MIT
#include "config/key_faults.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>

#include "config/keys.hpp"
#include "util/text.hpp"

namespace audit::config {
namespace {

/// What people write where they mean another key; used only where the table knows the key meant.
struct Misspelling {
  std::string_view written;
  std::string_view meant;
};

constexpr auto k_misspellings = std::to_array<Misspelling>({
    {"requires",    "needs"     },
    {"depends_on",  "needs"     },
    {"description", "doc"       },
    {"comment",     "doc"       },
    {"citation",    "cite"      },
    {"reference",   "cite"      },
    {"table",       "for_each"  },
    {"foreach",     "for_each"  },
    {"when",        "where"     },
    {"filter",      "where"     },
    {"condition",   "require"   },
    {"deadline",    "due"       },
    {"due_date",    "due"       },
    {"limit",       "within"    },
    {"start",       "from"      },
    {"end",         "until"     },
    {"to",          "until"     },
    {"text",        "message"   },
    {"fix",         "remedy"    },
    {"level",       "severity"  },
    {"active",      "enabled"   },
    {"aliases",     "headers"   },
    {"header",      "headers"   },
    {"members",     "values"    },
    {"expression",  "value"     },
    {"expected",    "expect"    },
    {"inherits",    "extends"   },
    {"holidays",    "holiday"   },
    {"suspensions", "suspension"},
    {"rules",       "rule"      },
    {"columns",     "column"    },
    {"tables",      "table"     },
    {"date",        "on"        },
});

std::string nearest_key(std::string_view written, const std::vector<std::string>& known) {
  for (const Misspelling& row : k_misspellings) {
    if (row.written == written && std::ranges::find(known, row.meant) != known.end()) {
      return std::string(row.meant);
    }
  }
  return util::nearest_name(written, known);
}

std::string with_article(Node::Kind kind) {
  switch (kind) {
    case Node::Kind::array:
      return "an array";
    case Node::Kind::text:
      return "text";
    default:
      return fmt::format("a {}", show(kind));
  }
}

bool expect_kind(const Node& node, Node::Kind kind, util::Diagnostics& diagnostics) {
  if (node.kind == kind) return true;
  report_wrong_type(node, show(kind), diagnostics);
  return false;
}

}  // namespace

void report_unknown_key(const Node::Entry& entry, std::string_view what,
                        const std::vector<std::string>& known, util::Diagnostics& diagnostics) {
  const std::string near = nearest_key(entry.key, known);
  diagnostics.error(entry.spot, fmt::format("unknown key '{}' in {}", entry.key, what),
                    near.empty() ? "known keys: " + fmt::format("{}", fmt::join(known, ", "))
                                 : fmt::format("did you mean '{}'?", near));
}

void report_wrong_type(const Node& node, const std::string& expected,
                       util::Diagnostics& diagnostics) {
  std::string advice;
  if (expected == "array of text" && node.kind == Node::Kind::text) {
    advice = "write it in brackets: [\"…\"]";
  } else if (expected == "text" &&
             (node.kind == Node::Kind::integer || node.kind == Node::Kind::number)) {
    advice = fmt::format("write it in quotes: \"{}\"", node.number_text);
  } else if (expected == "date" && node.kind == Node::Kind::text) {
    advice = "write a date without quotes: 2026-01-31";
  } else if (expected == "bool" && node.kind == Node::Kind::text) {
    advice = "write true or false, without quotes";
  }
  diagnostics.error(node.spot,
                    fmt::format("expected {}, got {}", expected, with_article(node.kind)), advice);
}

bool check_missing_keys(const Node& table, std::string_view what, const std::vector<KeyDoc>& keys,
                        util::Diagnostics& diagnostics) {
  bool good = true;
  for (const KeyDoc& key : keys) {
    if (!key.required || table.find(key.name) != nullptr) continue;
    diagnostics.error(table.spot, fmt::format("{} needs the key '{}'", what, key.name), key.doc);
    good = false;
  }
  return good;
}

bool check_key_group(const Node& table, std::string_view what, const KeyGroup& group,
                     util::Diagnostics& diagnostics) {
  std::vector<std::string> present;
  util::Spot last = table.spot;
  for (const Node::Entry& entry : table.entries) {
    if (std::ranges::find(group.names, entry.key) == group.names.end()) continue;
    present.push_back(entry.key);
    last = entry.spot;
  }
  const size_t count = present.size();
  if (group.kind == KeyGroup::Kind::together && count != 0 && count != group.names.size()) {
    diagnostics.error(last, fmt::format("{} has '{}' without the rest: {} go together", what,
                                        present.front(), list_names(group.names, "and")));
    return false;
  }
  if (group.kind == KeyGroup::Kind::exactly_one && count == 0) {
    diagnostics.error(table.spot,
                      fmt::format("{} needs one of {}", what, list_names(group.names, "or")));
    return false;
  }
  if (group.kind != KeyGroup::Kind::together && count > 1) {
    diagnostics.error(last, fmt::format("{} can't have {} at once: write one of them", what,
                                        list_names(present, "and")));
    return false;
  }
  return true;
}

void report_unknown_name(const util::Spot& spot, std::string_view kind, std::string_view name,
                         const std::vector<std::string>& known, util::Diagnostics& diagnostics) {
  const std::string near = util::nearest_name(name, known);
  diagnostics.error(spot, fmt::format("unknown {} '{}'", kind, name),
                    near.empty() ? std::string() : fmt::format("did you mean '{}'?", near));
}

std::string list_names(const std::vector<std::string>& names, std::string_view last_word) {
  std::string all;
  for (size_t i = 0; i < names.size(); ++i) {
    if (i > 0) all += i + 1 == names.size() ? fmt::format(" {} ", last_word) : ", ";
    all += fmt::format("'{}'", names[i]);
  }
  return all;
}

bool KeyType<std::string>::read(const Node& node, std::string& into,
                                util::Diagnostics& diagnostics) {
  if (!expect_kind(node, Node::Kind::text, diagnostics)) return false;
  into = node.text;
  return true;
}

std::string KeyType<std::string>::show(const std::string& value) {
  return value.empty() ? std::string() : fmt::format("\"{}\"", value);
}

bool KeyType<Text>::read(const Node& node, Text& into, util::Diagnostics& diagnostics) {
  if (!expect_kind(node, Node::Kind::text, diagnostics)) return false;
  into = Text{node.text, node.spot};
  return true;
}

std::string KeyType<Text>::show(const Text& value) {
  return KeyType<std::string>::show(value.text);
}

bool KeyType<bool>::read(const Node& node, bool& into, util::Diagnostics& diagnostics) {
  if (!expect_kind(node, Node::Kind::boolean, diagnostics)) return false;
  into = node.boolean;
  return true;
}

bool KeyType<int>::read(const Node& node, int& into, util::Diagnostics& diagnostics) {
  if (!expect_kind(node, Node::Kind::integer, diagnostics)) return false;
  constexpr int64_t k_limit = std::numeric_limits<int>::max();
  if (node.integer > k_limit || node.integer < -k_limit) {
    diagnostics.error(node.spot, "the number is too large");
    return false;
  }
  into = static_cast<int>(node.integer);
  return true;
}

bool KeyType<calendar::Date>::read(const Node& node, calendar::Date& into,
                                   util::Diagnostics& diagnostics) {
  if (!expect_kind(node, Node::Kind::date, diagnostics)) return false;
  into = node.date;
  return true;
}

}  // namespace audit::config
