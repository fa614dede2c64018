// SPDX-License-Identifier: MIT
#include "ingest/gzip_source.hpp"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <new>
#include <utility>
#include <vector>

namespace audit::ingest {
namespace {

constexpr size_t k_packed_bytes = size_t{128} << 10U;
constexpr int k_gzip_only = 16 + MAX_WBITS;
constexpr const char* k_cut = "is a gzip file that ends too early; copy or export it again";
constexpr const char* k_damaged = "is a damaged gzip file; copy or export it again";

class GzipSource : public ByteSource {
 public:
  GzipSource(std::unique_ptr<ByteSource> packed, const Bounds& bounds)
      : packed_(std::move(packed)), bounds_(bounds), buffer_(k_packed_bytes) {
    if (inflateInit2(&stream_, k_gzip_only) != Z_OK) throw std::bad_alloc();
  }
  GzipSource(const GzipSource&) = delete;
  GzipSource& operator=(const GzipSource&) = delete;
  ~GzipSource() override { inflateEnd(&stream_); }

  void observe(StoredBytes* observer) override { packed_->observe(observer); }

  size_t read(std::span<char> out) override {
    const size_t wanted = std::min<size_t>(out.size(), size_t{1} << 30U);
    stream_.next_out = reinterpret_cast<Bytef*>(out.data());
    stream_.avail_out = static_cast<uInt>(wanted);
    while (stream_.avail_out == wanted && wanted > 0) {
      if (stream_.avail_in == 0 && !refill()) {
        if (within_member_) throw InputError(k_cut);
        return 0;
      }
      if (!step()) return 0;
    }
    const size_t got = wanted - stream_.avail_out;
    unpacked_bytes_ += got;
    check_expansion(packed_bytes_, unpacked_bytes_, bounds_);
    return got;
  }

 private:
  bool refill() {
    const size_t got = packed_->read(buffer_);
    packed_bytes_ += got;
    stream_.next_in = reinterpret_cast<Bytef*>(buffer_.data());
    stream_.avail_in = static_cast<uInt>(got);
    return got > 0;
  }

  /// false: only padding is left.
  bool step() {
    if (!within_member_ && members_ > 0) {
      if (skip_padding()) return true;
      if (*stream_.next_in != 0x1F || padded_) {
        throw InputError("is a gzip file with other bytes behind it; copy or export it again");
      }
      if (inflateReset(&stream_) != Z_OK) throw InputError(k_damaged);
    }
    within_member_ = true;
    const int result = inflate(&stream_, Z_NO_FLUSH);
    if (result == Z_MEM_ERROR) throw std::bad_alloc();
    if (result == Z_STREAM_END) {
      within_member_ = false;
      ++members_;
    } else if (result != Z_OK && result != Z_BUF_ERROR) {
      throw InputError(k_damaged);
    }
    return true;
  }

  /// Zero bytes may fill up the last member (tapes did that). True if the buffer is used up by
  /// them.
  bool skip_padding() {
    while (stream_.avail_in > 0 && *stream_.next_in == 0) {
      ++stream_.next_in;
      --stream_.avail_in;
      padded_ = true;
    }
    return stream_.avail_in == 0;
  }

  std::unique_ptr<ByteSource> packed_;
  Bounds bounds_;
  std::vector<char> buffer_;
  z_stream stream_{};
  uint64_t packed_bytes_ = 0;
  uint64_t unpacked_bytes_ = 0;
  uint64_t members_ = 0;
  bool within_member_ = false;
  bool padded_ = false;
};

class GzipInput : public Input {
 public:
  GzipInput(std::unique_ptr<Input> packed, const Bounds& bounds)
      : packed_(std::move(packed)), bounds_(bounds) {}
  [[nodiscard]] const std::string& name() const override { return packed_->name(); }
  [[nodiscard]] std::string stored_in() const override { return packed_->stored_in(); }
  [[nodiscard]] uint64_t size_hint() const override { return packed_->size_hint(); }
  std::unique_ptr<ByteSource> open() override {
    return std::make_unique<GzipSource>(packed_->open(), bounds_);
  }

 private:
  std::unique_ptr<Input> packed_;
  Bounds bounds_;
};

}  // namespace

std::unique_ptr<Input> gzip_input(std::unique_ptr<Input> packed, const Bounds& bounds) {
  return std::make_unique<GzipInput>(std::move(packed), bounds);
}

void check_expansion(uint64_t packed, uint64_t unpacked, const Bounds& bounds) {
  if (unpacked <= bounds.member_bytes) return;
  if (packed > 0 && unpacked / bounds.expansion <= packed) return;
  throw InputError(fmt::format(
      "unpacks to more than {} bytes, over {} times its packed size, as no export does; unpack it "
      "yourself if it is one",
      bounds.member_bytes, bounds.expansion));
}

}  // namespace audit::ingest
