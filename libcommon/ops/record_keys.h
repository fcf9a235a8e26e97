// The sort keys of a batch's records as bytes that compare as the records are to be ordered.
#pragma once

#include "expr/evaluate.h"
#include "ops/group_table.h"
#include "ops/sort_key.h"
#include "stream/group_key.h"

#include <memory>
#include <vector>

namespace rowkit::ops {

/// Appends the key of one value: what memcmp() finds to be less comes first. No key is the beginning of
/// another one.
void append_key(const SortKey& key, const expr::Value& value, Arena& arena, Buffer& scratch, Buffer& out);

/// Numbers the groups of records that are alike in some columns, in the order of their first records. One
/// thread's.
class GroupNumbers {
public:
    GroupNumbers(std::string_view columns, const ResolveOptions& options) : key_(columns, options) {}

    GroupKey& key() { return key_; }
    /// After key().start(batch).
    uint32_t of(const Batch& batch, size_t record);
    /// Of memory, roughly.
    uint64_t bytes() const { return table_.bytes(); }

private:
    GroupKey key_;
    GroupTable table_;
};

/// Makes keys, batch by batch. Used by one thread.
class RecordKeys {
public:
    /// `keys` are bound, to `header`; both outlive this. `groups`, where given, come before the keys.
    RecordKeys(const SortKeys& keys, const Header& header, GroupNumbers* groups = nullptr)
        : bound_(&keys), header_(&header), groups_(groups) {}

    /// Looks at the next batch, whose records are asked for then.
    void start(const Batch& batch, const Place& place) { place_ = counter_.next(batch, place); }
    /// Appends the keys of these records one after another to `bytes`, and where each one ends in there.
    /// Texts in a number's place are told to `notes`, if given.
    /// Throws Error (exit 4) where there would be 4 GiB of keys.
    void append(const Batch& batch, Records records, Buffer& bytes, std::vector<uint32_t>& ends,
                Writer* notes = nullptr);

private:
    const SortKeys& keys_for(const Batch& batch);
    void append_group(const Batch& batch, uint32_t record, Buffer& bytes);
    void append_one(const SortKey& key, const Batch& batch, uint32_t record, const expr::Value* value,
                    Buffer& bytes);
    void append_columns(const SortKeys& keys, const Batch& batch, Records records, Buffer& bytes,
                        std::vector<uint32_t>& ends);
    void append_computed(const SortKeys& keys, const Batch& batch, Records records, Buffer& bytes,
                         std::vector<uint32_t>& ends, Writer* notes);

    const SortKeys* bound_;
    const Header* header_;
    GroupNumbers* groups_;
    // JSON objects that are not alike come under headers of their own, where a key may be missing.
    SortKeys other_;
    Header other_header_;
    bool has_other_ = false;
    expr::RecordCounter counter_;
    expr::BatchPlace place_;

    Arena arena_;
    Buffer scratch_;
};

} // namespace rowkit::ops
