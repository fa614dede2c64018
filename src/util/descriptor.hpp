// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

// What an operating system's files have in common for those who read and write them.
namespace audit::util {

/// An errno in words: "the disk is full", "Permission denied".
std::string error_text(int error);

/// Writes all of `bytes`, however many calls it takes; 0, or the errno that stopped it.
int write_all(int descriptor, std::string_view bytes);

}  // namespace audit::util
