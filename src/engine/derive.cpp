// SPDX-License-Identifier: MIT
#include "engine/derive.hpp"

#include <algorithm>
#include <memory>
#include <numeric>

#include "engine/compiler.hpp"
#include "engine/ranges.hpp"
#include "util/fatal.hpp"
#include "util/parallel.hpp"

namespace audit::engine {

namespace {

using model::Type;

/// One derived column's way from its expression into a column of its table.
class Derivation {
 public:
  Derivation(const rules::DerivedColumn& derived, const Bindings& bindings,
             const RunOptions& options, model::Column& column)
      : options_(options),
        compiler_(bindings),
        node_(compiler_.compile(derived.value, derived.table)),
        column_(column),
        type_(derived.type) {}

  void run(uint32_t rows) {
    const std::vector<RowRange> ranges = split_rows(rows, options_);
    prepare(rows);
    std::vector<model::TextPool> pools(is_text() ? ranges.size() : 0);
    util::parallel_for(ranges.size(), options_.threads,
                       [&](size_t i) { run(ranges[i], is_text() ? &pools[i] : nullptr); });
    for (size_t i = 0; i < pools.size(); ++i) join(ranges[i], pools[i]);
  }

 private:
  [[nodiscard]] bool is_text() const { return type_ == Type::text || type_ == Type::identifier; }

  void prepare(uint32_t rows) {
    column_.type = type_;
    column_.exported = true;
    switch (type_) {
      case Type::date:
        column_.dates.resize(rows);
        break;
      case Type::number:
        column_.numbers.resize(rows);
        break;
      case Type::boolean:
        column_.bools.resize(rows);
        break;
      case Type::text:
      case Type::identifier:
        codes_.resize(rows);
        column_.pool = std::make_shared<model::TextPool>();
        break;
      case Type::duration:
        AUDIT_ASSERT(!"a column holds no duration");
    }
  }

  void run(RowRange range, model::TextPool* pool) {
    Scratch scratch(compiler_.slots());
    std::vector<uint32_t> rows;
    for_each_batch(range, options_, rows, [&](uint32_t first) {
      Batch batch;
      batch.rows = rows;
      store(first, batch.size(), node_->evaluate(batch, scratch), pool);
    });
  }

  void store(uint32_t first, size_t count, const Vector& values, model::TextPool* pool) {
    switch (type_) {
      case Type::date:
        std::copy_n(values.dates.begin(), count, column_.dates.begin() + first);
        break;
      case Type::number:
        std::copy_n(values.numbers.begin(), count, column_.numbers.begin() + first);
        break;
      case Type::boolean:
        std::copy_n(values.bools.begin(), count, column_.bools.begin() + first);
        break;
      default:
        for (size_t i = 0; i < count; ++i) codes_[first + i] = pool->intern(values.texts[i]);
    }
  }

  // A range's codes become codes of the column's pool, in the order of the ranges.
  void join(RowRange range, const model::TextPool& pool) {
    std::vector<uint32_t> codes(pool.size());
    for (uint32_t code = 1; code < pool.size(); ++code) {
      codes[code] = column_.pool->intern(pool.text(code));
    }
    for (uint32_t row = range.first; row < range.last; ++row) {
      column_.codes.push_back(codes[codes_[row]]);
    }
  }

  const RunOptions& options_;
  Compiler compiler_;
  NodePtr node_;
  model::Column& column_;
  std::vector<uint32_t> codes_;  // of a text column, in the pool of the row's range
  Type type_;
};

// Makes room for all derived columns at once: what is bound to a column must not see it move.
void make_room(const rules::RuleSet& rules, model::Dataset& data) {
  for (model::TableIndex table = 0; table < data.tables.size(); ++table) {
    data.tables[table].columns.resize(data.schema->tables[table].columns.size());
  }
  for (const rules::DerivedColumn& derived : rules.derived) {
    std::vector<model::Column>& columns = data.tables[derived.table].columns;
    if (columns.size() <= derived.column) columns.resize(derived.column + 1);
    columns[derived.column] = model::Column{};
    columns[derived.column].type = derived.type;
  }
}

}  // namespace

void derive(const rules::RuleSet& rules, const Plan& plan, model::Dataset& data,
            const calendar::Calendar& calendar, const RunOptions& options) {
  make_room(rules, data);
  const Bindings bindings{.data = data, .plan = plan, .calendar = calendar, .as_of = options.as_of};
  for (size_t i = 0; i < rules.derived.size(); ++i) {
    if (i >= plan.derived_needed.size() || !plan.derived_needed[i]) continue;
    const rules::DerivedColumn& derived = rules.derived[i];
    model::Table& table = data.tables[derived.table];
    Derivation(derived, bindings, options, table.columns[derived.column]).run(table.rows);
  }
}

}  // namespace audit::engine
