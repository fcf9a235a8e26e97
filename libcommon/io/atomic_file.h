// An output file that appears whole, or not at all.
#pragma once

#include "io/sink.h"

#include <atomic>
#include <sys/stat.h>

namespace rowkit {

/// Writes to a file without a name beside the target, where the file system knows such, else to one with a
/// name of its own; commit() syncs it and puts it in the target's place. A target that is a link stays one:
/// what it leads to is replaced. Mode and owner of a file that is replaced are kept.
class AtomicFile final : public Sink {
public:
    /// Throws Error (exit 4) where the target's directory is missing or can't be written.
    explicit AtomicFile(const std::string& path);
    ~AtomicFile() override;
    AtomicFile(const AtomicFile&) = delete;
    AtomicFile& operator=(const AtomicFile&) = delete;

    void write(std::string_view bytes) override;
    void flush() override {}
    void commit() override;
    uint64_t written() const override { return written_.load(std::memory_order_relaxed); }

private:
    void open_temporary(mode_t mode);
    void keep_owner_and_mode(const struct stat& replaced);
    bool make_name(bool (AtomicFile::*make)(const std::string& name));
    bool create(const std::string& name);
    bool link(const std::string& name);
    void discard();

    std::string shown_;     // the path as given
    std::string name_;      // the target's last part
    std::string temporary_; // the name that the file has beside it by now, or empty
    mode_t mode_ = 0666;
    int directory_ = -1;
    int fd_ = -1;
    bool replaces_ = false;
    std::atomic<uint64_t> written_{0};
    uint64_t sent_to_disk_ = 0;
};

} // namespace rowkit
