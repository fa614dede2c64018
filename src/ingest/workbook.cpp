// SPDX-License-Identifier: MIT
#include "ingest/workbook.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "ingest/xml_reader.hpp"

// Which sheets a workbook has. A workbook is a zip file of XML parts: the package's relationships
// name the workbook part, that names its sheets, and its own relationships say where they lie.
namespace audit::ingest {
namespace {

constexpr std::string_view k_package_relations = "_rels/.rels";

struct Relation {
  std::string type;  // the last part of its URI: "worksheet", "sharedStrings", …
  std::string target;
};

class RelationsHandler : public XmlHandler {
 public:
  void open(std::string_view element, const XmlAttributes& attributes) override {
    if (element != "Relationship" || attributes.get("TargetMode") == "External") return;
    const std::string_view type = attributes.get("Type");
    relations_[std::string(attributes.get("Id"))] = {std::string(base_name(type)),
                                                     std::string(attributes.get("Target"))};
  }
  void close(std::string_view) override {}
  std::map<std::string, Relation> take() { return std::move(relations_); }

 private:
  std::map<std::string, Relation> relations_;
};

struct SheetName {
  std::string name;
  std::string relation;
};

class WorkbookHandler : public XmlHandler {
 public:
  void open(std::string_view element, const XmlAttributes& attributes) override {
    if (element == "workbookPr") dates_from_1904 = attributes.is_true("date1904");
    if (element == "sheet") {
      sheets.push_back({std::string(attributes.get("name")), std::string(attributes.get("id"))});
    }
  }
  void close(std::string_view) override {}

  std::vector<SheetName> sheets;
  bool dates_from_1904 = false;
};

/// Whether a sheet has any cell with something in it.
class FirstValueHandler : public XmlHandler {
 public:
  void open(std::string_view element, const XmlAttributes&) override {
    within_value_ = element == "v" || element == "t" || element == "f";
  }
  void close(std::string_view) override { within_value_ = false; }
  void text(std::string_view) override { found = found || within_value_; }

  bool found = false;

 private:
  bool within_value_ = false;
};

class SheetInput : public Input {
 public:
  SheetInput(std::string name, SheetParts parts, uint64_t bytes, const Bounds& bounds)
      : name_(std::move(name)), parts_(std::move(parts)), bytes_(bytes), bounds_(bounds) {}
  [[nodiscard]] const std::string& name() const override { return name_; }
  [[nodiscard]] bool is_sheet() const override { return true; }
  [[nodiscard]] std::string stored_in() const override { return parts_.path; }
  [[nodiscard]] uint64_t size_hint() const override { return bytes_; }
  [[nodiscard]] const SheetParts& parts() const { return parts_; }
  std::unique_ptr<ByteSource> open() override {
    return open_zip_member(parts_.path, parts_.identity, parts_.sheet, bounds_);
  }

 private:
  std::string name_;
  SheetParts parts_;
  uint64_t bytes_;
  Bounds bounds_;
};

/// Part names are compared without letter case (ECMA-376 part 2).
bool is_same_part(std::string_view a, std::string_view b) {
  const auto lower = [](char byte) {
    return byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte - 'A' + 'a') : byte;
  };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [&](char x, char y) { return lower(x) == lower(y); });
}

/// "worksheets/sheet1.xml", seen from the folder "xl/"; a target may also begin at the root.
std::string resolved(std::string_view folder, std::string_view target) {
  if (target.starts_with('/')) return std::string(target.substr(1));
  while (target.starts_with("./")) target.remove_prefix(2);
  while (target.starts_with("../")) {
    target.remove_prefix(3);
    if (folder.ends_with('/')) folder.remove_suffix(1);
    folder = folder.substr(0, folder.size() - base_name(folder).size());
  }
  return std::string(folder).append(target);
}

/// One workbook while its sheets are listed.
class WorkbookListing {
 public:
  WorkbookListing(const ZipArchive& archive, std::string path, const Bounds& bounds)
      : entries_(archive.entries()), bounds_(bounds) {
    parts_.path = std::move(path);
    parts_.identity = archive.identity();
  }

  void list(const std::string& name, ListingBuilder& builder);

 private:
  [[nodiscard]] const ZipEntry* find(std::string_view part) const;
  [[nodiscard]] const ZipEntry& need(std::string_view part) const;
  void read(const ZipEntry& entry, XmlHandler& handler) const;
  [[nodiscard]] std::map<std::string, Relation> relations(std::string_view part) const;
  [[nodiscard]] std::string workbook_part() const;
  void find_shared_parts(const std::map<std::string, Relation>& relations);
  void add_sheet(const ZipEntry& entry, const std::string& name, const std::string& book,
                 ListingBuilder& builder) const;

  std::vector<ZipEntry> entries_;
  Bounds bounds_;
  SheetParts parts_;
  std::string folder_;  // of the workbook part
};

const ZipEntry* WorkbookListing::find(std::string_view part) const {
  const auto found = std::find_if(entries_.begin(), entries_.end(), [&](const ZipEntry& entry) {
    return is_same_part(entry.name, part);
  });
  return found == entries_.end() ? nullptr : &*found;
}

const ZipEntry& WorkbookListing::need(std::string_view part) const {
  if (const ZipEntry* entry = find(part)) return *entry;
  throw InputError(
      "is a damaged workbook (a part is missing); open it in a spreadsheet and save it");
}

void WorkbookListing::read(const ZipEntry& entry, XmlHandler& handler) const {
  XmlReader(open_zip_member(parts_.path, parts_.identity, entry.index, bounds_), handler).finish();
}

std::map<std::string, Relation> WorkbookListing::relations(std::string_view part) const {
  RelationsHandler handler;
  if (const ZipEntry* entry = find(part)) read(*entry, handler);
  return handler.take();
}

std::string WorkbookListing::workbook_part() const {
  for (const auto& [id, relation] : relations(k_package_relations)) {
    if (relation.type == "officeDocument") return resolved("", relation.target);
  }
  return "xl/workbook.xml";
}

void WorkbookListing::find_shared_parts(const std::map<std::string, Relation>& relations) {
  for (const auto& [id, relation] : relations) {
    const ZipEntry* entry = find(resolved(folder_, relation.target));
    if (entry == nullptr) continue;
    if (relation.type == "sharedStrings") parts_.strings = entry->index;
    if (relation.type == "styles") parts_.styles = entry->index;
  }
}

void WorkbookListing::list(const std::string& name, ListingBuilder& builder) {
  const std::string workbook = workbook_part();
  const std::string_view file = base_name(workbook);
  folder_ = workbook.substr(0, workbook.size() - file.size());
  WorkbookHandler handler;
  read(need(workbook), handler);
  const auto relations = this->relations(folder_ + "_rels/" + std::string(file) + ".rels");
  parts_.dates_from_1904 = handler.dates_from_1904;
  find_shared_parts(relations);
  size_t worksheets = 0;
  for (const SheetName& sheet : handler.sheets) {
    const auto relation = relations.find(sheet.relation);
    // A chart has a sheet of its own at times; it has no rows.
    if (relation != relations.end() && relation->second.type != "worksheet") continue;
    ++worksheets;
    const std::string target = relation == relations.end() ? "" : relation->second.target;
    add_sheet(need(resolved(folder_, target)), sheet.name, name, builder);
  }
  if (worksheets == 0) builder.tell(name, "is a workbook without sheets", true);
}

void WorkbookListing::add_sheet(const ZipEntry& entry, const std::string& name,
                                const std::string& book, ListingBuilder& builder) const {
  const std::string shown = book + '!' + name;
  SheetParts parts = parts_;
  parts.sheet = entry.index;
  try {
    FirstValueHandler handler;
    XmlReader reader(open_zip_member(parts.path, parts.identity, parts.sheet, bounds_), handler);
    while (!handler.found && reader.step()) {
    }
    if (!handler.found) return builder.tell(shown, "is an empty sheet; it is left out", false);
  } catch (const InputError& error) {
    return builder.tell(shown, error.what(), true);
  }
  builder.add(std::make_unique<SheetInput>(shown, std::move(parts), entry.bytes, bounds_), book);
}

}  // namespace

bool is_workbook(const std::vector<ZipEntry>& entries) {
  const auto has = [&](std::string_view name) {
    return std::any_of(entries.begin(), entries.end(),
                       [&](const ZipEntry& entry) { return entry.name == name; });
  };
  return has("xl/workbook.xml") || (has("[Content_Types].xml") && has(k_package_relations));
}

void list_workbook(const ZipArchive& archive, const std::string& path, const std::string& name,
                   ListingBuilder& builder) {
  WorkbookListing(archive, path, builder.bounds()).list(name, builder);
}

std::unique_ptr<RowReader> open_sheet_rows(Input& input, const RowOptions& options) {
  const auto* sheet = dynamic_cast<const SheetInput*>(&input);
  if (sheet == nullptr) throw InputError("is not a sheet of a workbook");
  return read_sheet(sheet->parts(), options);
}

}  // namespace audit::ingest
