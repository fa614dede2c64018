// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace audit::util {

/// Where a report's bytes go. append() may buffer; faults surface as Fatal{output}.
class Output {
 public:
  virtual ~Output() = default;
  virtual void append(std::string_view bytes) = 0;
};

/// Collects bytes in memory.
class StringOutput : public Output {
 public:
  void append(std::string_view bytes) override { text_.append(bytes); }
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  std::string text_;
};

struct UnfinishedFile;

/// A file that becomes visible whole, by commit(), or not at all: bytes go to a temporary file
/// beside the target (mode 0600), which commit() flushes, fsyncs and renames over it. Without
/// commit() the destructor removes the temporary file and the former target stays as it was; so
/// does a signal (see remove_unfinished_files). A target that is not a regular file (/dev/stdout,
/// a pipe) is written to directly, as is the file that standard output goes to; a symbolic link is
/// followed and its target replaced. The process must ignore SIGPIPE.
class AtomicFile : public Output {
 public:
  explicit AtomicFile(std::string path);  ///< Throws Fatal{output}.
  ~AtomicFile() override;
  AtomicFile(const AtomicFile&) = delete;
  AtomicFile& operator=(const AtomicFile&) = delete;

  void append(std::string_view bytes) override;  ///< Throws Fatal{output}.
  void flush();                                  ///< All bytes are with the system.
  void commit();  ///< Throws Fatal{output}; then nothing has changed.

 private:
  std::string path_;       // as given, for messages
  std::string target_;     // after following links
  std::string temporary_;  // empty: written directly
  std::string buffer_;
  int descriptor_ = -1;
  uint64_t written_ = 0;  // bytes
  uint64_t syncing_ = 0;  // of them, those that the disk was told to write
  bool committed_ = false;
  bool to_stdout_ = false;                // the target is standard output by another name
  bool closed_ = false;                   // ... and its reader has gone: later bytes are dropped
  UnfinishedFile* unfinished_ = nullptr;  // its entry in the list of remove_unfinished_files

  void write(std::string_view bytes);
  void open_directly(const std::string& path);
  void open_temporary();
  void discard() noexcept;
};

/// Standard output as an Output: a closed pipe ends quietly (later bytes are dropped), a full disk
/// throws Fatal{output}.
class StandardOutput : public Output {
 public:
  ~StandardOutput() override;
  void append(std::string_view bytes) override;
  void flush();

 private:
  void write(std::string_view bytes);

  std::string buffer_;
  bool closed_ = false;
};

}  // namespace audit::util
