// SPDX-License-Identifier: MIT
#pragma once

#include <memory>

#include "ingest/source.hpp"

namespace audit::ingest {

/// What a .gz input unpacks to (all its members, one after the other), under the name of the packed
/// one. Damaged or cut data, bytes behind the last member and bombs are an InputError.
std::unique_ptr<Input> gzip_input(std::unique_ptr<Input> packed, const Bounds& bounds);

/// Throws InputError once an unpacked size breaks the bounds: past Bounds::member_bytes, no more
/// than Bounds::expansion bytes may come of one packed byte.
void check_expansion(uint64_t packed, uint64_t unpacked, const Bounds& bounds);

}  // namespace audit::ingest
