// Bytes of a file, a pipe or standard input, as they are.
#pragma once

#include "io/peek.h"

#include <atomic>
#include <memory>

namespace rowkit {

/// A source over a descriptor. consumed(), bytes_waiting() and interrupt() may be called from any thread.
class FdSource : public PeekingSource {
public:
    /// Opens `path`, "-" being standard input. Throws Error: exit 2 for a terminal as standard input, exit 4
    /// for what can't be opened or is a directory. `watch_output` and `name` as in SourceOptions.
    static std::unique_ptr<FdSource> open(const std::string& path, int watch_output,
                                          const std::string& name = {});

    /// Reads from `fd`, which is closed at the end if it is `owned`.
    FdSource(std::string name, int fd, bool owned, int watch_output = -1);
    ~FdSource() override;
    FdSource(const FdSource&) = delete;
    FdSource& operator=(const FdSource&) = delete;

    uint64_t consumed() const override { return consumed_.load(std::memory_order_relaxed); }
    /// What is left from where the descriptor stood at first. Not for files that say they are empty: those
    /// of /proc say so too.
    std::optional<uint64_t> total() const override { return total_; }
    /// `offset` counts from where the descriptor stood at first.
    bool seek(uint64_t offset) override;
    std::optional<size_t> read_at(uint64_t offset, char* into, size_t room) const override;
    std::shared_ptr<const FileMap> map() const override;

    /// Whether the descriptor has bytes, or its end, to be read.
    bool bytes_waiting() const;

    /// Makes interrupt() work from now on.
    void allow_interrupt();
    /// Lets a read() that waits return 0 at once, and all later ones.
    void interrupt();

protected:
    size_t take(char* into, size_t room) override;
    bool take_ready() override { return bytes_waiting(); }

private:
    bool wait_for_bytes(); // false: interrupted

    int fd_;
    int watch_output_;
    int wake_ = -1;
    bool owned_;
    bool regular_ = false;
    uint64_t start_ = 0;
    std::optional<uint64_t> total_;
    std::atomic<uint64_t> consumed_{0};
};

} // namespace rowkit
