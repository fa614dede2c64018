// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <span>

#include "history/database.hpp"

namespace audit::history {

/// The steps that lead from an empty file to the newest format: step i makes version i + 1 of
/// version i. A step that was ever released is not changed any more.
std::span<const char* const> migrations();

/// Brings a store up to the newest version, whole or not at all. Throws Fatal{output} for a file of
/// another program, and of a newer version of this one.
void migrate(Database& database, std::span<const char* const> steps);

}  // namespace audit::history
