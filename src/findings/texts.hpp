// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string_view>
#include <vector>

#include "model/text_pool.hpp"

// What findings say is said of many of them: their texts are kept once and known by number.
namespace audit::findings {

/// The number of a text; 0: the empty one.
using TextCode = uint32_t;

/// Texts of several pools under one numbering: those of the data, shared and not copied, and one of
/// its own for what is new. A copy shares its pools. Views live as long as any copy does.
class Texts {
 public:
  Texts();

  /// Takes the pool in: its text `code` is borrow(pool) + code here, unless `code` is 0. The pool
  /// must not grow afterwards.
  TextCode borrow(const std::shared_ptr<const model::TextPool>& pool);
  TextCode add(std::string_view text);

  [[nodiscard]] std::string_view operator[](TextCode code) const {
    if (code >= k_first_own) return own_->text(code - k_first_own);
    if (code == 0) return {};
    const Page page = pages_[code / k_page];
    return page.pool->text(code - page.first);
  }

 private:
  static constexpr TextCode k_first_own = TextCode{1} << 31U;
  // Each pool begins at a multiple of this, so that one look-up leads from a code to its pool.
  static constexpr TextCode k_page = 1U << 12U;
  struct Page {
    const model::TextPool* pool = nullptr;
    TextCode first = 0;  ///< what the pool's code 0 would be
  };

  std::vector<Page> pages_;
  std::vector<std::shared_ptr<const model::TextPool>> borrowed_;
  std::shared_ptr<model::TextPool> own_;
};

/// Texts in a row, many of them alike, each kept once.
class TextList {
 public:
  TextList() = default;
  TextList(std::initializer_list<std::string_view> texts);

  void push_back(std::string_view text);
  void append(TextList other);
  void clear();

  [[nodiscard]] size_t size() const { return codes_.size(); }
  [[nodiscard]] bool empty() const { return codes_.empty(); }
  [[nodiscard]] std::string_view operator[](size_t at) const { return pool_->text(codes_[at]); }

  /// Code of the text in pool(), which is nullptr while there was no text.
  [[nodiscard]] uint32_t code(size_t at) const { return codes_[at]; }
  [[nodiscard]] const std::shared_ptr<model::TextPool>& pool() const { return pool_; }

  friend bool operator==(const TextList& a, const TextList& b);

 private:
  std::vector<uint32_t> codes_;
  std::shared_ptr<model::TextPool> pool_;
};

}  // namespace audit::findings
