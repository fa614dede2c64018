// SPDX-License-Identifier: MIT
#include "ingest/xml_reader.hpp"

#include <expat.h>

#include <new>
#include <string>
#include <utility>

namespace audit::ingest {
namespace {

constexpr size_t k_piece_bytes = size_t{64} << 10U;
constexpr uint64_t k_depth = 256;
// A tag or comment is parsed anew with each piece until it is whole.
constexpr uint64_t k_token_bytes = uint64_t{4} << 20U;
constexpr const char* k_damaged =
    "is a damaged workbook; open it in a spreadsheet and save it again";

std::string_view local_name(const char* name) {
  const std::string_view whole = name;
  const size_t colon = whole.rfind(':');
  return colon == std::string_view::npos ? whole : whole.substr(colon + 1);
}

}  // namespace

std::string_view XmlAttributes::get(std::string_view name) const {
  for (const char** at = list_; *at != nullptr; at += 2) {
    if (local_name(at[0]) == name) return at[1];
  }
  return {};
}

bool XmlAttributes::is_true(std::string_view name) const {
  const std::string_view value = get(name);
  return value == "1" || value == "true";
}

void XmlReader::Free::operator()(XML_ParserStruct* parser) const { XML_ParserFree(parser); }

XmlReader::XmlReader(std::unique_ptr<ByteSource> source, XmlHandler& handler)
    : source_(std::move(source)),
      handler_(handler),
      parser_(XML_ParserCreate(nullptr)),
      piece_(k_piece_bytes) {
  if (!parser_) throw std::bad_alloc();
  XML_SetUserData(parser_.get(), this);
  XML_SetElementHandler(parser_.get(), on_open, on_close);
  XML_SetCharacterDataHandler(parser_.get(), on_text);
  XML_SetStartDoctypeDeclHandler(parser_.get(), on_document_type);
  XML_SetCommentHandler(parser_.get(), on_other);
  XML_SetProcessingInstructionHandler(parser_.get(), on_instruction);
}

void XmlReader::stop() { XML_StopParser(parser_.get(), XML_FALSE); }

template <typename Call>
void XmlReader::guarded(Call&& call) {
  silent_bytes_ = 0;
  if (failure_) return;
  try {
    std::forward<Call>(call)();
  } catch (...) {
    failure_ = std::current_exception();
    stop();
  }
}

void XmlReader::on_open(void* self, const char* name, const char** attributes) {
  auto& reader = *static_cast<XmlReader*>(self);
  reader.guarded([&] {
    if (++reader.depth_ > k_depth) throw InputError(k_damaged);
    reader.handler_.open(local_name(name), XmlAttributes(attributes));
  });
}

void XmlReader::on_close(void* self, const char* name) {
  auto& reader = *static_cast<XmlReader*>(self);
  reader.guarded([&] {
    --reader.depth_;
    reader.handler_.close(local_name(name));
  });
}

void XmlReader::on_text(void* self, const char* text, int bytes) {
  auto& reader = *static_cast<XmlReader*>(self);
  reader.guarded([&] { reader.handler_.text({text, static_cast<size_t>(bytes)}); });
}

void XmlReader::on_document_type(void* self, const char*, const char*, const char*, int) {
  static_cast<XmlReader*>(self)->guarded([] { throw InputError(k_damaged); });
}

void XmlReader::on_other(void* self, const char*) {
  static_cast<XmlReader*>(self)->guarded([] {});
}

void XmlReader::on_instruction(void* self, const char*, const char*) {
  static_cast<XmlReader*>(self)->guarded([] {});
}

bool XmlReader::step() {
  const size_t got = source_->read(piece_);
  silent_bytes_ += got;
  const XML_Status status = XML_Parse(parser_.get(), piece_.data(), static_cast<int>(got),
                                      got == 0 ? XML_TRUE : XML_FALSE);
  if (failure_) std::rethrow_exception(std::exchange(failure_, nullptr));
  if (status != XML_STATUS_OK && XML_GetErrorCode(parser_.get()) == XML_ERROR_NO_MEMORY) {
    throw std::bad_alloc();
  }
  if (status != XML_STATUS_OK || silent_bytes_ > k_token_bytes) throw InputError(k_damaged);
  return got > 0;
}

void XmlReader::finish() {
  while (step()) {
  }
}

}  // namespace audit::ingest
