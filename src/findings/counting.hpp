// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "findings/audit.hpp"
#include "findings/records.hpp"

namespace audit::findings {

/// What reports call a group or a staff member. Some exports name staff by SSN.
std::string shown_name(const Cell& cell);

/// Counts obligations by the values of one group-by. A text column's codes lead to a group by one
/// look-up in a vector, so that counting every obligation costs little.
class GroupCounter {
 public:
  void count(const Cell& cell, Status status);
  void add(const GroupCounter& other);
  /// By name, the nameless one last.
  void append_to(std::vector<Group>& out, const char* by);

 private:
  size_t& slot_of(const Cell& cell);
  size_t group_named(const std::string& name);

  std::vector<Group> groups_;
  std::map<std::string, size_t> by_name_;
  std::unordered_map<const model::TextPool*, std::vector<size_t>> slots_;  // never iterated
  const model::TextPool* last_pool_ = nullptr;
  std::vector<size_t>* last_slots_ = nullptr;
  size_t none_ = 0;
};

/// Counts obligations wherever they count: in their rule, in their groups, in the whole. Each
/// thread has one; their sums are the audit's.
class Counter {
 public:
  explicit Counter(size_t rules) : by_rule_(rules) {}
  void count(const Records& records, size_t rule, uint32_t row, Status status);
  void add(const Counter& other);
  void tell(Audit& audit);

 private:
  std::vector<Tally> by_rule_;
  std::array<GroupCounter, k_group_bys> groups_;
};

}  // namespace audit::findings
