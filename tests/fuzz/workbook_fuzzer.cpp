// SPDX-License-Identifier: MIT
#include <sys/mman.h>
#include <unistd.h>
#include <zip.h>

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/rows.hpp"
#include "ingest/source.hpp"

// A workbook whose parts are the pieces of the data between 0xFF bytes, in the order of k_parts
// (those past the end have a sound default); data that begins with "PK" is the whole file instead.
namespace {

using namespace audit::ingest;

struct Part {
  const char* name;
  std::string_view otherwise;
};

constexpr std::array<Part, 6> k_parts{
    {
     {"xl/worksheets/sheet1.xml", "<worksheet/>"},
     {"xl/sharedStrings.xml", "<sst><si><t>a</t></si><si><t>b</t></si></sst>"},
     {"xl/styles.xml",
         "<styleSheet><numFmts><numFmt numFmtId=\"170\" formatCode=\"m/d/yyyy\"/></numFmts>"
         "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"170\"/><xf numFmtId=\"46\"/></cellXfs>"
         "</styleSheet>"},
     {"xl/workbook.xml",
         "<workbook xmlns:r=\"r\"><sheets><sheet name=\"S\" r:id=\"a\"/></sheets></workbook>"},
     {"xl/_rels/workbook.xml.rels",
         "<Relationships><Relationship Id=\"a\" Type=\"/worksheet\" "
         "Target=\"worksheets/sheet1.xml\"/>"
         "<Relationship Id=\"b\" Type=\"/sharedStrings\" Target=\"sharedStrings.xml\"/>"
         "<Relationship Id=\"c\" Type=\"/styles\" Target=\"styles.xml\"/></Relationships>"},
     {"_rels/.rels",
         "<Relationships><Relationship Id=\"a\" Type=\"/officeDocument\" "
         "Target=\"xl/workbook.xml\"/>"
         "</Relationships>"},
     }
};

std::vector<char> zipped(std::string_view data) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* target = zip_source_buffer_create(nullptr, 0, 0, &error);
  zip_t* archive = zip_open_from_source(target, ZIP_TRUNCATE, &error);
  zip_source_keep(target);
  bool past_end = false;
  for (const Part& part : k_parts) {
    const size_t end = data.find('\xFF');
    const std::string_view piece = past_end ? part.otherwise : data.substr(0, end);
    past_end = past_end || end == std::string_view::npos;
    if (!past_end) data.remove_prefix(end + 1);
    zip_source_t* source = zip_source_buffer(archive, piece.data(), piece.size(), 0);
    const zip_int64_t index = zip_file_add(archive, part.name, source, 0);
    zip_set_file_compression(archive, static_cast<zip_uint64_t>(index), ZIP_CM_STORE, 0);
  }
  zip_close(archive);
  zip_source_open(target);
  zip_source_seek(target, 0, SEEK_END);
  std::vector<char> bytes(static_cast<size_t>(zip_source_tell(target)));
  zip_source_seek(target, 0, SEEK_SET);
  zip_source_read(target, bytes.data(), bytes.size());
  zip_source_close(target);
  zip_source_free(target);
  return bytes;
}

void read_everything(const std::string& path) {
  Bounds bounds;
  bounds.member_bytes = uint64_t{16} << 20U;
  bounds.cell_bytes = 1000;
  bounds.columns = 100;
  const Listing listing = list_inputs({path}, {}, bounds);
  for (const auto& input : listing.inputs) {
    try {
      RowOptions options;
      options.bounds = bounds;
      const auto rows = open_rows(*input, sniff_encoding(*input), options);
      RowBatch batch;
      bool seen = false;
      while (rows->next(batch)) {
        for (const std::string_view cell : batch.cells)
          seen = seen || (!cell.empty() && cell.back() != 0);
      }
    } catch (const InputError&) {
      continue;
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::vector<char> bytes =
      text.starts_with("PK") ? std::vector<char>(text.begin(), text.end()) : zipped(text);
  const int file = ::memfd_create("fuzz", MFD_CLOEXEC);
  if (file < 0) return 0;
  if (::write(file, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size())) {
    read_everything("/proc/self/fd/" + std::to_string(file));
  }
  ::close(file);
  return 0;
}
