// SPDX-License-Identifier: MIT
#include "ingest/stored_bytes.hpp"

#include <xxhash.h>

#include <new>

#include "ingest/source.hpp"
#include "util/hash.hpp"

namespace audit::ingest {

void StoredBytes::Release::operator()(XXH3_state_s* state) const { XXH3_freeState(state); }

StoredBytes::StoredBytes() : state_(XXH3_createState()) {
  if (!state_) throw std::bad_alloc();
  XXH3_128bits_reset(state_.get());
}

void StoredBytes::add(std::span<const char> bytes) {
  XXH3_128bits_update(state_.get(), bytes.data(), bytes.size());
  count_ += bytes.size();
}

std::string StoredBytes::digest() const {
  const XXH128_hash_t hash = XXH3_128bits_digest(state_.get());
  return "xxh3:" + util::hex({hash.high64, hash.low64});
}

void ByteSource::told(std::span<const char> stored) {
  if (observer_ != nullptr) observer_->add(stored);
}

}  // namespace audit::ingest
