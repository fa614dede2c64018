// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/source.hpp"

namespace audit::ingest {

/// Collects what list_inputs finds, then puts it into the fixed order.
class ListingBuilder {
 public:
  explicit ListingBuilder(const Bounds& bounds) : bounds_(bounds) {}

  /// `order`: what the input is sorted by; inputs with equal ones stay in the order they came in.
  void add(std::unique_ptr<Input> input, std::string order);
  /// A thing that is left out, and why; `failed`: exit code 3.
  void tell(std::string file, std::string text, bool failed);
  void force_from(size_t first, const std::string& table);  ///< inputs[first ..)
  /// Forces the inputs of that name; false if there is none.
  bool force_named(std::string_view name, const std::string& table);

  [[nodiscard]] size_t inputs() const { return inputs_.size(); }
  [[nodiscard]] size_t problems() const { return problems_.size(); }
  [[nodiscard]] const Bounds& bounds() const { return bounds_; }
  Listing finish();

 private:
  struct Listed {
    std::string order;
    std::unique_ptr<Input> input;
  };

  Bounds bounds_;
  std::vector<Listed> inputs_;
  std::vector<model::DataProblem> problems_;
  bool failed_ = false;
};

/// A name as reports show it: bytes that are not UTF-8 as \xNN.
std::string display_name(std::string_view bytes);
/// The part behind the last '/'.
std::string_view base_name(std::string_view path);
/// True if `name` ends with `ending` (lower case), in any letter case.
bool has_ending(std::string_view name, std::string_view ending);
bool is_lock_file(
    std::string_view path);  ///< "~$book.xlsx", which a spreadsheet leaves while it is open

/// The inputs in one .zip file or workbook, by what it holds. Faults are told to the builder.
void list_zip(const std::string& path, const std::string& name, ListingBuilder& builder);

}  // namespace audit::ingest
