// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "cli/arguments.hpp"
#include "reports/view.hpp"
#include "util/atomic_file.hpp"

namespace audit::cli {

/// A format as the command line knows it.
struct FormatName {
  std::string name;
  std::string extension;
};

/// What `worklist` and `case` are to write. Formats are told by their place in the list.
struct ViewPlan {
  std::vector<std::pair<size_t, std::string>> files;  ///< -o: format, path
  size_t format = 0;                                  ///< --format, else the first
  bool on_standard_output = true;                     ///< no -o, or --format asks for it
};

/// Judges --output and --format; prints every fault and throws Refused.
ViewPlan plan_views(const std::vector<FormatName>& formats, const Arguments& arguments);

reports::FormatOptions view_options(const ReportArguments& report);

/// The files of one run, opened before any data is read, and renamed into place together.
template <class View>
class ViewOutputs {
 public:
  using Formats = std::vector<reports::ViewFormat<View>>;

  /// Throws Refused, or Fatal{output}.
  ViewOutputs(const Formats& formats, const Arguments& arguments)
      : formats_(formats),
        plan_(plan_views(names_of(formats), arguments)),
        options_(view_options(arguments.report)) {
    for (const auto& [format, path] : plan_.files) {
      files_.push_back(std::make_unique<util::AtomicFile>(path));
    }
  }

  [[nodiscard]] const ViewPlan& plan() const { return plan_; }
  [[nodiscard]] const reports::FormatOptions& options() const { return options_; }

  /// Some format of the run says that rules were skipped.
  [[nodiscard]] bool tells_gaps() const {
    const auto tells = [this](const auto& file) { return formats_[file.first].tells_gaps; };
    return (plan_.on_standard_output && formats_[plan_.format].tells_gaps) ||
           std::any_of(plan_.files.begin(), plan_.files.end(), tells);
  }

  /// Throws Fatal{output}; then no file has changed.
  void write(const View& view) {
    for (size_t i = 0; i < files_.size(); ++i) {
      formats_[plan_.files[i].first].write(view, options_, *files_[i]);
      files_[i]->flush();
    }
    if (plan_.on_standard_output) {
      util::StandardOutput out;
      formats_[plan_.format].write(view, options_, out);
      out.flush();
    }
    for (const auto& file : files_) file->commit();
  }

 private:
  static std::vector<FormatName> names_of(const Formats& formats) {
    std::vector<FormatName> names;
    for (const auto& format : formats) names.push_back({format.name, format.extension});
    return names;
  }

  const Formats& formats_;
  ViewPlan plan_;
  reports::FormatOptions options_;
  std::vector<std::unique_ptr<util::AtomicFile>> files_;
};

}  // namespace audit::cli
