// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "calendar/date.hpp"
#include "history/database.hpp"

namespace audit::history {

/// A date of the store; one that is none means that the store is damaged: Fatal{output}.
calendar::Date date_of(const Database& store, const std::string& text);

}  // namespace audit::history
