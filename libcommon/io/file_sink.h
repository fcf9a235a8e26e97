// Output to a descriptor: standard output, or a file that is no regular one.
#pragma once

#include "io/pipe.h"
#include "io/sink.h"

#include <atomic>
#include <memory>
#include <optional>

namespace rowkit {

/// Writes all of `bytes` to `fd`. Throws ReaderGone on EPIPE, else Error (exit 4) with `name`.
void write_all(int fd, std::string_view bytes, const std::string& name);

/// Whether what is written to `path` goes where standard output goes, and would stand in the midst of it. Of
/// devices only a terminal keeps what it is given.
bool leads_to_standard_output(const std::string& path);

/// A sink over a descriptor; write() passes on at once. written() may be called from any thread.
class FdSink final : public Sink {
public:
    static std::unique_ptr<FdSink> standard_output();
    /// For /dev/null, a fifo and such, which can't be replaced.
    static std::unique_ptr<FdSink> open_special(const std::string& path);

    FdSink(std::string name, int fd, bool owned);
    ~FdSink() override;
    FdSink(const FdSink&) = delete;
    FdSink& operator=(const FdSink&) = delete;

    void write(std::string_view bytes) override;
    void write_lasting(std::string_view bytes) override;
    void take_back(Buffer&& buffer, BufferPool& home) override;
    void flush() override {}
    void commit() override;
    uint64_t written() const override { return written_.load(std::memory_order_relaxed); }

    /// A regular file, which nobody waits for as for a pipe's bytes.
    bool regular() const { return regular_; }

private:
    std::string name_;
    int fd_;
    bool owned_;
    bool regular_ = false;
    std::atomic<uint64_t> written_{0};
    std::optional<PipeLoan> loan_; // to a pipe
};

} // namespace rowkit
