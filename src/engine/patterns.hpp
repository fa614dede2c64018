// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <string>

namespace re2 {
class RE2;
}

namespace audit::engine {

/// A regex that the rules' checker has accepted. Shared since a probe, a std::function, is copied.
std::shared_ptr<const re2::RE2> compile_pattern(const std::string& pattern, bool case_sensitive);

}  // namespace audit::engine
