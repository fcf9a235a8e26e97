// Other encodings to UTF-8.
#pragma once

#include "base/buffer.h"
#include "io/peek.h"

#include <iconv.h>
#include <memory>

namespace rowkit {

/// True where `encoding` names UTF-8, in any of its spellings.
bool is_utf8(std::string_view encoding);

/// The encoding that a UTF-16 BOM tells, or empty.
std::string_view encoding_by_bom(std::string_view first);
/// For PeekingSource::peek(): whether more bytes are needed for encoding_by_bom().
bool bom_undecided(std::string_view first);

/// The bytes of `below` as UTF-8, without the BOM. read() throws Error (exit 3) with the byte's offset where
/// they are no text of that encoding, after all that comes before.
class Transcoder final : public Source {
public:
    /// `encoding` as iconv names it. Throws Error (exit 2) where there is none of that name.
    Transcoder(std::unique_ptr<PeekingSource> below, const std::string& encoding);
    ~Transcoder() override;
    Transcoder(const Transcoder&) = delete;
    Transcoder& operator=(const Transcoder&) = delete;

    size_t read(char* into, size_t room) override;
    bool ready() override;
    uint64_t consumed() const override { return below_->consumed(); }
    std::optional<uint64_t> total() const override { return below_->total(); }
    bool seek(uint64_t) override { return false; }

private:
    size_t left() const { return output_.size() - at_; }
    void fill();
    void convert();
    void fail(const char* what);

    std::unique_ptr<PeekingSource> below_;
    std::string encoding_;
    iconv_t converter_;
    Buffer input_;
    uint64_t offset_ = 0; // of input_'s first byte in the bytes below
    Buffer output_;
    size_t at_ = 0;
    bool at_start_ = true;
    bool ended_ = false;
    std::exception_ptr error_;
};

} // namespace rowkit
