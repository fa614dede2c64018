// SPDX-License-Identifier: MIT
#include "rules/sets.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "rules/values.hpp"

namespace audit::rules {
namespace {

using model::Type;

struct SetChange {
  static constexpr const char* k_what = "a change of a set";
  static const config::Keys<SetChange>& keys();

  config::Node add;
  config::Node remove;
};

std::string check_array(const config::Node& node) {
  return node.kind == config::Node::Kind::array ? "" : "expected an array";
}

const config::Keys<SetChange>& SetChange::keys() {
  static const auto k_keys =
      config::Keys<SetChange>{}
          .optional("add", &SetChange::add, "Values that it gets.", check_array)
          .optional("remove", &SetChange::remove, "Values that it loses.", check_array);
  return k_keys;
}

/// The type of a set is that of its first value.
Type type_of_values(const config::Node& values) {
  for (const config::Node& item : values.items) {
    if (item.kind == config::Node::Kind::date) return Type::date;
    if (item.kind == config::Node::Kind::integer || item.kind == config::Node::Kind::number)
      return Type::number;
    if (item.kind == config::Node::Kind::text) return Type::text;
  }
  return Type::text;
}

bool holds(const ValueSet& set, const Value& value) {
  return std::ranges::any_of(set.values,
                             [&](const Value& known) { return equal_values(known, value); });
}

}  // namespace

void SetTable::add_values(const config::Node& values, ValueSet& set,
                          util::Diagnostics& diagnostics) {
  for (const config::Node& item : values.items) {
    if (item.kind == config::Node::Kind::boolean) {
      config::report_wrong_type(item, "text, number or date", diagnostics);
      continue;
    }
    const auto value = read_value_of(item, set.type, diagnostics);
    if (value && !holds(set, *value)) set.values.push_back(*value);
  }
}

void SetTable::add(const SetDraft& draft, util::Diagnostics& diagnostics) {
  if (draft.name.text.empty()) return;  // reported by the keys
  const auto known = sets_.find(draft.name.text);
  if (known != sets_.end()) {
    const util::Spot& first = known->second.spot;
    diagnostics.error(draft.name.spot,
                      fmt::format("set '{}' is already defined at {}:{}", draft.name.text,
                                  first.file.text(), first.line),
                      "a profile changes a set under [sets]");
    return;
  }
  Entry entry;
  entry.spot = draft.name.spot;
  entry.set.name = draft.name.text;
  entry.set.type = type_of_values(draft.values);
  add_values(draft.values, entry.set, diagnostics);
  sets_.emplace(draft.name.text, std::move(entry));
}

void SetTable::change_one(const config::Node& change, ValueSet& set,
                          util::Diagnostics& diagnostics) {
  if (change.kind == config::Node::Kind::array) {
    set.values.clear();
    add_values(change, set, diagnostics);
    return;
  }
  if (change.kind != config::Node::Kind::table) {
    config::report_wrong_type(change, "array, or table of add and remove", diagnostics);
    return;
  }
  const SetChange draft = SetChange::keys().decode(change, SetChange::k_what, diagnostics).value;
  for (const config::Node& item : draft.remove.items) {
    const auto value = read_value_of(item, set.type, diagnostics);
    if (!value) continue;
    const size_t removed =
        std::erase_if(set.values, [&](const Value& known) { return equal_values(known, *value); });
    if (removed != 0) continue;
    diagnostics.warning(item.spot, fmt::format("set '{}' has no value '{}' to remove", set.name,
                                               show_value(*value)));
  }
  add_values(draft.add, set, diagnostics);
}

void SetTable::change(const config::Node& sets, util::Diagnostics& diagnostics) {
  for (const config::Node::Entry& entry : sets.entries) {
    const auto known = sets_.find(entry.key);
    if (known == sets_.end()) {
      std::vector<std::string> names;
      for (const auto& [name, set] : sets_) names.push_back(name);
      config::report_unknown_name(entry.spot, "set", entry.key, names, diagnostics);
      continue;
    }
    change_one(entry.value, known->second.set, diagnostics);
  }
}

Sets SetTable::made() const {
  Sets made;
  for (const auto& [name, entry] : sets_) {
    made.emplace(name, std::make_shared<const ValueSet>(entry.set));
  }
  return made;
}

}  // namespace audit::rules
