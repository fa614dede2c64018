// SPDX-License-Identifier: MIT
#include "findings/finding_list.hpp"

#include <utility>

#include "util/fatal.hpp"

namespace audit::findings {

Finding FindingList::operator[](size_t at) const {
  const PackedFinding& packed = packed_[at];
  return {.rule = packed.rule,
          .status = static_cast<Status>(packed.status),
          .participant = texts_[packed.participant],
          .application = texts_[packed.application],
          .table = texts_[packed.table],
          .key = texts_[packed.key],
          .file = texts_[packed.file],
          .line = packed.line,
          .trigger = packed.trigger,
          .due = packed.due,
          .met_on = packed.met_on,
          .late_by = packed.late_by,
          .late_in_business_days = packed.late_in_business_days,
          .paused_days = packed.paused_days,
          .counted_days = packed.counted_days,
          .region = texts_[packed.region],
          .office = texts_[packed.office],
          .case_manager = texts_[packed.case_manager],
          .program = texts_[packed.program],
          .participant_name = texts_[packed.participant_name],
          .message = texts_[packed.message],
          .remedy = texts_[packed.remedy],
          .waived = packed.waived,
          .baselined = packed.baselined,
          .fingerprint = packed.fingerprint};
}

PackedFinding FindingList::pack(const Finding& finding) {
  AUDIT_ASSERT(finding.rule < (1U << 24U));
  PackedFinding packed;
  packed.fingerprint = finding.fingerprint;
  packed.participant = texts_.add(finding.participant);
  packed.application = texts_.add(finding.application);
  packed.table = texts_.add(finding.table);
  packed.key = texts_.add(finding.key);
  packed.file = texts_.add(finding.file);
  packed.region = texts_.add(finding.region);
  packed.office = texts_.add(finding.office);
  packed.case_manager = texts_.add(finding.case_manager);
  packed.program = texts_.add(finding.program);
  packed.participant_name = texts_.add(finding.participant_name);
  packed.message = texts_.add(finding.message);
  packed.remedy = texts_.add(finding.remedy);
  packed.line = finding.line;
  packed.trigger = finding.trigger;
  packed.due = finding.due;
  packed.met_on = finding.met_on;
  packed.late_by = finding.late_by;
  packed.paused_days = finding.paused_days;
  packed.counted_days = finding.counted_days;
  packed.rule = finding.rule & 0xFFFFFFU;
  packed.status = static_cast<unsigned>(finding.status) & 0xFU;
  packed.late_in_business_days = finding.late_in_business_days;
  packed.waived = finding.waived;
  packed.baselined = finding.baselined;
  return packed;
}

void FindingList::push_back(const Finding& finding) { packed_.push_back(pack(finding)); }

void FindingList::append(const FindingList& other) {
  for (const Finding& finding : other) push_back(finding);
}

void FindingList::replace(size_t at, const Finding& finding) { packed_[at] = pack(finding); }

void FindingList::arrange(size_t first, std::span<uint32_t> order) {
  AUDIT_ASSERT(first + order.size() <= packed_.size());
  const std::span<PackedFinding> own = std::span(packed_).subspan(first, order.size());
  for (uint32_t start = 0; start < order.size(); ++start) {
    // Follows one cycle; what has found its place is marked by pointing to itself.
    const PackedFinding held = own[start];
    uint32_t to = start;
    while (order[to] != start) {
      const uint32_t from = order[to];
      own[to] = own[from];
      order[to] = to;
      to = from;
    }
    own[to] = held;
    order[to] = to;
  }
}

}  // namespace audit::findings
