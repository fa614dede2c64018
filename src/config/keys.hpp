// SPDX-License-Identifier: MIT
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <concepts>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "config/key_faults.hpp"
#include "config/node.hpp"

namespace audit::config {

/// One key of a table, for the manual. default_text is empty where there is none to show.
struct KeyDoc {
  std::string name;
  std::string type;
  bool required = false;
  std::string default_text;
  std::string doc;
};

/// A text that something else will read or look up: with its place.
struct Text {
  std::string text;
  util::Spot spot;
  [[nodiscard]] bool given() const { return spot.line != 0; }
};

/// Says once per C++ type how it is spelt in TOML, how it is read (false after reporting), and how
/// a default is shown.
template <class M>
struct KeyType;

template <class T>
class Keys;

/// Structs whose keys are described by `static const Keys<T>& keys()`.
template <class T>
concept Described = requires {
  { T::keys() } -> std::same_as<const Keys<T>&>;
};

/// The keys of a TOML table as rows of (name, member, doc): decoding, its faults and the manual all
/// read this list. A struct with a member `spot` gets the table's place.
template <class T>
class Keys {
 public:
  template <class M>
  using Check = std::function<std::string(const M&)>;  ///< what was expected; empty: it holds

  template <class M>
  Keys& required(const char* name, M T::*member, const char* doc,
                 std::type_identity_t<Check<M>> check = {}) {
    return add(name, member, doc, true, std::move(check));
  }

  template <class M>
  Keys& optional(const char* name, M T::*member, const char* doc,
                 std::type_identity_t<Check<M>> check = {}) {
    return add(name, member, doc, false, std::move(check));
  }

  /// All other keys go, as they are, to `member`.
  Keys& rest(std::vector<Node::Entry> T::*member, const char* doc) {
    rest_ = member;
    docs_.push_back({"…", "any", false, "", doc});
    return *this;
  }

  /// All of these keys or none.
  Keys& together(std::vector<std::string> names) {
    groups_.push_back({KeyGroup::Kind::together, std::move(names)});
    return *this;
  }

  Keys& exactly_one(std::vector<std::string> names) {
    groups_.push_back({KeyGroup::Kind::exactly_one, std::move(names)});
    return *this;
  }

  Keys& at_most_one(std::vector<std::string> names) {
    groups_.push_back({KeyGroup::Kind::at_most_one, std::move(names)});
    return *this;
  }

  /// What a table says, as far as it can be read; faults (all of them) go to `diagnostics`.
  /// `what` names the table in messages: "a rule". good: there was no fault.
  struct Decoded {
    T value;
    bool good = true;
  };
  Decoded decode(const Node& table, std::string_view what, util::Diagnostics& diagnostics) const {
    Decoded decoded;
    if (table.kind != Node::Kind::table) {
      report_wrong_type(table, "table", diagnostics);
      decoded.good = false;
      return decoded;
    }
    if constexpr (requires { decoded.value.spot = table.spot; }) decoded.value.spot = table.spot;
    for (const Node::Entry& entry : table.entries) {
      if (!take(entry, decoded.value, what, diagnostics)) decoded.good = false;
    }
    if (!check_missing_keys(table, what, docs_, diagnostics)) decoded.good = false;
    for (const KeyGroup& group : groups_) {
      if (!check_key_group(table, what, group, diagnostics)) decoded.good = false;
    }
    return decoded;
  }

  [[nodiscard]] const std::vector<KeyDoc>& docs() const { return docs_; }
  [[nodiscard]] const std::vector<KeyGroup>& groups() const { return groups_; }

  /// The names of all keys, in the order of their rows.
  [[nodiscard]] std::vector<std::string> names() const {
    std::vector<std::string> all;
    for (const Row& row : rows_) all.push_back(row.name);
    return all;
  }

 private:
  struct Row {
    std::string name;
    std::function<bool(const Node&, T&, util::Diagnostics&)> read;
  };

  template <class M>
  Keys& add(const char* name, M T::*member, const char* doc, bool required, Check<M> check) {
    docs_.push_back({name, KeyType<M>::spelt(), required,
                     required ? std::string() : KeyType<M>::show(T{}.*member), doc});
    rows_.push_back({name, [member, check = std::move(check)](const Node& node, T& into,
                                                              util::Diagnostics& diagnostics) {
                       M& value = into.*member;
                       if (!KeyType<M>::read(node, value, diagnostics)) return false;
                       const std::string expected = check ? check(value) : std::string();
                       if (expected.empty()) return true;
                       diagnostics.error(node.spot, expected);
                       return false;
                     }});
    return *this;
  }

  bool take(const Node::Entry& entry, T& into, std::string_view what,
            util::Diagnostics& diagnostics) const {
    const auto row = std::ranges::find(rows_, entry.key, &Row::name);
    if (row != rows_.end()) return row->read(entry.value, into, diagnostics);
    if (rest_ != nullptr) {
      (into.*rest_).push_back(entry);
      return true;
    }
    report_unknown_key(entry, what, names(), diagnostics);
    return false;
  }

  std::vector<Row> rows_;
  std::vector<KeyDoc> docs_;
  std::vector<KeyGroup> groups_;
  std::vector<Node::Entry> T::*rest_ = nullptr;
};

template <>
struct KeyType<std::string> {
  static std::string spelt() { return "text"; }
  static bool read(const Node& node, std::string& into, util::Diagnostics& diagnostics);
  static std::string show(const std::string& value);
};

template <>
struct KeyType<Text> {
  static std::string spelt() { return "text"; }
  static bool read(const Node& node, Text& into, util::Diagnostics& diagnostics);
  static std::string show(const Text& value);
};

template <>
struct KeyType<bool> {
  static std::string spelt() { return "bool"; }
  static bool read(const Node& node, bool& into, util::Diagnostics& diagnostics);
  static std::string show(bool value) { return value ? "true" : "false"; }
};

template <>
struct KeyType<int> {
  static std::string spelt() { return "whole number"; }
  static bool read(const Node& node, int& into, util::Diagnostics& diagnostics);
  static std::string show(int value) { return fmt::format("{}", value); }
};

template <>
struct KeyType<calendar::Date> {
  static std::string spelt() { return "date"; }
  static bool read(const Node& node, calendar::Date& into, util::Diagnostics& diagnostics);
  static std::string show(calendar::Date) { return {}; }
};

/// Any value, for what the key itself does not settle.
template <>
struct KeyType<Node> {
  static std::string spelt() { return "any"; }
  static bool read(const Node& node, Node& into, util::Diagnostics&) {
    into = node;
    return true;
  }
  static std::string show(const Node&) { return {}; }
};

template <class M>
struct KeyType<std::optional<M>> {
  static std::string spelt() { return KeyType<M>::spelt(); }
  static bool read(const Node& node, std::optional<M>& into, util::Diagnostics& diagnostics) {
    M value{};
    if (!KeyType<M>::read(node, value, diagnostics)) return false;
    into = std::move(value);
    return true;
  }
  static std::string show(const std::optional<M>& value) {
    return value ? KeyType<M>::show(*value) : std::string();
  }
};

template <class M>
struct KeyType<std::vector<M>> {
  static std::string spelt() { return "array of " + KeyType<M>::spelt(); }
  static bool read(const Node& node, std::vector<M>& into, util::Diagnostics& diagnostics) {
    if (node.kind != Node::Kind::array) {
      report_wrong_type(node, spelt(), diagnostics);
      return false;
    }
    bool good = true;
    for (const Node& item : node.items) {
      M value{};
      if (!KeyType<M>::read(item, value, diagnostics)) good = false;
      into.push_back(std::move(value));
    }
    return good;
  }
  static std::string show(const std::vector<M>&) { return {}; }
};

template <Described M>
struct KeyType<M> {
  static std::string spelt() { return "table"; }
  static bool read(const Node& node, M& into, util::Diagnostics& diagnostics) {
    auto decoded = M::keys().decode(node, M::k_what, diagnostics);
    into = std::move(decoded.value);
    return decoded.good;
  }
  static std::string show(const M&) { return {}; }
};

}  // namespace audit::config
