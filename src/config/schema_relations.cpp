// SPDX-License-Identifier: MIT
#include "config/schema_relations.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>

#include "config/schema_file.hpp"
#include "util/text.hpp"

namespace audit::config {
namespace {

using model::LinkPart;
using model::LinkWay;
using model::Relation;
using model::RelationIndex;
using model::Schema;
using model::TableDef;
using model::TableIndex;

bool comparable(model::Type a, model::Type b) {
  const auto plain = [](model::Type type) {
    return type == model::Type::identifier ? model::Type::text : type;
  };
  return plain(a) == plain(b);
}

class Resolver {
 public:
  Resolver(Schema& schema, util::Diagnostics& diagnostics)
      : schema_(schema), diagnostics_(diagnostics) {}

  void add(const RelationDraft& draft, TableIndex child) {
    const TableDef& table = schema_.tables[child];
    if (draft.name.text.empty() || draft.parent.text.empty()) return;  // reported by the keys
    if (table.find(draft.name.text) || schema_.find_relation(child, draft.name.text)) {
      error(draft.name, fmt::format("table '{}' has a column or relation '{}' already", table.name,
                                    draft.name.text));
      return;
    }
    const auto parent = schema_.find_table(draft.parent.text);
    if (!parent) {
      report_unknown_name(draft.parent.spot, "table", draft.parent.text, table_names(schema_),
                          diagnostics_);
      return;
    }
    Relation relation;
    relation.name = draft.name.text;
    relation.child = child;
    relation.parent = *parent;
    relation.reference = draft.reference;
    schema_.tables[child].relations.push_back(static_cast<RelationIndex>(schema_.relations.size()));
    schema_.relations.push_back(std::move(relation));
    drafts_.push_back(&draft);
  }

  void resolve() {
    for (RelationIndex index = 0; index < drafts_.size(); ++index) {
      const RelationDraft& draft = *drafts_[index];
      for (const Text& name : draft.through) add_through(index, name);
      for (const WayDraft& way : draft.ways) add_way(index, way);
      if (draft.through.empty() && draft.ways.empty()) {
        diagnostics_.error(draft.spot,
                           fmt::format("relation '{}' needs ways or through", draft.name.text));
      }
    }
    check_child_sets();
    check_cycles();
  }

 private:
  void error(const Text& at, std::string text) { diagnostics_.error(at.spot, std::move(text)); }

  std::optional<RelationIndex> find_relation(TableIndex table, const Text& name) {
    const auto found = schema_.find_relation(table, name.text);
    if (found) return found;
    std::vector<std::string> known;
    for (const RelationIndex index : schema_.tables[table].relations) {
      known.push_back(schema_.relations[index].name);
    }
    report_unknown_name(name.spot,
                        fmt::format("relation of table '{}'", schema_.tables[table].name),
                        name.text, known, diagnostics_);
    return std::nullopt;
  }

  void add_through(RelationIndex index, const Text& name) {
    const Relation& relation = schema_.relations[index];
    const auto step = find_relation(relation.child, name);
    if (!step) return;
    const TableIndex middle = schema_.relations[*step].parent;
    const auto last = schema_.find_relation(middle, relation.name);
    if (!last || schema_.relations[*last].parent != relation.parent) {
      error(name,
            fmt::format("table '{}' has no relation '{}' to '{}'", schema_.tables[middle].name,
                        relation.name, schema_.tables[relation.parent].name));
      return;
    }
    schema_.relations[index].through.push_back(*step);
  }

  void add_way(RelationIndex index, const WayDraft& draft) {
    const Relation& relation = schema_.relations[index];
    LinkWay way;
    way.unique = draft.unique;
    if (draft.on.empty()) diagnostics_.error(draft.spot, "a way needs at least one equality");
    for (const Text& text : draft.on) {
      if (const auto part = read_part(relation, text)) way.parts.push_back(*part);
    }
    const TableDef& child = schema_.tables[relation.child];
    for (const Text& name : draft.only_if_missing) {
      const auto column = child.find(name.text);
      if (column) {
        way.only_if_missing.push_back(*column);
      } else {
        report_unknown_column(child, name.text, name.spot, diagnostics_);
      }
    }
    schema_.relations[index].ways.push_back(std::move(way));
  }

  std::optional<LinkPart> read_part(const Relation& relation, const Text& text) {
    const bool same_parent = text.text.find("==") != std::string::npos;
    const std::vector<Text> sides = split_text(text, same_parent ? "==" : "=");
    if (sides.size() != 2 || sides[0].text.empty() || sides[1].text.empty()) {
      error(text, "expected \"child_column=parent_column\" or \"child_relation==parent_relation\"");
      return std::nullopt;
    }
    return same_parent ? same_parent_part(relation, sides[0], sides[1])
                       : column_part(relation, sides[0], sides[1]);
  }

  std::optional<LinkPart> column_part(const Relation& relation, const Text& left,
                                      const Text& right) {
    const TableDef& child = schema_.tables[relation.child];
    const TableDef& parent = schema_.tables[relation.parent];
    const auto child_column = child.find(left.text);
    const auto parent_column = parent.find(right.text);
    if (!child_column) report_unknown_column(child, left.text, left.spot, diagnostics_);
    if (!parent_column) report_unknown_column(parent, right.text, right.spot, diagnostics_);
    if (!child_column || !parent_column) return std::nullopt;
    const model::Type a = child.columns[*child_column].type;
    const model::Type b = parent.columns[*parent_column].type;
    if (!comparable(a, b)) {
      error(left, fmt::format("'{}' is of type {}, '{}' of type {}: they can't be equal", left.text,
                              model::show(a), right.text, model::show(b)));
      return std::nullopt;
    }
    LinkPart part;
    part.child = *child_column;
    part.parent = *parent_column;
    return part;
  }

  std::optional<LinkPart> same_parent_part(const Relation& relation, const Text& left,
                                           const Text& right) {
    const auto child = find_relation(relation.child, left);
    const auto parent = find_relation(relation.parent, right);
    if (!child || !parent) return std::nullopt;
    if (schema_.relations[*child].parent != schema_.relations[*parent].parent) {
      error(left, fmt::format("'{}' and '{}' lead to different tables", left.text, right.text));
      return std::nullopt;
    }
    LinkPart part;
    part.child_relation = *child;
    part.parent_relation = *parent;
    return part;
  }

  /// Two relations of one table to one parent would be one child set with two meanings.
  void check_child_sets() {
    for (RelationIndex index = 0; index < drafts_.size(); ++index) {
      const Relation& relation = schema_.relations[index];
      const auto first =
          schema_.find_child_set(relation.parent, schema_.tables[relation.child].name);
      if (first && *first != index) {
        error(drafts_[index]->name, fmt::format("table '{}' has two relations to '{}'",
                                                schema_.tables[relation.child].name,
                                                schema_.tables[relation.parent].name));
      }
    }
  }

  /// Relations that must be known before `index` can be linked.
  [[nodiscard]] std::vector<RelationIndex> needed_by(RelationIndex index) const {
    const Relation& relation = schema_.relations[index];
    std::vector<RelationIndex> needed;
    for (const RelationIndex step : relation.through) {
      needed.push_back(step);
      const auto last = schema_.find_relation(schema_.relations[step].parent, relation.name);
      if (last) needed.push_back(*last);
    }
    for (const LinkWay& way : relation.ways) {
      for (const LinkPart& part : way.parts) {
        if (part.child_relation == model::k_none) continue;
        needed.push_back(part.child_relation);
        needed.push_back(part.parent_relation);
      }
    }
    return needed;
  }

  /// Takes away, round by round, the relations that wait for none of the rest; what stays waits for
  /// itself.
  void check_cycles() {
    std::vector<uint8_t> settled(schema_.relations.size(), 0);
    bool moved = true;
    while (moved) {
      moved = false;
      for (RelationIndex index = 0; index < settled.size(); ++index) {
        if (settled[index] != 0) continue;
        const auto needed = needed_by(index);
        if (!std::ranges::all_of(needed, [&](RelationIndex n) { return settled[n] != 0; }))
          continue;
        settled[index] = 1;
        moved = true;
      }
    }
    std::vector<std::string> circle;
    const Text* at = nullptr;
    for (RelationIndex index = 0; index < settled.size(); ++index) {
      if (settled[index] != 0) continue;
      const Relation& relation = schema_.relations[index];
      circle.push_back(schema_.tables[relation.child].name + "." + relation.name);
      if (at == nullptr) at = &drafts_[index]->name;
    }
    if (at == nullptr) return;
    error(*at,
          fmt::format("relations wait for each other in a circle: {}", fmt::join(circle, ", ")));
  }

  Schema& schema_;
  util::Diagnostics& diagnostics_;
  std::vector<const RelationDraft*> drafts_;  // as Schema::relations
};

}  // namespace

void resolve_relations(const SchemaDraft& draft, model::Schema& schema,
                       util::Diagnostics& diagnostics) {
  Resolver resolver(schema, diagnostics);
  for (TableIndex child = 0; child < draft.tables.size(); ++child) {
    for (const RelationDraft& relation : draft.tables[child].relations) {
      resolver.add(relation, child);
    }
  }
  resolver.resolve();
}

void report_unknown_column(const model::TableDef& table, std::string_view name,
                           const util::Spot& spot, util::Diagnostics& diagnostics) {
  const std::string near = util::nearest_name(name, column_names(table));
  diagnostics.error(spot, fmt::format("unknown column '{}' in table '{}'", name, table.name),
                    near.empty() ? std::string() : fmt::format("did you mean '{}'?", near));
}

std::vector<Text> split_text(const Text& text, std::string_view separator) {
  std::vector<Text> parts;
  size_t at = 0;
  while (true) {
    const size_t end = std::min(text.text.find(separator, at), text.text.size());
    const std::string_view whole = std::string_view(text.text).substr(at, end - at);
    const std::string_view part = util::trim(whole);
    Text piece{std::string(part), text.spot};
    const size_t skipped = part.empty() ? 0 : static_cast<size_t>(part.data() - whole.data());
    piece.spot.column += static_cast<uint32_t>(at + skipped);
    piece.spot.length = std::max<uint32_t>(1, static_cast<uint32_t>(part.size()));
    parts.push_back(std::move(piece));
    if (end == text.text.size()) return parts;
    at = end + separator.size();
  }
}

}  // namespace audit::config
