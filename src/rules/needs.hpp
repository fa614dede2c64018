// SPDX-License-Identifier: MIT
#pragma once

#include <optional>

#include "config/keys.hpp"
#include "model/schema.hpp"
#include "rules/typed_rule.hpp"

namespace audit::rules {

/// "closures or applications.closure_date" as tables and columns of the schema; nothing after
/// reporting an unknown one.
std::optional<Need> read_need(const config::Text& text, const model::Schema& schema,
                              util::Diagnostics& diagnostics);

/// The table called so, or nothing after reporting it with the nearest name.
std::optional<model::TableIndex> find_table(const config::Text& name, const model::Schema& schema,
                                            util::Diagnostics& diagnostics);

}  // namespace audit::rules
