// SPDX-License-Identifier: MIT
#include "findings/counting.hpp"

#include <algorithm>

#include "findings/order.hpp"
#include "util/fatal.hpp"
#include "util/personal.hpp"

namespace audit::findings {

namespace {

/// Of obligations that nothing sets aside yet.
void add_statuses(const Tally& part, Tally& sum) {
  for (size_t i = 0; i < part.by_status.size(); ++i) sum.by_status[i] += part.by_status[i];
}

}  // namespace

std::string shown_name(const Cell& cell) {
  return util::without_ssn(cell.text(), util::SsnForm::any);
}

void GroupCounter::count(const Cell& cell, Status status) {
  size_t& slot = slot_of(cell);
  if (slot == 0) slot = group_named(shown_name(cell));
  ++groups_[slot - 1].tally.by_status[static_cast<size_t>(status)];
}

void GroupCounter::add(const GroupCounter& other) {
  for (const Group& group : other.groups_) {
    add_statuses(group.tally, groups_[group_named(group.name) - 1].tally);
  }
}

void GroupCounter::append_to(std::vector<Group>& out, const char* by) {
  std::ranges::sort(groups_, [](const Group& a, const Group& b) {
    return compare_nulls_last(a.name, b.name) < 0;
  });
  for (Group& group : groups_) {
    group.by = by;
    out.push_back(std::move(group));
  }
}

/// Where the cell's group number + 1 is kept; 0 there means "not yet looked up".
size_t& GroupCounter::slot_of(const Cell& cell) {
  if (cell.column == nullptr) return none_;
  const model::TextPool* pool = cell.column->pool.get();
  if (pool != last_pool_) {
    last_pool_ = pool;
    last_slots_ = &slots_[pool];
    if (last_slots_->size() < pool->size()) last_slots_->resize(pool->size(), 0);
  }
  return (*last_slots_)[cell.code];
}

size_t GroupCounter::group_named(const std::string& name) {
  const auto [found, is_new] = by_name_.try_emplace(name, groups_.size() + 1);
  if (is_new) groups_.push_back({{}, name, {}});
  return found->second;
}

void Counter::count(const Records& records, size_t rule, uint32_t row, Status status) {
  ++by_rule_[rule].by_status[static_cast<size_t>(status)];
  for (const GroupBy by : k_all_group_bys) {
    groups_[static_cast<size_t>(by)].count(records.group(by, row), status);
  }
}

void Counter::add(const Counter& other) {
  for (size_t i = 0; i < by_rule_.size(); ++i) add_statuses(other.by_rule_[i], by_rule_[i]);
  for (size_t i = 0; i < groups_.size(); ++i) groups_[i].add(other.groups_[i]);
}

void Counter::tell(Audit& audit) {
  AUDIT_ASSERT(audit.rules.size() == by_rule_.size());
  for (size_t i = 0; i < by_rule_.size(); ++i) {
    audit.rules[i].tally = by_rule_[i];
    add_statuses(by_rule_[i], audit.totals);
  }
  for (const GroupBy by : k_all_group_bys) {
    groups_[static_cast<size_t>(by)].append_to(audit.groups, show(by));
  }
}

}  // namespace audit::findings
