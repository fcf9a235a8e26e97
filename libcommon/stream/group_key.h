// The text of a record's key columns.
#pragma once

#include "codec/batch.h"
#include "codec/reader.h"
#include "stream/select.h"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace rowkit {

/// Hashes what looks like text, so that a map of strings can be asked with a view.
struct TextHash {
    using is_transparent = void;
    size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
};

/// The key of one record after another: two keys are equal where the text of each key column is. A null is as
/// an empty text. Used by one thread.
class GroupKey {
public:
    GroupKey(std::string_view columns, const ResolveOptions& options)
        : selection_(Selection::parse(columns)), options_(options) {}

    /// What it needs of records that are otherwise kept whole.
    Demand demand() const;

    /// Binds the columns. Throws Error (exit 2) for an unknown one.
    void open(const Header& header);

    /// Looks at a batch whose records are asked for next.
    void start(const Batch& batch);
    /// Valid until the next call.
    std::string_view of(const Batch& batch, size_t record);

private:
    Selection selection_;
    ResolveOptions options_;
    Header header_; // the places below are of one like this
    std::vector<size_t> places_;
    Buffer key_, scratch_;
};

} // namespace rowkit
