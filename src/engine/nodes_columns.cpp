// SPDX-License-Identifier: MIT
#include "engine/nodes.hpp"

namespace audit::engine {

namespace {

using rules::Expression;

/// One column that missing_columns() looks at, wherever its presence stands.
struct Looked {
  std::string name;
  const model::Column* cells = nullptr;

  [[nodiscard]] bool present(uint32_t row) const {
    if (!cells->codes.empty()) return cells->codes[row] != 0;
    if (!cells->dates.empty()) return cells->dates[row] != calendar::k_no_date;
    if (!cells->numbers.empty()) return cells->numbers[row] != model::k_no_number;
    return !cells->bools.empty() && cells->bools[row] != model::k_no_bool;
  }
};

class MissingColumns : public Node {
 public:
  MissingColumns(size_t slot, std::vector<Looked> columns)
      : Node(slot), columns_(std::move(columns)) {}

 private:
  void run(const Batch& batch, Scratch& /*scratch*/, Vector& out) const override {
    out.made.reset();
    out.texts.assign(batch.size(), {});
    for (size_t i = 0; i < batch.size(); ++i) {
      std::string* names = nullptr;
      for (const Looked& column : columns_) {
        if (column.present(batch.rows[i])) continue;
        if (names == nullptr) {
          names = &out.made.next();
        } else {
          *names += ", ";
        }
        *names += column.name;
      }
      if (names != nullptr) out.texts[i] = *names;
    }
  }
  std::vector<Looked> columns_;
};

class Filled : public Node {
 public:
  Filled(size_t slot, std::vector<Looked> columns) : Node(slot), columns_(std::move(columns)) {}

 private:
  void run(const Batch& batch, Scratch& /*scratch*/, Vector& out) const override {
    out.bools.assign(batch.size(), 1);
    for (size_t i = 0; i < batch.size(); ++i) {
      for (const Looked& column : columns_) {
        if (!column.present(batch.rows[i])) out.bools[i] = 0;
      }
    }
  }
  std::vector<Looked> columns_;
};

// The probe that says whether a personal text is there, or nothing if the plan asked for none.
const model::Column* presence_of(const Bindings& bindings, model::TableIndex table,
                                 model::ColumnIndex column) {
  if (table >= bindings.plan.requests.size()) return nullptr;
  const auto& probes = bindings.plan.requests[table].probes;
  const auto& taken = bindings.data.tables[table].probes;
  const std::string name = presence_probe().name;
  for (size_t i = 0; i < probes.size() && i < taken.size(); ++i) {
    if (probes[i].column == column && probes[i].probe.name == name) return &taken[i];
  }
  return nullptr;
}

}  // namespace

NodePtr make_missing_columns(Compiler& compiler, const Expression& expression,
                             model::TableIndex table) {
  const Bindings& bindings = compiler.bindings();
  const model::TableDef& def = bindings.data.schema->tables[table];
  std::vector<Looked> columns;
  for (const model::ColumnIndex index : expression.columns) {
    const model::Column& column = bindings.data.tables[table].columns[index];
    const bool has_default = def.key == index && def.has_default_key();
    if (has_default) continue;
    if (index < def.columns.size()) {
      if (!column.exported || def.columns[index].internal) continue;
      const model::Column* presence = presence_of(bindings, table, index);
      const model::Column* cells = presence != nullptr ? presence : &column;
      if (def.key == index) cells = &bindings.data.tables[table].key;
      columns.push_back({.name = def.columns[index].name, .cells = cells});
    }
  }
  const size_t slot = compiler.take_slot();
  if (expression.op == rules::Op::filled) {
    return std::make_unique<Filled>(slot, std::move(columns));
  }
  return std::make_unique<MissingColumns>(slot, std::move(columns));
}

}  // namespace audit::engine
