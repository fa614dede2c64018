// SPDX-License-Identifier: MIT
// Aggregates: the children of a whole batch of records are walked as child batches (children.hpp),
// each child's value is added to its owner's. Where several records of a batch lead to the same
// parent (the activities of one participant) and `where` does not ask which, only the first is
// computed.
#include <algorithm>
#include <optional>
#include <unordered_map>

#include "engine/children.hpp"
#include "engine/nodes.hpp"
#include "util/fatal.hpp"
#include "util/text.hpp"

namespace audit::engine {

namespace {

using model::Type;
using rules::AggregateKind;
using rules::Expression;

constexpr size_t k_spread = 0x9E3779B1U;  // 2^32 / golden ratio: spreads rows that lie together
constexpr size_t k_fewest_slots = 16;

// By position: the first position that leads to the same parent. `slots` is an open-addressing
// table.
void find_first(std::span<const uint32_t> parents, std::vector<uint32_t>& first,
                std::vector<uint32_t>& slots) {
  size_t size = k_fewest_slots;
  while (size < parents.size() * 2) size *= 2;
  slots.assign(size, model::k_none);
  first.resize(parents.size());
  for (uint32_t i = 0; i < parents.size(); ++i) {
    size_t slot = (parents[i] * k_spread) & (size - 1);
    while (slots[slot] != model::k_none && parents[slots[slot]] != parents[i]) {
      slot = (slot + 1) & (size - 1);
    }
    if (slots[slot] == model::k_none) slots[slot] = i;
    first[i] = slots[slot];
  }
}

/// What the aggregates share: walking the children, each parent once.
class Aggregate : public Node {
 public:
  Aggregate(Compiler& compiler, const rules::Selection& selection)
      : Node(compiler.take_slot()), children_(compiler, selection) {}

 protected:
  /// add(children): a child batch's values go to their owners. True: only the first of the records
  /// with one parent has its result, see share().
  template <class Add>
  bool reduce(const Batch& batch, Scratch& scratch, Vector& out, Add&& add) const {
    const std::span<const uint32_t> parents = children_.way().follow(batch, out.rows);
    const bool once =
        children_.shared_by_parent() && (children_.way().joins() || batch.outer != nullptr);
    if (once) find_first(parents, out.positions, out.owner);
    const auto wanted = [&](size_t i) { return !once || out.positions[i] == i; };
    children_.walk(batch, parents, scratch, wanted, add);
    return once;
  }

  template <class Cells>
  static void share(const Vector& out, Cells& cells) {
    for (size_t i = 0; i < cells.size(); ++i) cells[i] = cells[out.positions[i]];
  }

 private:
  Children children_;
};

class Count : public Aggregate {
 public:
  using Aggregate::Aggregate;

 private:
  void run(const Batch& batch, Scratch& scratch, Vector& out) const override {
    out.numbers.assign(batch.size(), 0);
    const auto add = [&](const Batch& children) {
      for (const uint32_t owner : children.owner) out.numbers[owner] += scaled(1);
    };
    if (reduce(batch, scratch, out, add)) share(out, out.numbers);
  }
};

class Exists : public Aggregate {
 public:
  using Aggregate::Aggregate;

 private:
  void run(const Batch& batch, Scratch& scratch, Vector& out) const override {
    out.bools.assign(batch.size(), 0);
    const auto add = [&](const Batch& children) {
      for (const uint32_t owner : children.owner) out.bools[owner] = 1;
    };
    if (reduce(batch, scratch, out, add)) share(out, out.bools);
  }
};

/// min and max over present values; missing over nothing. `cells` views the child's column.
template <class Kind>
class Extremum : public Aggregate {
 public:
  using Cells = std::span<const typename Kind::Element>;
  Extremum(Compiler& compiler, const rules::Selection& selection, Cells cells, bool largest)
      : Aggregate(compiler, selection), cells_(cells), largest_(largest) {}

 private:
  void run(const Batch& batch, Scratch& scratch, Vector& out) const override {
    auto& best = out.*Kind::cells;
    best.assign(batch.size(), Kind::missing());
    if (cells_.empty()) return;
    const auto add = [&](const Batch& children) {
      for (size_t i = 0; i < children.size(); ++i) {
        const auto value = cells_[children.rows[i]];
        auto& kept = best[children.owner[i]];
        if (!Kind::present(value)) continue;
        if (!Kind::present(kept) || (largest_ ? value > kept : value < kept)) kept = value;
      }
    };
    if (reduce(batch, scratch, out, add)) share(out, best);
  }
  Cells cells_;
  bool largest_;
};

/// The sum of the present values; missing over nothing and past what a number can hold.
class Sum : public Aggregate {
 public:
  Sum(Compiler& compiler, const rules::Selection& selection, std::span<const int64_t> cells)
      : Aggregate(compiler, selection), cells_(cells) {}

 private:
  void run(const Batch& batch, Scratch& scratch, Vector& out) const override {
    out.numbers.assign(batch.size(), model::k_no_number);
    out.bools.assign(batch.size(), 0);  // 1: overflowed
    if (cells_.empty()) return;
    const auto add = [&](const Batch& children) {
      for (size_t i = 0; i < children.size(); ++i) {
        add_one(out, children.owner[i], cells_[children.rows[i]]);
      }
    };
    const bool shared = reduce(batch, scratch, out, add);
    for (size_t i = 0; i < batch.size(); ++i) {
      if (out.bools[i] == 1) out.numbers[i] = model::k_no_number;
    }
    if (shared) share(out, out.numbers);
  }

  static void add_one(Vector& out, uint32_t owner, int64_t value) {
    if (!NumberKind::present(value)) return;
    int64_t& sum = out.numbers[owner];
    if (!NumberKind::present(sum)) {
      sum = value;
    } else if (__builtin_add_overflow(sum, value, &sum)) {
      out.bools[owner] = 1;
    }
  }
  std::span<const int64_t> cells_;
};

/// What makes values of a child's column different: one whole number a value, nothing if missing.
class Keys {
 public:
  Keys(const model::Column& column, Type type) : column_(column), type_(type) {
    if (type != Type::text || !column.pool) return;
    // Texts that compare equal get the code of the first of them.
    std::unordered_map<std::string, uint32_t> codes;
    same_.resize(column.pool->size());
    for (uint32_t code = 1; code < column.pool->size(); ++code) {
      same_[code] = codes.emplace(util::fold(column.pool->text(code)), code).first->second;
    }
  }

  [[nodiscard]] std::optional<int64_t> of(uint32_t row) const {
    switch (type_) {
      case Type::date:
        return present<DateKind>(column_.dates, row);
      case Type::number:
        return present<NumberKind>(column_.numbers, row);
      case Type::boolean:
        return present<BoolKind>(column_.bools, row);
      default:
        break;
    }
    if (column_.codes.empty() || column_.codes[row] == 0) return std::nullopt;
    const uint32_t code = column_.codes[row];
    return same_.empty() ? code : same_[code];
  }

 private:
  template <class Kind>
  static std::optional<int64_t> present(const std::vector<typename Kind::Element>& cells,
                                        uint32_t row) {
    if (cells.empty() || !Kind::present(cells[row])) return std::nullopt;
    return static_cast<int64_t>(cells[row]);
  }

  const model::Column& column_;
  Type type_;
  std::vector<uint32_t> same_;  // by code; empty: codes differ as the texts do
};

/// distinct: how many different present values.
class Distinct : public Aggregate {
 public:
  Distinct(Compiler& compiler, const rules::Selection& selection, Keys keys)
      : Aggregate(compiler, selection), keys_(std::move(keys)) {}

 private:
  void run(const Batch& batch, Scratch& scratch, Vector& out) const override {
    out.numbers.assign(batch.size(), 0);
    out.pairs.clear();
    const auto add = [&](const Batch& children) {
      for (size_t i = 0; i < children.size(); ++i) {
        const std::optional<int64_t> key = keys_.of(children.rows[i]);
        if (key) out.pairs.emplace_back(children.owner[i], *key);
      }
    };
    const bool shared = reduce(batch, scratch, out, add);
    std::ranges::sort(out.pairs);
    out.pairs.erase(std::unique(out.pairs.begin(), out.pairs.end()), out.pairs.end());
    for (const auto& [owner, key] : out.pairs) out.numbers[owner] += scaled(1);
    if (shared) share(out, out.numbers);
  }
  Keys keys_;
};

/// list: the different present texts, sorted; of those that compare equal, the first so.
class List : public Aggregate {
 public:
  List(Compiler& compiler, const rules::Selection& selection, const model::Column& column,
       Keys keys)
      : Aggregate(compiler, selection), column_(column), keys_(std::move(keys)) {}

 private:
  struct Kept {
    int64_t key = 0;
    std::string_view text;
  };

  void run(const Batch& batch, Scratch& scratch, Vector& out) const override {
    std::vector<std::vector<Kept>> kept(batch.size());
    const auto add = [&](const Batch& children) {
      for (size_t i = 0; i < children.size(); ++i) {
        const std::optional<int64_t> key = keys_.of(children.rows[i]);
        if (key) keep(kept[children.owner[i]], {*key, column_.text(children.rows[i])});
      }
    };
    const bool shared = reduce(batch, scratch, out, add);
    out.texts.assign(batch.size(), {});
    out.made.reset();
    for (size_t i = 0; i < batch.size(); ++i) {
      if (!kept[i].empty()) out.texts[i] = joined(kept[i], out.made.next());
    }
    if (shared) share(out, out.texts);
  }

  static void keep(std::vector<Kept>& kept, const Kept& found) {
    const auto like = std::ranges::find(kept, found.key, &Kept::key);
    if (like == kept.end()) {
      kept.push_back(found);
    } else {
      like->text = std::min(like->text, found.text);
    }
  }

  static std::string_view joined(std::vector<Kept>& kept, std::string& text) {
    std::ranges::sort(kept, {}, &Kept::text);
    for (const Kept& one : kept) {
      if (!text.empty()) text += ", ";
      text += one.text;
    }
    return text;
  }

  const model::Column& column_;
  Keys keys_;
};

Type column_type(const model::Dataset& data, const rules::Selection& selection) {
  const model::TableDef& def = data.schema->tables[selection.table];
  if (selection.column < def.columns.size()) return def.columns[selection.column].type;
  return data.tables[selection.table].columns[selection.column].type;
}

// all(S where c, x) is: no child for which c holds and x does not.
NodePtr make_all(Compiler& compiler, const Expression& expression) {
  Expression fails;
  fails.op = rules::Op::logical_not;
  fails.args.push_back(expression.args.at(0));
  rules::Selection selection = expression.selection;
  if (selection.where) {
    Expression both;
    both.op = rules::Op::logical_and;
    both.args.push_back(*selection.where);
    both.args.push_back(std::move(fails));
    selection.where = std::make_shared<const Expression>(std::move(both));
  } else {
    selection.where = std::make_shared<const Expression>(std::move(fails));
  }
  return make_not(compiler, std::make_unique<Exists>(compiler, selection));
}

NodePtr make_of_column(Compiler& compiler, const Expression& expression) {
  const rules::Selection& selection = expression.selection;
  const model::Dataset& data = compiler.bindings().data;
  const model::Column& column = column_of(data, selection.table, selection.column);
  const Type type = column_type(data, selection);
  if (expression.kind == AggregateKind::distinct) {
    return std::make_unique<Distinct>(compiler, selection, Keys(column, type));
  }
  if (expression.kind == AggregateKind::list) {
    return std::make_unique<List>(compiler, selection, column, Keys(column, type));
  }
  if (expression.kind == AggregateKind::sum) {
    return std::make_unique<Sum>(compiler, selection, column.numbers);
  }
  const bool largest = expression.kind == AggregateKind::max;
  if (type == Type::date) {
    return std::make_unique<Extremum<DateKind>>(compiler, selection, column.dates, largest);
  }
  AUDIT_ASSERT(type == Type::number);
  return std::make_unique<Extremum<NumberKind>>(compiler, selection, column.numbers, largest);
}

}  // namespace

NodePtr make_aggregate(Compiler& compiler, const Expression& expression) {
  switch (expression.kind) {
    case AggregateKind::count:
      return std::make_unique<Count>(compiler, expression.selection);
    case AggregateKind::exists:
      return std::make_unique<Exists>(compiler, expression.selection);
    case AggregateKind::all:
      return make_all(compiler, expression);
    default:
      return make_of_column(compiler, expression);
  }
}

}  // namespace audit::engine
