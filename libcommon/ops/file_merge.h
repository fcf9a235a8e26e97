// Merging files that are sorted each by itself, with a block of each in memory.
#pragma once

#include "ops/record_keys.h"
#include "stream/stage.h"

#include <string>
#include <vector>

namespace rowkit::ops {

/// Says which file it wants a block of, takes its batches, and writes records as soon as they can't be
/// preceded any more. Records with the same key come in the order of the files. Used by one thread.
class FileMerge {
public:
    /// `unique`: of records with the same key, only the first one.
    FileMerge(const SortKeys& keys, const Header& header, size_t files, bool unique)
        : keys_(keys, header), unique_(unique), queues_(files) {}

    /// A file that has not ended, and of which no record is waiting if there is such a one.
    size_t next_file() const;
    void file_ended(size_t file) { queues_[file].ended = true; }

    /// Throws Error (exit 3) for a record that is out of order in its file.
    void take(const Batch& batch, const Place& place, Writer& out);
    /// All files have ended.
    void finish(Writer& out);

private:
    /// The records of one file that wait to be written.
    struct Queue {
        Output records;
        Buffer keys;
        std::vector<uint32_t> ends, key_ends;
        size_t at = 0;
        bool ended = false;
        std::string last_key; // of all taken so far
        std::string trailing;
        std::string_view lent; // the newline that its last record was given
        std::string_view lacking; // the newline that what stands behind that record lacks

        bool empty() const { return at == ends.size(); }
        std::string_view record(size_t i) const { return part(records.bytes, ends, i); }
        std::string_view key(size_t i) const { return part(keys, key_ends, i); }
        static std::string_view part(const Buffer& bytes, const std::vector<uint32_t>& ends, size_t i) {
            const uint32_t begin = i ? ends[i - 1] : 0;
            return bytes.view().substr(begin, ends[i] - begin);
        }
    };
    void check_order(const Queue& queue, const Batch& batch) const;
    void merge(Writer& out);
    void write(const Queue& queue, Writer& out);
    void pay(Writer& out);
    bool comes_before(size_t a, size_t b) const;

    RecordKeys keys_;
    bool unique_;
    std::vector<Queue> queues_;
    std::vector<size_t> heap_; // of files with records, the one that is next at the top
    std::string written_;      // the key of the last record written
    std::string_view owed_;    // the newline that it was lent, and that was not written
    bool any_ = false;
};

} // namespace rowkit::ops
