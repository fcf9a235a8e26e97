// A record of either side of a join as the bytes of a temporary file: its key, its places on a line, its
// cells.
#pragma once

#include "base/buffer.h"
#include "ops/group_table.h"
#include "ops/join_point.h"

#include <string_view>

namespace rowkit::ops {

/// Appends the parts of a record in the order in which a JoinRecordReader takes them.
void append_join_key(const KeyBytes& key, Buffer& out);
void append_join_point(const JoinPoint& point, Buffer& out);

/// Takes the parts of a record, the key first. What it gives points into the record.
class JoinRecordReader {
public:
    explicit JoinRecordReader(std::string_view record) : left_(record) {}

    KeyBytes key();
    JoinPoint point();
    /// What is left: the row.
    std::string_view rest() const { return left_; }

private:
    template <class T>
    T take();

    std::string_view left_;
};

/// A streamed record's place in the input: of the file on the command line, and in its bytes. Throws Error
/// (exit 4) past 16 TB of one file, or a million files.
uint64_t stream_origin(size_t file, uint64_t offset);

} // namespace rowkit::ops
