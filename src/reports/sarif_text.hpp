// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace audit::reports {

/// `text` as a plain message of SARIF 2.1.0 (3.11.5, 3.11.6): nothing in it is a placeholder or a
/// link.
std::string sarif_text(std::string_view text);

/// A file's name as reports show it, as a URI reference (RFC 3986): percent-encoded; relative, or
/// file: where it begins with a slash.
std::string uri_of(std::string_view path);

}  // namespace audit::reports
