// A file's bytes as memory: for those who would otherwise hold a copy of them until the end.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace rowkit {

/// A regular file in memory, read-only: its pages are those of the system's cache, so none is filled afresh.
/// Thread-safe.
///
/// If the file is cut short meanwhile, what is gone reads as zeros, and check() tells. What is appended
/// changes nothing.
class FileMap {
public:
    /// Bytes [from, from + size) of the file. Null where that can't be, or where the file was written to in
    /// the last seconds (it may be growing still) or is standard output. `name` is for errors. The descriptor
    /// can be closed afterwards.
    static std::shared_ptr<const FileMap> of(int fd, uint64_t from, uint64_t size, std::string name);
    ~FileMap();
    FileMap(const FileMap&) = delete;
    FileMap& operator=(const FileMap&) = delete;

    std::string_view bytes() const { return bytes_; }

    /// Makes ready a part of bytes() that has just been read from the file, and is to be looked at much
    /// later.
    static void keep_at_hand(std::string_view part);
    /// A part that is not needed any more takes no memory of this program's.
    static void let_go(std::string_view part);

    /// Throws Error (exit 4) where the file was changed or could not be read since it was mapped. A file that
    /// has grown, and ends with the same bytes up to where it ended, was appended to.
    void check() const;

private:
    FileMap() = default;
    std::string end_of_file() const;

    std::string name_;
    std::string_view bytes_;
    char* base_ = nullptr; // of whole pages
    size_t length_ = 0;
    int fd_ = -1;
    int slot_ = -1;
    int64_t written_s_ = 0, written_ns_ = 0; // when the file was last written to
    uint64_t file_size_ = 0;
    std::string end_; // end_of_file() when it was mapped
};

} // namespace rowkit
