// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>

namespace audit::ingest {

// The siblings behind index_function; see IndexFunction for the contract. The vector ones may only
// be called where util::kernel_available says so; elsewhere than on x86-64 they are the portable
// one.
void index_portable(const char* data, size_t chunks, char delimiter, uint64_t* masks);
void index_avx2(const char* data, size_t chunks, char delimiter, uint64_t* masks);
void index_avx512(const char* data, size_t chunks, char delimiter, uint64_t* masks);

}  // namespace audit::ingest
