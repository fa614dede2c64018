// SPDX-License-Identifier: MIT
#include "evidence/sha256.hpp"

#include <fmt/format.h>
#include <nettle/sha2.h>

#include <array>

namespace audit::evidence {

struct Sha256::State {
  sha256_ctx context;
};

Sha256::Sha256() : state_(std::make_unique<State>()) { sha256_init(&state_->context); }
Sha256::~Sha256() = default;

void Sha256::add(std::span<const char> bytes) {
  const auto raw = std::as_bytes(bytes);
  // Nettle takes unsigned bytes; a byte may be looked at as one.
  sha256_update(&state_->context, raw.size(), reinterpret_cast<const uint8_t*>(raw.data()));
}

std::string Sha256::finish() {
  std::array<uint8_t, SHA256_DIGEST_SIZE> digest{};
  sha256_digest(&state_->context, digest.size(), digest.data());
  std::string text;
  for (const uint8_t byte : digest) text += fmt::format("{:02x}", byte);
  return text;
}

}  // namespace audit::evidence
