// SPDX-License-Identifier: MIT
#include "findings/packing.hpp"

#include <algorithm>

#include "findings/counting.hpp"
#include "findings/describe.hpp"
#include "util/fatal.hpp"
#include "util/personal.hpp"

namespace audit::findings {

namespace {

TextCode borrow(const TextList& list, Texts& texts) {
  return list.empty() ? 0 : texts.borrow(list.pool());
}

}  // namespace

PackedRule::PackedRule(const RuleOutcome& said, const RuleResult& result,
                       const model::Dataset& data, Texts& texts)
    : outcome(&said),
      id(&result.id),
      table(&result.table),
      records(data, said.table),
      table_code(texts.add(result.table)),
      messages(borrow(said.messages, texts)),
      remedies(borrow(said.remedies, texts)) {
  for (const auto& pool : records.pools()) pools.push_back({pool.get(), texts.borrow(pool)});
}

Packer::Packer(const PackedRule& rule, AddedTexts& added, bool with_names)
    : rule_(&rule), added_(&added), with_names_(with_names), fingerprints_(*rule.id, *rule.table) {
  for (const PackedRule::Pool& pool : rule.pools) pools_.push_back({pool, {}});
}

PackedFinding Packer::pack(const Obligation& obligation, size_t told) {
  const uint32_t row = obligation.row;
  const Records& records = rule_->records;
  const RuleOutcome& outcome = *rule_->outcome;
  const Cell key = records.key_cell(row);
  PackedFinding packed;
  packed.status = static_cast<unsigned>(obligation.status) & 0xFU;
  packed.participant = code(records.participant_cell(row));
  packed.application = code(records.application_cell(row));
  packed.table = rule_->table_code;
  packed.key = code(key);
  packed.file = file_code(row);
  packed.line = records.line(row);
  packed.region = group_code(GroupBy::region, row);
  packed.office = group_code(GroupBy::office, row);
  packed.case_manager = group_code(GroupBy::case_manager, row);
  packed.program = group_code(GroupBy::program, row);
  if (with_names_) packed.participant_name = added_->add(records.participant_name(row));
  packed.trigger = obligation.trigger;
  packed.due = obligation.due;
  packed.met_on = obligation.met_on;
  packed.late_by = obligation.late_by;
  packed.late_in_business_days = outcome.in_business_days;
  packed.paused_days = obligation.paused_days;
  packed.counted_days = obligation.counted_days;
  packed.message = message_of(obligation, told);
  packed.remedy = code(rule_->remedies, outcome.remedies.code(told));
  packed.fingerprint = fingerprints_.of(key.text(), obligation.trigger);
  return packed;
}

/// Each name is looked through once a packer, however many findings it stands in.
TextCode Packer::group_code(GroupBy by, uint32_t row) {
  const Cell cell = rule_->records.group(by, row);
  if (cell.column == nullptr) return 0;
  Pool& pool = pool_of(cell);
  if (pool.shown.empty()) pool.shown.resize(pool.pool->size(), 0);
  TextCode& shown = pool.shown[cell.code];
  if (shown == 0) {
    shown = util::looks_like_ssn(cell.text()) ? added_->add(shown_name(cell)) : code(cell);
  }
  return shown;
}

TextCode Packer::file_code(uint32_t row) {
  const std::string_view file = rule_->records.file(row);
  if (file.data() != file_.data()) {
    file_ = file;
    file_code_ = added_->add(file);
  }
  return file_code_;
}

TextCode Packer::message_of(const Obligation& obligation, size_t told) {
  const TextList& messages = rule_->outcome->messages;
  if (obligation.paused_days == 0) return code(rule_->messages, messages.code(told));
  const std::string note = clock_note(obligation, rule_->outcome->in_business_days);
  return added_->add(std::string(messages[told]) + note);
}

Packer::Pool& Packer::pool_of(const Cell& cell) {
  const auto known = std::ranges::find(pools_, cell.column->pool.get(), &Pool::pool);
  AUDIT_ASSERT(known != pools_.end());
  return *known;
}

}  // namespace audit::findings
