// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>

#include "engine/available.hpp"
#include "engine/measure.hpp"
#include "engine/reads.hpp"
#include "engine/run.hpp"

namespace audit::engine {

namespace {

using model::ColumnIndex;
using model::RelationIndex;
using model::TableIndex;

/// What one rule lacks: things it cannot do without, and things that count as empty or missing.
struct Verdict {
  std::vector<std::string> absent;
  std::set<std::string> limited_by;
};

/// Judges one rule's reads against what the input has (spec 3, "Missing tables and columns").
class Judgement {
 public:
  Judgement(const model::Schema& schema, const Availability& available,
            const rules::TypedRule& rule, const Reads& reads)
      : schema_(schema), available_(available), rule_(rule), reads_(reads) {}

  Verdict run() {
    for (const rules::Need& need : rule_.needs) check(need);
    require(rule_.table);
    if (rule_.events) require(rule_.events->table);
    for (const TableIndex table : reads_.tables) check(table);
    for (const auto& [table, column] : reads_.columns) check(table, column);
    for (const RelationIndex relation : reads_.relations) check_links(relation);
    return std::move(verdict_);
  }

 private:
  void check(const rules::Need& need) {
    const bool met = std::ranges::any_of(need.alternatives, [&](const auto& alternative) {
      return alternative.column == model::k_none
                 ? available_.has(alternative.table)
                 : available_.has(alternative.table, alternative.column);
    });
    if (met) return;
    std::string looked_for;
    for (const auto& alternative : need.alternatives) {
      if (!looked_for.empty()) looked_for += " or ";
      const bool whole = alternative.column == model::k_none || !available_.has(alternative.table);
      looked_for += whole ? available_.describe(alternative.table)
                          : available_.describe(alternative.table, alternative.column);
    }
    lack(looked_for);
  }

  void require(TableIndex table) {
    if (!available_.has(table)) lack(available_.describe(table));
  }

  void check(TableIndex table) {
    if (available_.has(table)) return;
    if (schema_.tables[table].optional || is_alternative(table, model::k_none)) {
      verdict_.limited_by.insert(schema_.tables[table].name);
    } else {
      lack(available_.describe(table));
    }
  }

  void check(TableIndex table, ColumnIndex column) {
    if (available_.has(table, column)) return;
    if (!available_.has(table)) return check(table);
    const model::TableDef& def = schema_.tables[table];
    if (available_.only_implied(table) && def.optional && table != rule_.table) {
      verdict_.limited_by.insert(def.name);
    } else if (available_.may_lack(table, column) || is_alternative(table, column)) {
      verdict_.limited_by.insert(def.name + "." + def.columns[column].name);
    } else {
      lack(available_.describe(table, column));
    }
  }

  // A relation that cannot be followed, though both of its tables are there: no record has a
  // parent.
  void check_links(RelationIndex index) {
    const model::Relation& relation = schema_.relations[index];
    if (!available_.has(relation.child) || !available_.has(relation.parent)) return;
    if (available_.links(index)) return;
    if (relation.ways.empty()) {
      for (const RelationIndex through : relation.through) check(schema_.relations[through].parent);
    }
    for (const ColumnIndex column : available_.absent_links(index)) check(relation.child, column);
  }

  [[nodiscard]] bool is_alternative(TableIndex table, ColumnIndex column) const {
    return std::ranges::any_of(rule_.needs, [&](const rules::Need& need) {
      return need.alternatives.size() > 1 &&
             std::ranges::any_of(need.alternatives, [&](const auto& alternative) {
               return alternative.table == table && alternative.column == column;
             });
    });
  }

  void lack(const std::string& what) {
    if (std::ranges::find(verdict_.absent, what) == verdict_.absent.end()) {
      verdict_.absent.push_back(what);
    }
  }

  const model::Schema& schema_;
  const Availability& available_;
  const rules::TypedRule& rule_;
  const Reads& reads_;
  Verdict verdict_;
};

class Planner {
 public:
  Planner(const rules::RuleSet& rules, const model::Schema& schema, const Available& available)
      : rules_(rules), schema_(schema), available_(schema, available) {}

  Plan run(const std::vector<Shown>& shown) {
    plan_.requests.resize(schema_.tables.size());
    for (TableIndex table = 0; table < schema_.tables.size(); ++table) {
      plan_.requests[table].keep.assign(schema_.tables[table].columns.size(), false);
    }
    plan_.derived_needed.assign(rules_.derived.size(), false);
    plan_.relation_needed.assign(schema_.relations.size(), false);
    plan_.children_needed.assign(schema_.relations.size(), false);
    for (const rules::TypedRule& rule : rules_.rules) take(rule);
    for (const Shown& one : shown) take(one);
    for (model::TableRequest& request : plan_.requests) {
      request.searches = joint_searches(request.probes);
    }
    return std::move(plan_);
  }

 private:
  void take(const rules::TypedRule& rule) {
    Reads reads;
    Reader(rules_, schema_, reads).rule(rule);
    const Verdict verdict = Judgement(schema_, available_, rule, reads).run();
    if (!verdict.absent.empty()) {
      plan_.skipped_because.push_back(
          fmt::format("not in the input: {}", fmt::join(verdict.absent, "; ")));
      plan_.absent.push_back(verdict.absent);
      plan_.limited_by.emplace_back();
      return;
    }
    plan_.skipped_because.emplace_back();
    plan_.absent.emplace_back();
    plan_.limited_by.emplace_back(verdict.limited_by.begin(), verdict.limited_by.end());
    request(rule, reads);
  }

  /// Judged as a rule that reads these columns would be; what that rule lacks is nobody's concern.
  void take(const Shown& shown) {
    rules::TypedRule rule;
    rule.table = shown.table;
    Reads reads;
    Reader reader(rules_, schema_, reads);
    reader.rule(rule);
    for (const ColumnIndex column : shown.columns) reader.column(shown.table, column, true);
    if (Judgement(schema_, available_, rule, reads).run().absent.empty()) request(rule, reads);
  }

  void request(const rules::TypedRule& rule, const Reads& reads) {
    for (const TableIndex table : reads.tables) plan_.requests[table].wanted = true;
    for (const auto& [table, column] : reads.kept) keep(table, column);
    for (const auto& [table, column] : reads.looked) look(table, column);
    for (const auto& [key, probe] : reads.probes) ask(key.first.first, key.first.second, probe);
    for (const size_t derived : reads.derived) plan_.derived_needed[derived] = true;
    for (const RelationIndex relation : reads.relations) link(relation);
    for (const RelationIndex relation : reads.children) plan_.children_needed[relation] = true;
    link_roles(rule.table);
  }

  // A table's key is kept for every record anyway.
  void keep(TableIndex table, ColumnIndex column) {
    if (available_.has(table, column)) plan_.requests[table].keep[column] = true;
  }

  void look(TableIndex table, ColumnIndex column) {
    const model::ColumnDef& def = schema_.tables[table].columns[column];
    if (!available_.has(table, column) || def.internal) return;
    if (def.personal && def.type == model::Type::text) {
      ask(table, column, presence_probe());
    } else {
      keep(table, column);
    }
  }

  void ask(TableIndex table, ColumnIndex column, const model::TextProbe& probe) {
    std::vector<model::ProbeRequest>& probes = plan_.requests[table].probes;
    const bool asked = std::ranges::any_of(probes, [&](const model::ProbeRequest& request) {
      return request.column == column && request.probe.name == probe.name;
    });
    if (!asked && available_.has(table, column)) {
      probes.push_back({.column = column, .probe = probe});
    }
  }

  // A relation needs those that it goes through, and the tables on the way.
  void link(RelationIndex index) {
    if (plan_.relation_needed[index]) return;
    plan_.relation_needed[index] = true;
    const model::Relation& relation = schema_.relations[index];
    plan_.requests[relation.child].wanted = true;
    plan_.requests[relation.parent].wanted = true;
    for (const RelationIndex through : relation.through) {
      link(through);
      const auto further = schema_.find_relation(schema_.relations[through].parent, relation.name);
      if (further) link(*further);
    }
    for (const model::LinkWay& way : relation.ways) {
      for (const model::LinkPart& part : way.parts) {
        if (part.child_relation != model::k_none) link(part.child_relation);
        if (part.parent_relation != model::k_none) link(part.parent_relation);
      }
    }
  }

  // The reports name each record's participant and application.
  void link_roles(TableIndex table) {
    for (const RelationIndex relation : schema_.tables[table].relations) {
      const TableIndex parent = schema_.relations[relation].parent;
      if (parent == schema_.participants || parent == schema_.applications) link(relation);
    }
  }

  const rules::RuleSet& rules_;
  const model::Schema& schema_;
  Availability available_;
  Plan plan_;
};

}  // namespace

Plan plan(const rules::RuleSet& rules, const model::Schema& schema, const Available& available,
          const std::vector<Shown>& shown) {
  return Planner(rules, schema, available).run(shown);
}

}  // namespace audit::engine
