// SPDX-License-Identifier: MIT
#include <optional>

#include "engine/nodes.hpp"
#include "util/fatal.hpp"

namespace audit::engine {

namespace {

using calendar::Date;
using calendar::Duration;
using rules::Expression;
using rules::FunctionId;
using rules::Op;

int32_t cell(std::optional<Date> date) { return date ? date->days : calendar::k_no_date; }

/// date ± duration; missing outside years 1–9999.
class MoveDate : public Node {
 public:
  MoveDate(size_t slot, NodePtr date, NodePtr duration, int sign,
           const calendar::Calendar& calendar)
      : Node(slot),
        date_(std::move(date)),
        duration_(std::move(duration)),
        sign_(sign),
        calendar_(calendar) {}

 private:
  void run(const Batch& batch, Scratch& scratch, Vector& out) const override {
    const std::vector<int32_t>& dates = date_->evaluate(batch, scratch).dates;
    const std::vector<Duration>& durations = duration_->evaluate(batch, scratch).durations;
    out.dates.resize(batch.size());
    for (size_t i = 0; i < batch.size(); ++i) {
      const bool present = DateKind::present(dates[i]) && DurationKind::present(durations[i]);
      out.dates[i] = present ? moved(dates[i], durations[i]) : calendar::k_no_date;
    }
  }

  [[nodiscard]] int32_t moved(int32_t date, Duration duration) const {
    duration.count *= sign_;
    if (duration.unit == calendar::Unit::days) {
      return cell(calendar::add_days({date}, duration.count));
    }
    return cell(calendar_.add({date}, duration));
  }

  NodePtr date_;
  NodePtr duration_;
  int sign_;
  const calendar::Calendar& calendar_;
};

/// A function of one date; Result: DateKind or NumberKind.
template <class Result>
class DateFunction : public Node {
 public:
  using Function = typename Result::Element (*)(Date);
  DateFunction(size_t slot, NodePtr date, Function function)
      : Node(slot), date_(std::move(date)), function_(function) {}

 private:
  void run(const Batch& batch, Scratch& scratch, Vector& out) const override {
    const std::vector<int32_t>& dates = date_->evaluate(batch, scratch).dates;
    auto& values = out.*Result::cells;
    values.resize(batch.size());
    for (size_t i = 0; i < batch.size(); ++i) {
      values[i] = DateKind::present(dates[i]) ? function_({dates[i]}) : Result::missing();
    }
  }
  NodePtr date_;
  Function function_;
};

class BusinessDays : public Node {
 public:
  BusinessDays(size_t slot, NodePtr from, NodePtr until, const calendar::Calendar& calendar)
      : Node(slot), from_(std::move(from)), until_(std::move(until)), calendar_(calendar) {}

 private:
  void run(const Batch& batch, Scratch& scratch, Vector& out) const override {
    const std::vector<int32_t>& from = from_->evaluate(batch, scratch).dates;
    const std::vector<int32_t>& until = until_->evaluate(batch, scratch).dates;
    out.numbers.assign(batch.size(), model::k_no_number);
    for (size_t i = 0; i < batch.size(); ++i) {
      if (!DateKind::present(from[i]) || !DateKind::present(until[i])) continue;
      out.numbers[i] = scaled(calendar_.business_days({from[i]}, {until[i]}));
    }
  }
  NodePtr from_;
  NodePtr until_;
  const calendar::Calendar& calendar_;
};

/// add_quarters(d, n); missing where n is not whole.
class AddQuarters : public Node {
 public:
  AddQuarters(size_t slot, NodePtr date, NodePtr number)
      : Node(slot), date_(std::move(date)), number_(std::move(number)) {}

 private:
  // Past so many quarters no date of years 1–9999 is left.
  static constexpr int64_t k_most_quarters = 40000;
  static constexpr int64_t k_months = 3;

  void run(const Batch& batch, Scratch& scratch, Vector& out) const override {
    const std::vector<int32_t>& dates = date_->evaluate(batch, scratch).dates;
    const std::vector<int64_t>& numbers = number_->evaluate(batch, scratch).numbers;
    out.dates.assign(batch.size(), calendar::k_no_date);
    for (size_t i = 0; i < batch.size(); ++i) {
      if (!DateKind::present(dates[i]) || !NumberKind::present(numbers[i])) continue;
      const int64_t quarters = numbers[i] / model::k_number_scale;
      if (numbers[i] % model::k_number_scale != 0) continue;
      if (quarters > k_most_quarters || quarters < -k_most_quarters) continue;
      out.dates[i] = cell(calendar::add_months({dates[i]}, quarters * k_months));
    }
  }
  NodePtr date_;
  NodePtr number_;
};

NodePtr date_to_date(Compiler& compiler, NodePtr date, DateFunction<DateKind>::Function function) {
  return std::make_unique<DateFunction<DateKind>>(compiler.take_slot(), std::move(date), function);
}

NodePtr date_to_number(Compiler& compiler, NodePtr date,
                       DateFunction<NumberKind>::Function function) {
  return std::make_unique<DateFunction<NumberKind>>(compiler.take_slot(), std::move(date),
                                                    function);
}

NodePtr make_unary(Compiler& compiler, FunctionId function, NodePtr date) {
  switch (function) {
    case FunctionId::start_of_month:
      return date_to_date(compiler, std::move(date),
                          [](Date d) { return calendar::start_of_month(d).days; });
    case FunctionId::end_of_month:
      return date_to_date(compiler, std::move(date),
                          [](Date d) { return calendar::end_of_month(d).days; });
    case FunctionId::start_of_quarter:
      return date_to_date(compiler, std::move(date),
                          [](Date d) { return calendar::start_of_quarter(d).days; });
    case FunctionId::end_of_quarter:
      return date_to_date(compiler, std::move(date),
                          [](Date d) { return calendar::end_of_quarter(d).days; });
    case FunctionId::year:
      return date_to_number(compiler, std::move(date),
                            [](Date d) { return scaled(calendar::civil(d).year); });
    case FunctionId::month:
      return date_to_number(compiler, std::move(date),
                            [](Date d) { return scaled(calendar::civil(d).month); });
    case FunctionId::day:
      return date_to_number(compiler, std::move(date),
                            [](Date d) { return scaled(calendar::civil(d).day); });
    default:
      AUDIT_ASSERT(function == FunctionId::weekday);
      return date_to_number(compiler, std::move(date),
                            [](Date d) { return scaled(calendar::weekday(d)); });
  }
}

}  // namespace

NodePtr make_arithmetic(Compiler& compiler, const Expression& expression, model::TableIndex table) {
  NodePtr left = compiler.compile(expression.args.at(0), table);
  NodePtr right = compiler.compile(expression.args.at(1), table);
  const size_t slot = compiler.take_slot();
  const int sign = expression.op == Op::subtract_duration ? -1 : 1;
  return std::make_unique<MoveDate>(slot, std::move(left), std::move(right), sign,
                                    compiler.bindings().calendar);
}

NodePtr make_date_function(Compiler& compiler, const Expression& expression,
                           model::TableIndex table) {
  NodePtr first = compiler.compile(expression.args.at(0), table);
  if (expression.function == FunctionId::business_days) {
    NodePtr second = compiler.compile(expression.args.at(1), table);
    return std::make_unique<BusinessDays>(compiler.take_slot(), std::move(first), std::move(second),
                                          compiler.bindings().calendar);
  }
  if (expression.function == FunctionId::add_quarters) {
    NodePtr second = compiler.compile(expression.args.at(1), table);
    return std::make_unique<AddQuarters>(compiler.take_slot(), std::move(first), std::move(second));
  }
  return make_unary(compiler, expression.function, std::move(first));
}

}  // namespace audit::engine
