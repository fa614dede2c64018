// SPDX-License-Identifier: MIT
#include "findings/texts.hpp"

#include <algorithm>
#include <utility>

#include "util/fatal.hpp"

namespace audit::findings {

Texts::Texts() : own_(std::make_shared<model::TextPool>()) {}

TextCode Texts::borrow(const std::shared_ptr<const model::TextPool>& pool) {
  const auto known = std::ranges::find(pages_, pool.get(), &Page::pool);
  if (known != pages_.end()) return known->first;
  const auto first = static_cast<TextCode>(pages_.size() * k_page);
  const size_t pages = (size_t{pool->size()} + k_page - 1) / k_page;
  AUDIT_ASSERT(pages_.size() + pages <= k_first_own / k_page);
  pages_.insert(pages_.end(), pages, Page{pool.get(), first});
  borrowed_.push_back(pool);
  return first;
}

TextCode Texts::add(std::string_view text) {
  return text.empty() ? 0 : k_first_own + own_->intern(text);
}

TextList::TextList(std::initializer_list<std::string_view> texts) {
  for (const std::string_view text : texts) push_back(text);
}

void TextList::push_back(std::string_view text) {
  if (!pool_) pool_ = std::make_shared<model::TextPool>();
  const bool again = !codes_.empty() && pool_->text(codes_.back()) == text;
  codes_.push_back(again ? codes_.back() : pool_->intern(text));
}

void TextList::append(TextList other) {
  if (empty()) {
    *this = std::move(other);
    return;
  }
  if (other.empty()) return;
  const std::vector<uint32_t> here = pool_->intern_all(*other.pool_);  // by its code
  for (const uint32_t code : other.codes_) codes_.push_back(here[code]);
}

void TextList::clear() {
  codes_.clear();
  pool_.reset();
}

bool operator==(const TextList& a, const TextList& b) {
  if (a.size() != b.size()) return false;
  for (size_t i = 0; i < a.size(); ++i) {
    if (a[i] != b[i]) return false;
  }
  return true;
}

}  // namespace audit::findings
