// Which built records match each streamed one.
#include "ops/join_matcher.h"

#include <algorithm>

namespace rowkit::ops {

using expr::Evaluation;

std::vector<expr::Formula> JoinMatching::built_span() const {
    if (as_of) return {as_of->built};
    if (keys.within) return {keys.within->low, keys.within->high};
    return {};
}

const expr::Formula* JoinMatching::streamed_point() const {
    return as_of ? &as_of->streamed : keys.within ? &keys.within->point : nullptr;
}

std::vector<std::string> JoinMatching::streamed_names() const {
    std::vector<std::string> names = names_of(keys.streamed);
    if (const expr::Formula* point = streamed_point()) std::ranges::copy(point->names(), std::back_inserter(names));
    return names;
}

JoinMatcher::JoinMatcher(const JoinTable& table, const JoinMatching& matching, const Header& header,
                         const expr::BindOptions& bind)
    : table_(table), matching_(matching), keys_(matching.keys.streamed, header, bind), chunk_(Evaluation::chunk) {
    const expr::Formula* point = matching.streamed_point();
    if (!point) return;
    point_ = *point;
    point_->bind(header, bind);
    evaluation_ = std::make_unique<Evaluation>(point_->program());
}

void JoinMatcher::start(const Batch& batch, const Place& place, Writer& notes) {
    groups_.resize(batch.size());
    for (size_t old = numbers_.size(); old < batch.size(); ++old) numbers_.push_back(static_cast<uint32_t>(old));
    keys_.start(batch, {0, place.line, place.name, place.text});
    for (size_t from = 0; from < batch.size(); from += Evaluation::chunk) {
        const size_t size = std::min(Evaluation::chunk, batch.size() - from);
        keys_.make({numbers_.data() + from, size}, chunk_.data());
        table_.keys().find({chunk_.data(), size}, groups_.data() + from);
        if (matching_.null_keys) continue;
        for (size_t i = 0; i < size; ++i) // a null is no empty text here
            if (has_null(chunk_[i], matching_.keys.size())) groups_[from + i] = GroupTable::none;
    }
    keys_.report(batch, notes);
    if (point_) place_points(batch, place, notes);
}

void JoinMatcher::place_points(const Batch& batch, const Place& place, Writer& notes) {
    points_.resize(batch.size());
    evaluation_->start(batch, {0, place.line, place.name, place.text});
    for (size_t from = 0; from < batch.size(); from += Evaluation::chunk) {
        const size_t size = std::min(Evaluation::chunk, batch.size() - from);
        evaluation_->evaluate({numbers_.data() + from, size}, points_.data() + from);
        for (size_t i = from; i < from + size; ++i)
            if (groups_[i] != GroupTable::none) points_[i] = join_point(points_[i]);
    }
    expr::report_odd_values(*evaluation_, point_->program(), batch, notes);
}

std::span<const uint32_t> JoinMatcher::near(uint32_t group, const JoinPoint& point) {
    found_.clear();
    if (point.is_null()) return {};
    if (!matching_.as_of) {
        table_.places().holding(group, point, found_);
        return found_;
    }
    const uint32_t last = table_.places().last_before(group, point);
    if (last == JoinPlaces::none) return {};
    if (matching_.tolerance && !matching_.tolerance->holds(table_.places().low(last), point)) return {};
    found_.push_back(last);
    return found_;
}

} // namespace rowkit::ops
