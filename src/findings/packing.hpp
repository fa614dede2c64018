// SPDX-License-Identifier: MIT
#pragma once

#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "findings/audit.hpp"
#include "findings/fingerprints.hpp"
#include "findings/records.hpp"

namespace audit::findings {

/// New texts of a list to which several threads add. Nobody may look at the list's texts meanwhile.
class AddedTexts {
 public:
  explicit AddedTexts(Texts& texts) : texts_(&texts) {}
  TextCode add(std::string_view text) {
    const std::scoped_lock lock(mutex_);
    return texts_->add(text);
  }

 private:
  std::mutex mutex_;
  Texts* texts_;
};

/// What packing the findings of one rule takes, and what any thread may read. The texts of the data
/// are borrowed, not copied: all that may be needed, before the first is packed.
struct PackedRule {
  PackedRule(const RuleOutcome& said, const RuleResult& result, const model::Dataset& data,
             Texts& texts);

  struct Pool {
    const model::TextPool* pool = nullptr;
    TextCode first = 0;
  };
  const RuleOutcome* outcome;
  const std::string* id;
  const std::string* table;
  Records records;
  TextCode table_code;
  TextCode messages;
  TextCode remedies;
  std::vector<Pool> pools;  // a handful
};

/// Packs findings of one rule, for one thread.
class Packer {
 public:
  Packer(const PackedRule& rule, AddedTexts& added, bool with_names);

  /// `told`: which of the outcome's messages and remedies is the obligation's.
  PackedFinding pack(const Obligation& obligation, size_t told);

 private:
  TextCode code(const Cell& cell) {
    return cell.column == nullptr ? 0 : code(pool_of(cell).first, cell.code);
  }
  static TextCode code(TextCode first, uint32_t code) { return code == 0 ? 0 : first + code; }
  TextCode group_code(GroupBy by, uint32_t row);
  TextCode file_code(uint32_t row);
  TextCode message_of(const Obligation& obligation, size_t told);

  struct Pool : PackedRule::Pool {
    std::vector<TextCode> shown;  // by its code, of group columns; 0: not yet looked at
  };
  Pool& pool_of(const Cell& cell);

  const PackedRule* rule_;
  AddedTexts* added_;
  bool with_names_;
  Fingerprints fingerprints_;
  std::vector<Pool> pools_;
  std::string_view file_;  // the last one
  TextCode file_code_ = 0;
};

}  // namespace audit::findings
