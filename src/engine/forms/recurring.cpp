// SPDX-License-Identifier: MIT
// Form 3: something must keep happening. A record's anchors are the distinct dates among `from` and
// its events from then on; each opens an obligation that the next anchor meets. One long silence is
// one obligation, whose lateness ends where the record does (`stop`).
#include <algorithm>
#include <span>

#include "engine/children.hpp"
#include "engine/forms/form.hpp"
#include "util/fatal.hpp"

namespace audit::engine {

namespace {

using calendar::k_no_date;
using findings::Facts;

class Recurring : public Form {
 public:
  Recurring(Compiler& compiler, const rules::TypedRule& rule)
      : slot_(compiler.take_slot()),
        from_(compiler.compile(*rule.from, rule.table)),
        every_(compiler.compile(*rule.every, rule.table)),
        until_(compile_optional(compiler, rule.until, rule.table)),
        children_(compiler, *rule.events),
        dates_(column_of(compiler.bindings().data, rule.events->table, rule.events->column).dates),
        pauses_(rule, compiler.bindings().calendar),
        calendar_(compiler.bindings().calendar),
        as_of_(compiler.bindings().as_of.days) {}

  void collect(const Batch& batch, Scratch& scratch, std::vector<Facts>& out) const override {
    Vector& space = scratch.vectors[slot_];
    find_spans(batch, scratch, space);
    find_anchors(batch, scratch, space);
    const std::vector<calendar::Duration>& every = every_->evaluate(batch, scratch).durations;
    size_t begin = 0;
    while (begin < space.pairs.size()) {
      const uint32_t position = space.pairs[begin].first;
      size_t end = begin + 1;
      while (end < space.pairs.size() && space.pairs[end].first == position) ++end;
      if (DurationKind::present(every[position])) {
        const Span span{.from = space.dates[position],
                        .until = space.bounds[position],
                        .every = every[position]};
        open(batch.rows[position], span, std::span(space.pairs).subspan(begin, end - begin), out);
      }
      begin = end;
    }
  }

 private:
  struct Span {
    int32_t from = k_no_date;
    int32_t until = k_no_date;
    calendar::Duration every;
  };

  // `from` and `until` by row; `from` is none where the record carries no obligation.
  void find_spans(const Batch& batch, Scratch& scratch, Vector& space) const {
    space.dates = from_->evaluate(batch, scratch).dates;
    if (until_) {
      space.bounds = until_->evaluate(batch, scratch).dates;
    } else {
      space.bounds.assign(batch.size(), k_no_date);
    }
    for (size_t i = 0; i < batch.size(); ++i) {
      if (space.bounds[i] != k_no_date && space.bounds[i] < space.dates[i]) {
        space.dates[i] = k_no_date;
      }
    }
  }

  // The anchors as (position in the batch, date), ascending and distinct.
  void find_anchors(const Batch& batch, Scratch& scratch, Vector& space) const {
    space.pairs.clear();
    uint32_t next = 0;  // position whose `from` is to come
    const auto begin_before = [&](uint32_t end) {
      for (; next < end; ++next) {
        if (space.dates[next] != k_no_date) space.pairs.emplace_back(next, space.dates[next]);
      }
    };
    if (!dates_.empty()) {
      const std::span<const uint32_t> parents = children_.way().follow(batch, space.rows);
      const auto wanted = [&](size_t i) { return space.dates[i] != k_no_date; };
      children_.walk(batch, parents, scratch, wanted, [&](const Batch& children) {
        for (size_t i = 0; i < children.size(); ++i) {
          begin_before(children.owner[i] + 1);
          take_event(children.owner[i], dates_[children.rows[i]], space);
        }
      });
    }
    begin_before(static_cast<uint32_t>(batch.size()));
    sort_each(space.pairs);
    space.pairs.erase(std::unique(space.pairs.begin(), space.pairs.end()), space.pairs.end());
  }

  // By date; they are by position already.
  static void sort_each(std::vector<std::pair<uint32_t, int64_t>>& pairs) {
    for (auto begin = pairs.begin(); begin != pairs.end();) {
      const auto end = std::find_if(begin, pairs.end(),
                                    [&](const auto& pair) { return pair.first != begin->first; });
      std::ranges::sort(begin, end);
      begin = end;
    }
  }

  void take_event(uint32_t position, int32_t date, Vector& space) const {
    const int32_t until = space.bounds[position];
    if (date == k_no_date || date < space.dates[position] || date > as_of_) return;
    if (until != k_no_date && date > until) return;
    space.pairs.emplace_back(position, date);
  }

  void open(uint32_t row, const Span& span, std::span<const std::pair<uint32_t, int64_t>> anchors,
            std::vector<Facts>& out) const {
    for (size_t i = 0; i < anchors.size(); ++i) {
      const auto anchor = static_cast<int32_t>(anchors[i].second);
      const std::optional<calendar::Date> due = calendar_.add({anchor}, span.every);
      if (!due) continue;
      Facts facts;
      facts.row = row;
      facts.dated = true;
      facts.trigger = anchor;
      facts.due = due->days;
      if (!pauses_.apply(facts)) continue;
      if (i + 1 < anchors.size()) {
        facts.met_on = static_cast<int32_t>(anchors[i + 1].second);
      } else if (!stays_open(span, facts)) {
        continue;
      }
      out.push_back(facts);
    }
  }

  // The last anchor: overdue if its due date is before `stop`; otherwise nothing once the record
  // has ended, else still to come.
  bool stays_open(const Span& span, Facts& facts) const {
    const bool ended = span.until != k_no_date && span.until <= as_of_;
    facts.stop = ended ? span.until : as_of_;
    return facts.due < facts.stop || !ended;
  }

  size_t slot_;
  NodePtr from_;
  NodePtr every_;
  NodePtr until_;  // may be absent
  Children children_;
  std::span<const int32_t> dates_;  // of the events' column
  Pauses pauses_;
  const calendar::Calendar& calendar_;
  int32_t as_of_;
};

}  // namespace

FormPtr make_recurring(Compiler& compiler, const rules::TypedRule& rule) {
  AUDIT_ASSERT(rule.from.has_value() && rule.every.has_value() && rule.events.has_value());
  return std::make_unique<Recurring>(compiler, rule);
}

}  // namespace audit::engine
