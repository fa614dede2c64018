// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "findings/audit.hpp"

namespace audit::findings {

/// An obligation that an earlier audit knew, to be asked after.
struct Sought {
  std::string rule;
  std::string table;  ///< of its record
  std::string key;
  int32_t trigger = calendar::k_no_date;
};

/// What is left of it in this one.
struct Traced {
  enum class Fate : uint8_t {
    not_checked,    ///< its rule was skipped: nothing can be said
    no_rule,        ///< its rule is not among those asked for
    no_record,      ///< no record of its table has the key
    no_obligation,  ///< the record is there, and carries no obligation with this trigger
    obligation      ///< it is there: status and due date are those of now
  };
  Fate fate = Fate::not_checked;
  Status status = Status::met;
  int32_t due = calendar::k_no_date;
};

/// One answer for each that is sought. Looks at each table and each rule's obligations once.
std::vector<Traced> trace(const std::vector<Sought>& sought,
                          const std::vector<RuleOutcome>& outcomes, const model::Dataset& data);

}  // namespace audit::findings
