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
    if (const expr::Formula* point = streamed_point())
        std::ranges::copy(point->names(), std::back_inserter(names));
    return names;
}

JoinProbe::JoinProbe(const JoinMatching& matching, const Header& header, const expr::BindOptions& bind)
    : matching_(matching), keys_(matching.keys.streamed, header, bind), chunk_(Evaluation::chunk) {
    const expr::Formula* point = matching.streamed_point();
    if (!point) return;
    point_ = *point;
    point_->bind(header, bind);
    evaluation_ = std::make_unique<Evaluation>(point_->program());
}

void JoinProbe::start(const Batch& batch, const Place& place) {
    size_ = batch.size();
    for (size_t old = numbers_.size(); old < size_; ++old) numbers_.push_back(static_cast<uint32_t>(old));
    keys_.start(batch, {0, place.line, place.name, place.text});
    if (!point_) return;
    points_.resize(size_);
    evaluation_->start(batch, {0, place.line, place.name, place.text});
    for (size_t from = 0; from < size_; from += Evaluation::chunk)
        evaluation_->evaluate({numbers_.data() + from, std::min(Evaluation::chunk, size_ - from)},
                              points_.data() + from);
}

void JoinProbe::report(const Batch& batch, Writer& notes) const {
    keys_.report(batch, notes);
    if (point_) expr::report_odd_values(*evaluation_, point_->program(), batch, notes);
}

std::span<const uint32_t> JoinLookup::of(uint32_t group, const JoinPoint& point) {
    found_.clear();
    if (!matching_.streamed_point()) return table_.of_group(group);
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

void JoinMatcher::start(const Batch& batch, const Place& place, Writer& notes) {
    groups_.resize(batch.size());
    probe_.start(batch, place);
    probe_.each([&](size_t from, std::span<const KeyBytes> keys) {
        table_.keys().find(keys, groups_.data() + from);
        for (size_t i = 0; i < keys.size(); ++i)
            if (probe_.matches_nothing(keys[i])) groups_[from + i] = GroupTable::none;
    });
    probe_.report(batch, notes);
}

} // namespace rowkit::ops
