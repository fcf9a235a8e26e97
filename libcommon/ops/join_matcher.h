// Which built records match each streamed one.
#pragma once

#include "ops/join_keys.h"
#include "ops/join_table.h"
#include "stream/stage.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace rowkit::ops {

/// What makes two records match.
struct JoinMatching {
    JoinKeys keys;
    bool null_keys = false; // nulls match one another
    std::optional<JoinPointPair>
        as_of; // of the records with the same keys, the last one that is not after the streamed one
    std::optional<Tolerance> tolerance; // and no further away

    /// What both sides' records are placed by: none, a point, the ends of a span.
    std::vector<expr::Formula> built_span() const;
    const expr::Formula* streamed_point() const;
    std::vector<std::string> streamed_names() const;
};

/// What streamed records are looked up by: their keys, and their points where these count. Bound to one
/// header; used by one thread.
class JoinProbe {
public:
    JoinProbe(const JoinMatching& matching, const Header& header, const expr::BindOptions& bind);

    void start(const Batch& batch, const Place& place);
    /// Calls use(first, keys) for some records after another of the batch.
    template <class Use>
    void each(const Use& use) {
        for (size_t from = 0; from < size_; from += chunk_.size()) {
            const std::span<KeyBytes> keys(chunk_.data(), std::min(chunk_.size(), size_ - from));
            keys_.make({numbers_.data() + from, keys.size()}, keys.data());
            use(from, std::span<const KeyBytes>(keys));
        }
    }
    /// A null is no empty text, where null keys match nothing.
    bool matches_nothing(const KeyBytes& key) const {
        return !matching_.null_keys && has_null(key, matching_.keys.size());
    }
    bool has_points() const { return point_.has_value(); }
    JoinPoint point(size_t record) const { return join_point(points_[record]); }

    /// After each(): tells what was odd.
    void report(const Batch& batch, Writer& notes) const;

private:
    const JoinMatching& matching_;
    GroupKeys keys_;
    std::vector<KeyBytes> chunk_;
    std::vector<uint32_t> numbers_;
    size_t size_ = 0;
    std::optional<expr::Formula> point_; // bound
    std::unique_ptr<expr::Evaluation> evaluation_;
    std::vector<JoinPoint> points_;
};

/// Finds the records of a group that a point matches. Used by one thread.
class JoinLookup {
public:
    JoinLookup(const JoinTable& table, const JoinMatching& matching) : table_(table), matching_(matching) {}

    /// Ascending; valid until the next call. `point` counts where points count.
    std::span<const uint32_t> of(uint32_t group, const JoinPoint& point);
    std::span<const uint32_t> of(uint32_t group) const { return table_.of_group(group); }

private:
    const JoinTable& table_;
    const JoinMatching& matching_;
    std::vector<uint32_t> found_;
};

/// Looks at batches of one header. Used by one thread.
class JoinMatcher {
public:
    JoinMatcher(const JoinTable& table, const JoinMatching& matching, const Header& header,
                const expr::BindOptions& bind)
        : table_(table), probe_(matching, header, bind), lookup_(table, matching) {}

    void start(const Batch& batch, const Place& place, Writer& notes);
    /// The numbers of the built records that match a record of the batch, ascending; valid until the next
    /// call.
    std::span<const uint32_t> of(uint32_t record) {
        const uint32_t group = groups_[record];
        if (group == GroupTable::none) return {};
        return probe_.has_points() ? lookup_.of(group, probe_.point(record)) : lookup_.of(group);
    }

private:
    const JoinTable& table_;
    JoinProbe probe_;
    JoinLookup lookup_;
    std::vector<uint32_t> groups_;
};

} // namespace rowkit::ops
