// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <exception>
#include <memory>
#include <string_view>
#include <vector>

#include "ingest/source.hpp"

struct XML_ParserStruct;

namespace audit::ingest {

/// An element's attributes; names without their namespace prefix.
class XmlAttributes {
 public:
  explicit XmlAttributes(const char** list) : list_(list) {}
  /// The value, or empty.
  [[nodiscard]] std::string_view get(std::string_view name) const;
  [[nodiscard]] bool is_true(std::string_view name) const;  ///< "1" or "true"

 private:
  const char** list_;  // the parser's: name, value, …, null
};

/// Is told what an XML part holds. Element names come without their namespace prefix; views are
/// valid during the call only.
class XmlHandler {
 public:
  virtual ~XmlHandler() = default;
  virtual void open(std::string_view element, const XmlAttributes& attributes) = 0;
  virtual void close(std::string_view element) = 0;
  virtual void text(std::string_view) {}
};

/// Parses one part piece by piece. Document type declarations are refused, so that no entity can
/// grow; so are absurd depths and tokens.
class XmlReader {
 public:
  XmlReader(std::unique_ptr<ByteSource> source, XmlHandler& handler);

  /// Parses one more piece; false when the part has ended. Throws InputError.
  bool step();
  void finish();  ///< step() to the end

 private:
  struct Free {
    void operator()(XML_ParserStruct* parser) const;
  };
  template <typename Call>
  void guarded(Call&& call);
  void stop();

  static void on_open(void* self, const char* name, const char** attributes);
  static void on_close(void* self, const char* name);
  static void on_text(void* self, const char* text, int bytes);
  static void on_document_type(void* self, const char* name, const char* system, const char* pub,
                               int internal);
  static void on_other(void* self, const char* text);
  static void on_instruction(void* self, const char* target, const char* text);

  std::unique_ptr<ByteSource> source_;
  XmlHandler& handler_;
  std::unique_ptr<XML_ParserStruct, Free> parser_;
  std::vector<char> piece_;
  std::exception_ptr failure_;  // thrown by the handler; must not pass through the C parser
  uint64_t depth_ = 0;
  uint64_t silent_bytes_ = 0;  // fed since the parser last told anything
};

}  // namespace audit::ingest
