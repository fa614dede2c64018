// SPDX-License-Identifier: MIT
#include <algorithm>

#include "engine/nodes.hpp"
#include "findings/obligation.hpp"
#include "util/fatal.hpp"
#include "util/text.hpp"

namespace audit::engine {

namespace {

using rules::Expression;

template <class Kind>
class Literal : public Node {
 public:
  Literal(size_t slot, typename Kind::Element value) : Node(slot), value_(value) {}

 private:
  void run(const Batch& batch, Scratch& /*scratch*/, Vector& out) const override {
    (out.*Kind::cells).assign(batch.size(), value_);
  }
  typename Kind::Element value_;
};

class TextLiteral : public Node {
 public:
  TextLiteral(size_t slot, std::string value) : Node(slot), value_(std::move(value)) {}

 private:
  void run(const Batch& batch, Scratch& /*scratch*/, Vector& out) const override {
    out.texts.assign(batch.size(), util::trim(value_).empty() ? std::string_view{} : value_);
  }
  std::string value_;
};

/// Dates, numbers and bools of a column; `cells` views the data set and is empty where the column
/// was not read.
template <class Kind>
class PlainColumn : public Node {
 public:
  PlainColumn(size_t slot, Way way, std::span<const typename Kind::Element> cells)
      : Node(slot), way_(std::move(way)), cells_(cells) {}

 private:
  void run(const Batch& batch, Scratch& /*scratch*/, Vector& out) const override {
    auto& values = out.*Kind::cells;
    values.resize(batch.size());
    if (cells_.empty()) {
      std::ranges::fill(values, Kind::missing());
      return;
    }
    const std::span<const uint32_t> rows = way_.follow(batch, out.rows);
    for (size_t i = 0; i < rows.size(); ++i) {
      values[i] = rows[i] == model::k_none ? Kind::missing() : cells_[rows[i]];
    }
  }
  Way way_;
  std::span<const typename Kind::Element> cells_;
};

class TextColumn : public Node {
 public:
  TextColumn(size_t slot, Way way, const model::Column& column)
      : Node(slot), way_(std::move(way)), column_(column) {}

 private:
  void run(const Batch& batch, Scratch& /*scratch*/, Vector& out) const override {
    out.texts.assign(batch.size(), {});
    if (column_.codes.empty()) return;
    const std::span<const uint32_t> rows = way_.follow(batch, out.rows);
    for (size_t i = 0; i < rows.size(); ++i) {
      if (rows[i] != model::k_none) out.texts[i] = column_.text(rows[i]);
    }
  }
  Way way_;
  const model::Column& column_;
};

class ParentPresent : public Node {
 public:
  ParentPresent(size_t slot, Way way) : Node(slot), way_(std::move(way)) {}

 private:
  void run(const Batch& batch, Scratch& /*scratch*/, Vector& out) const override {
    const std::span<const uint32_t> rows = way_.follow(batch, out.rows);
    out.bools.resize(rows.size());
    for (size_t i = 0; i < rows.size(); ++i) out.bools[i] = rows[i] == model::k_none ? 0 : 1;
  }
  Way way_;
};

/// The obligation's own words; within an aggregate, those of the record that it started from.
class Own : public Node {
 public:
  Own(size_t slot, rules::OwnWord word) : Node(slot), word_(word) {}

 private:
  static const findings::Obligation& obligation_of(const Batch& batch, size_t position) {
    const Batch* at = &batch;
    while (at->own.empty()) {
      AUDIT_ASSERT(at->outer != nullptr);
      position = at->owner[position];
      at = at->outer;
    }
    return *at->own[position];
  }

  void run(const Batch& batch, Scratch& /*scratch*/, Vector& out) const override {
    switch (word_) {
      case rules::OwnWord::trigger:
        return fill(batch, out.dates, &findings::Obligation::trigger);
      case rules::OwnWord::due:
        return fill(batch, out.dates, &findings::Obligation::due);
      case rules::OwnWord::met_on:
        return fill(batch, out.dates, &findings::Obligation::met_on);
      case rules::OwnWord::late_by:
        out.numbers.resize(batch.size());
        for (size_t i = 0; i < batch.size(); ++i) {
          const int32_t late = obligation_of(batch, i).late_by;
          out.numbers[i] = late == 0 ? model::k_no_number : scaled(late);
        }
        return;
      case rules::OwnWord::status:
        out.texts.resize(batch.size());
        for (size_t i = 0; i < batch.size(); ++i) {
          out.texts[i] = findings::show(obligation_of(batch, i).status);
        }
        return;
    }
  }

  static void fill(const Batch& batch, std::vector<int32_t>& dates,
                   int32_t findings::Obligation::*member) {
    dates.resize(batch.size());
    for (size_t i = 0; i < batch.size(); ++i) dates[i] = obligation_of(batch, i).*member;
  }
  rules::OwnWord word_;
};

}  // namespace

const model::Column& column_of(const model::Dataset& data, model::TableIndex table,
                               model::ColumnIndex column) {
  const model::Table& records = data.tables[table];
  if (data.schema->tables[table].key == column) return records.key;
  AUDIT_ASSERT(column < records.columns.size());
  return records.columns[column];
}

NodePtr make_literal(Compiler& compiler, const rules::Value& value, model::Type type) {
  const size_t slot = compiler.take_slot();
  if (const auto* text = std::get_if<std::string>(&value)) {
    return std::make_unique<TextLiteral>(slot, *text);
  }
  if (const auto* number = std::get_if<rules::Number>(&value)) {
    return std::make_unique<Literal<NumberKind>>(slot, number->scaled);
  }
  if (const auto* date = std::get_if<calendar::Date>(&value)) {
    return std::make_unique<Literal<DateKind>>(slot, date->days);
  }
  if (const bool* flag = std::get_if<bool>(&value)) {
    return std::make_unique<Literal<BoolKind>>(slot, *flag ? uint8_t{1} : uint8_t{0});
  }
  if (const auto* duration = std::get_if<calendar::Duration>(&value)) {
    return std::make_unique<Literal<DurationKind>>(slot, *duration);
  }
  return with_kind(type, [&](auto kind) -> NodePtr {
    return std::make_unique<Literal<decltype(kind)>>(slot, kind.missing());
  });
}

NodePtr make_column(Compiler& compiler, const Expression& expression) {
  const model::Dataset& data = compiler.bindings().data;
  const rules::Path& path = expression.path;
  const model::Column& column = column_of(data, path.table, path.column);
  Way way(path.outer, path.hops, data);
  const size_t slot = compiler.take_slot();
  switch (expression.type) {
    case model::Type::date:
      return std::make_unique<PlainColumn<DateKind>>(slot, std::move(way), column.dates);
    case model::Type::number:
      return std::make_unique<PlainColumn<NumberKind>>(slot, std::move(way), column.numbers);
    case model::Type::boolean:
      return std::make_unique<PlainColumn<BoolKind>>(slot, std::move(way), column.bools);
    case model::Type::text:
    case model::Type::identifier:
      return std::make_unique<TextColumn>(slot, std::move(way), column);
    case model::Type::duration:
      break;
  }
  AUDIT_ASSERT(!"a column holds no duration");
  return nullptr;
}

NodePtr make_parent_present(Compiler& compiler, const Expression& expression) {
  const rules::Path& path = expression.path;
  return std::make_unique<ParentPresent>(compiler.take_slot(),
                                         Way(path.outer, path.hops, compiler.bindings().data));
}

NodePtr make_own(Compiler& compiler, const Expression& expression) {
  return std::make_unique<Own>(compiler.take_slot(), expression.own);
}

}  // namespace audit::engine
