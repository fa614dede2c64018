// SPDX-License-Identifier: MIT
#include "engine/literal_search.hpp"

#if AUDIT_HYPERSCAN
#include <hs.h>
#endif

namespace audit::engine {

#if AUDIT_HYPERSCAN

class LiteralSearch::Scratch {
 public:
  explicit Scratch(hs_scratch_t* scratch) : scratch_(scratch) {}
  ~Scratch() { hs_free_scratch(scratch_); }
  Scratch(const Scratch&) = delete;
  Scratch(Scratch&&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  Scratch& operator=(Scratch&&) = delete;
  [[nodiscard]] hs_scratch_t* get() const { return scratch_; }

 private:
  hs_scratch_t* scratch_;
};

void LiteralSearch::FreeScratch::operator()(Scratch* scratch) const {
  const std::unique_ptr<Scratch> owner(scratch);
}

namespace {

struct FreeDatabase {
  void operator()(hs_database_t* database) const { hs_free_database(database); }
};
using DatabasePtr = std::unique_ptr<hs_database_t, FreeDatabase>;

DatabasePtr compile(const std::vector<std::string>& literals) {
  std::vector<const char*> texts;
  std::vector<size_t> sizes;
  std::vector<unsigned> ids;
  for (const std::string& literal : literals) {
    ids.push_back(static_cast<unsigned>(ids.size()));
    texts.push_back(literal.data());
    sizes.push_back(literal.size());
  }
  const std::vector<unsigned> flags(literals.size(), HS_FLAG_CASELESS);
  hs_database_t* database = nullptr;
  hs_compile_error_t* error = nullptr;
  const hs_error_t failed = hs_compile_lit_multi(texts.data(), flags.data(), ids.data(),
                                                 sizes.data(), static_cast<unsigned>(ids.size()),
                                                 HS_MODE_BLOCK, nullptr, &database, &error);
  hs_free_compile_error(error);
  return DatabasePtr(failed == HS_SUCCESS ? database : nullptr);
}

class Hyperscan : public LiteralSearch {
 public:
  Hyperscan(DatabasePtr database, ScratchPtr prototype)
      : database_(std::move(database)), prototype_(std::move(prototype)) {}

  [[nodiscard]] ScratchPtr make_scratch() const override {
    hs_scratch_t* scratch = nullptr;
    if (hs_clone_scratch(prototype_->get(), &scratch) != HS_SUCCESS) throw std::bad_alloc();
    return ScratchPtr(std::make_unique<Scratch>(scratch).release());
  }

  void search(std::string_view text, Scratch& scratch, Listener& listener) const override {
    const auto tell = [](unsigned literal, unsigned long long /*from*/, unsigned long long end,
                         unsigned /*flags*/, void* context) {
      return static_cast<Listener*>(context)->found(literal, end) ? 0 : 1;
    };
    hs_scan(database_.get(), text.data(), static_cast<unsigned>(text.size()), 0, scratch.get(),
            tell, &listener);
  }

 private:
  DatabasePtr database_;
  ScratchPtr prototype_;
};

}  // namespace

std::shared_ptr<const LiteralSearch> make_literal_search(const std::vector<std::string>& literals) {
  if (literals.empty() || hs_valid_platform() != HS_SUCCESS) return nullptr;
  DatabasePtr database = compile(literals);
  hs_scratch_t* scratch = nullptr;
  if (!database || hs_alloc_scratch(database.get(), &scratch) != HS_SUCCESS) return nullptr;
  LiteralSearch::ScratchPtr prototype(std::make_unique<LiteralSearch::Scratch>(scratch).release());
  return std::make_shared<const Hyperscan>(std::move(database), std::move(prototype));
}

#else

class LiteralSearch::Scratch {};

void LiteralSearch::FreeScratch::operator()(Scratch* scratch) const {
  const std::unique_ptr<Scratch> owner(scratch);
}

std::shared_ptr<const LiteralSearch> make_literal_search(
    const std::vector<std::string>& /*literals*/) {
  return nullptr;
}

#endif

}  // namespace audit::engine
