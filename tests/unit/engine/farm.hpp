// SPDX-License-Identifier: MIT
#pragma once

#include <stdexcept>

#include "rules/language/language.hpp"
#include "unit/engine/world.hpp"

namespace audit::tests {

/// A small world of its own words: owners have farms, farms have animals, animals have visits.
/// Rules and expressions are written as text.
class Farm {
 public:
  Farm() {
    using model::Type;
    add_table("owners", "owner",
              {
                  {"owner_id", Type::identifier},
                  {"secret",   Type::text      },
                  {"born",     Type::date      }
    });
    add_table("farms", "farm",
              {
                  {"farm_id",  Type::identifier},
                  {"owner_id", Type::identifier},
                  {"region",   Type::text      },
                  {"opened",   Type::date      },
                  {"closed",   Type::date      },
                  {"size",     Type::number    }
    });
    add_table("animals", "animal",
              {
                  {"animal_id", Type::identifier},
                  {"farm_id",   Type::identifier},
                  {"owner_id",  Type::identifier},
                  {"kind",      Type::text      },
                  {"begun",     Type::date      },
                  {"ended",     Type::date      },
                  {"entered",   Type::date      },
                  {"weight",    Type::number    },
                  {"healthy",   Type::boolean   }
    });
    add_table("visits", "visit",
              {
                  {"visit_id",  Type::identifier},
                  {"animal_id", Type::identifier},
                  {"made_on",   Type::date      },
                  {"topic",     Type::text      },
                  {"note",      Type::text      },
                  {"cost",      Type::number    }
    });
    add_table("kinds", "kind_row",
              {
                  {"kind",  Type::text   },
                  {"large", Type::boolean}
    });
    relate("owner", "farms", "owners", "owner_id");
    relate("farm", "animals", "farms", "farm_id");
    relate("owner", "animals", "owners", "owner_id");
    relate("kind_row", "animals", "kinds", "kind");
    relate("animal", "visits", "animals", "animal_id");
    relate("owner", "visits", "owners", "");
    schema_relation("animals", "owner").through = {index_of("animals", "farm")};
    schema_relation("visits", "owner").through = {index_of("visits", "animal")};
    schema_relation("animals", "kind_row").reference = true;
    column("owners", "secret").personal = true;
    column("owners", "born").personal = true;
    column("visits", "note").personal = true;
    schema().participants = 0;
    schema().applications = 1;
  }

  World world;
  rules::RuleSet rules;
  rules::Parameters parameters;
  calendar::Calendar calendar;
  engine::RunOptions options{.as_of = {}, .threads = 1, .window = {}, .batch_rows = 2048};

  model::Schema& schema() { return world.schema; }
  [[nodiscard]] model::TableIndex table(const std::string& name) const {
    return world.schema.find_table(name).value();
  }
  model::ColumnDef& column(const std::string& table_name, const std::string& name) {
    model::TableDef& def = schema().tables[table(table_name)];
    return def.columns[def.find(name).value()];
  }
  model::Relation& schema_relation(const std::string& child, const std::string& name) {
    return schema().relations[index_of(child, name)];
  }
  [[nodiscard]] model::RelationIndex index_of(const std::string& child,
                                              const std::string& name) const {
    return world.schema.find_relation(table(child), name).value();
  }

  /// A record: cells in column order as text, dates as YYYY-MM-DD, "" = missing.
  void add(const std::string& name, const std::vector<std::string>& texts) {
    const model::TableDef& def = schema().tables[table(name)];
    std::vector<Cell> row(def.columns.size());
    for (size_t i = 0; i < texts.size(); ++i) row[i] = cell(texts[i], def.columns[i].type);
    world.cells[table(name)].push_back(std::move(row));
  }

  /// Finds each record's parents by the links' columns; animals reach their owner through the farm.
  void link() {
    world.parents.clear();
    for (const model::Relation& relation : schema().relations) {
      std::vector<uint32_t> parents(world.rows(relation.child), model::k_none);
      for (uint32_t row = 0; row < parents.size(); ++row) parents[row] = parent_of(relation, row);
      world.parents.push_back(std::move(parents));
    }
  }

  [[nodiscard]] rules::Scope scope(const std::string& name, bool own_words = false) const {
    rules::Scope made;
    made.schema = &world.schema;
    made.derived = &rules.derived;
    made.sets = &rules.sets;
    made.parameters = &parameters;
    made.table = table(name);
    made.own_words = own_words;
    return made;
  }

  [[nodiscard]] rules::Expression expression(const std::string& name, const std::string& text,
                                             std::optional<model::Type> type = {}) const {
    util::Diagnostics diagnostics;
    auto made = rules::check_expression({text, {}}, scope(name), type, diagnostics);
    if (!made) throw std::runtime_error(text + ": " + diagnostics.render());
    return *made;
  }

  [[nodiscard]] rules::Template message(const std::string& name, const std::string& text) const {
    util::Diagnostics diagnostics;
    auto made = rules::check_template({text, {}}, scope(name, true), false, diagnostics);
    if (!made) throw std::runtime_error(text + ": " + diagnostics.render());
    return *made;
  }

  void derive(const std::string& table_name, const std::string& name, const std::string& text) {
    rules::DerivedColumn derived;
    derived.table = table(table_name);
    derived.name = name;
    const auto before =
        std::ranges::count(rules.derived, derived.table, &rules::DerivedColumn::table);
    derived.column =
        static_cast<model::ColumnIndex>(schema().tables[derived.table].columns.size()) +
        static_cast<model::ColumnIndex>(before);
    derived.value = expression(table_name, text);
    derived.type = derived.value.type;
    rules.derived.push_back(std::move(derived));
  }

  void set(const std::string& name, const std::vector<std::string>& texts) {
    rules::ValueSet made;
    made.name = name;
    for (const std::string& text : texts) made.values.emplace_back(text);
    rules.sets[name] = std::make_shared<const rules::ValueSet>(std::move(made));
  }

  using Keys = std::map<std::string, std::string>;
  /// A rule of the keys given; the form follows from them.
  rules::TypedRule rule(const std::string& id, const std::string& for_each,
                        const Keys& keys) const {
    rules::TypedRule rule;
    rule.id = id;
    rule.table = table(for_each);
    rule.remind = {14, calendar::Unit::days};
    for (const auto& [key, text] : keys) put(rule, for_each, key, text);
    rule.form = rule.require ? rules::Form::requirement
                : rule.every ? rules::Form::recurring
                             : rules::Form::deadline;
    return rule;
  }

  /// The one rule's outcome as of a day.
  findings::RuleOutcome run(const rules::TypedRule& rule, const std::string& as_of) {
    rules.rules = {rule};
    return evaluate(as_of).at(0);
  }

  std::vector<findings::RuleOutcome> evaluate(const std::string& as_of) {
    options.as_of = calendar::parse_iso(as_of).value();
    link();
    const engine::Plan plan = engine::plan(rules, schema(), world.available());
    model::Dataset data = dataset_of(world, plan);
    return engine::evaluate(rules, plan, data, calendar, options);
  }

 private:
  void add_table(const char* name, const char* singular,
                 const std::vector<std::pair<const char*, model::Type>>& columns) {
    model::TableDef def;
    def.name = name;
    def.singular = singular;
    for (const auto& [column_name, type] : columns) {
      model::ColumnDef made;
      made.name = column_name;
      made.type = type;
      made.headers = {column_name};
      def.columns.push_back(std::move(made));
    }
    def.key = 0;
    def.required = {0};
    world.exported.emplace_back(def.columns.size(), true);
    world.present.push_back(true);
    world.cells.emplace_back();
    schema().tables.push_back(std::move(def));
  }

  void relate(const char* name, const char* child, const char* parent, const char* by) {
    model::Relation relation;
    relation.name = name;
    relation.child = table(child);
    relation.parent = table(parent);
    if (*by != '\0') {
      model::LinkPart part;
      part.child = schema().tables[relation.child].find(by).value();
      part.parent = schema().tables[relation.parent].find(by).value();
      relation.ways = {
          {.parts = {part}, .only_if_missing = {}, .unique = false}
      };
    }
    schema().tables[relation.child].relations.push_back(
        static_cast<model::RelationIndex>(schema().relations.size()));
    schema().relations.push_back(std::move(relation));
  }

  [[nodiscard]] uint32_t parent_of(const model::Relation& relation, uint32_t row) const {
    for (const model::RelationIndex through : relation.through) {
      const model::Relation& first = world.schema.relations[through];
      const uint32_t middle = parent_of(first, row);
      const auto further = world.schema.find_relation(first.parent, relation.name);
      if (middle == model::k_none || !further) continue;
      const uint32_t found = parent_of(world.schema.relations[*further], middle);
      if (found != model::k_none) return found;
    }
    for (const model::LinkWay& way : relation.ways) {
      const Cell& own = world.cells[relation.child][row][way.parts[0].child];
      for (uint32_t parent = 0; own && parent < world.rows(relation.parent); ++parent) {
        if (world.cells[relation.parent][parent][way.parts[0].parent] == own) return parent;
      }
    }
    return model::k_none;
  }

  static Cell cell(const std::string& text, model::Type type) {
    if (text.empty()) return std::nullopt;
    switch (type) {
      case model::Type::date:
        return calendar::parse_iso(text).value();
      case model::Type::number:
        return rules::Number{static_cast<int64_t>(std::stod(text) * model::k_number_scale)};
      case model::Type::boolean:
        return text == "yes";
      default:
        return text;
    }
  }

  void put(rules::TypedRule& rule, const std::string& for_each, const std::string& key,
           const std::string& text) const {
    if (key == "message" || key == "remedy") {
      (key == "message" ? rule.message : rule.remedy) = message(for_each, text);
    } else if (key == "events") {
      util::Diagnostics diagnostics;
      rule.events = rules::check_events({text, {}}, scope(for_each), diagnostics);
      if (!rule.events) throw std::runtime_error(text + ": " + diagnostics.render());
    } else {
      const std::map<std::string, std::optional<rules::Expression>*> places{
          {"where",   &rule.where  },
          {"require", &rule.require},
          {"date",    &rule.date   },
          {"from",    &rule.from   },
          {"within",  &rule.within },
          {"due",     &rule.due    },
          {"met_on",  &rule.met_on },
          {"lapses",  &rule.lapses },
          {"every",   &rule.every  },
          {"until",   &rule.until  }
      };
      *places.at(key) = expression(for_each, text);
      if ((key == "within" || key == "every") && text.find("business") != std::string::npos) {
        rule.in_business_days = true;
      }
    }
  }
};

}  // namespace audit::tests
