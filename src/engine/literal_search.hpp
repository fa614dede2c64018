// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace audit::engine {

/// Finds every place of many short ASCII texts in another, ASCII letter case ignored, in one walk
/// (Hyperscan's literal matcher). Shared by threads; each has a Scratch of its own.
class LiteralSearch {
 public:
  class Scratch;
  struct FreeScratch {
    void operator()(Scratch* scratch) const;
  };
  using ScratchPtr = std::unique_ptr<Scratch, FreeScratch>;
  class Listener {
   public:
    /// A literal, by its place in the list, ends before text[end]. False: look no further.
    virtual bool found(uint32_t literal, size_t end) = 0;

   protected:
    Listener() = default;
    ~Listener() = default;
    Listener(const Listener&) = default;
    Listener(Listener&&) = default;
    Listener& operator=(const Listener&) = default;
    Listener& operator=(Listener&&) = default;
  };

  virtual ~LiteralSearch() = default;
  LiteralSearch(const LiteralSearch&) = delete;
  LiteralSearch(LiteralSearch&&) = delete;
  LiteralSearch& operator=(const LiteralSearch&) = delete;
  LiteralSearch& operator=(LiteralSearch&&) = delete;

  [[nodiscard]] virtual ScratchPtr make_scratch() const = 0;
  virtual void search(std::string_view text, Scratch& scratch, Listener& listener) const = 0;

 protected:
  LiteralSearch() = default;
};

/// Null where this build or this processor has no such matcher: then do without.
std::shared_ptr<const LiteralSearch> make_literal_search(const std::vector<std::string>& literals);

}  // namespace audit::engine
