// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "calendar/calendar.hpp"
#include "rules/load.hpp"

namespace audit::rules {

/// XXH3-128 in hex over all that decides findings before data is read: rules, parameters, sets,
/// derived columns, calendar, suspensions, tables and their headers. The order of files, of rules
/// within them and of a set's values does not count, nor do disabled rules and examples.
std::string rules_digest(const Settings& settings, const std::vector<calendar::Holiday>& holidays,
                         const std::vector<std::string>& bundled_data);

/// The same over one rule and what it may read: its own text and parameters, the sets that it or a
/// derived column names, derived columns, calendar and suspensions. Equal digests: it judges alike.
std::string rule_digest(const TypedRule& rule, const Settings& settings);

}  // namespace audit::rules
