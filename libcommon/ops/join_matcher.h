// Which built records match each streamed one.
#pragma once

#include "ops/join_keys.h"
#include "ops/join_table.h"
#include "stream/stage.h"

#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace rowkit::ops {

/// What makes two records match.
struct JoinMatching {
    JoinKeys keys;
    bool null_keys = false;              // nulls match one another
    std::optional<JoinPointPair> as_of;  // of the records with the same keys, the last one that is not after the streamed one
    std::optional<Tolerance> tolerance;  // and no further away

    /// What both sides' records are placed by: none, a point, the ends of a span.
    std::vector<expr::Formula> built_span() const;
    const expr::Formula* streamed_point() const;
    std::vector<std::string> streamed_names() const;
};

/// Looks at batches of one header. Used by one thread.
class JoinMatcher {
public:
    JoinMatcher(const JoinTable& table, const JoinMatching& matching, const Header& header, const expr::BindOptions& bind);

    void start(const Batch& batch, const Place& place, Writer& notes);
    /// The numbers of the built records that match a record of the batch, ascending; valid until the next call.
    std::span<const uint32_t> of(uint32_t record) {
        const uint32_t group = groups_[record];
        if (group == GroupTable::none) return {};
        return point_ ? near(group, points_[record]) : table_.of_group(group);
    }

private:
    void place_points(const Batch& batch, const Place& place, Writer& notes);
    std::span<const uint32_t> near(uint32_t group, const JoinPoint& point);

    const JoinTable& table_;
    const JoinMatching& matching_;
    GroupKeys keys_;
    std::vector<KeyBytes> chunk_;
    std::vector<uint32_t> numbers_, groups_;
    std::optional<expr::Formula> point_; // bound
    std::unique_ptr<expr::Evaluation> evaluation_;
    std::vector<JoinPoint> points_;
    std::vector<uint32_t> found_;
};

} // namespace rowkit::ops
