// About how often values come.
#include "ops/approx_counts.h"

#include <algorithm>

namespace rowkit::ops {

using expr::Evaluation;

ApproxCounts::ApproxCounts(std::span<const KeyPart> parts, const Header& header)
    : parts_(parts), header_(header), keys_(parts, header, {.optional = true}), chunk_(Evaluation::chunk),
      values_(Evaluation::chunk) {}

GroupKeys& ApproxCounts::keys_for(const Header& header) {
    if (&header == &header_ || header.same_names(header_)) return keys_;
    if (!other_ || !header.same_names(other_header_)) {
        other_header_ = header;
        other_ = std::make_unique<GroupKeys>(parts_, other_header_, expr::BindOptions{.optional = true});
    }
    return *other_;
}

void ApproxCounts::add(const Batch& batch, const Place& place) {
    GroupKeys& keys = keys_for(batch.header());
    keys.start(batch, {0, place.line, place.name, place.text});
    const std::vector<uint32_t> rows = expr::all_rows(batch.size());
    for (size_t from = 0; from < rows.size(); from += Evaluation::chunk) {
        const size_t size = std::min(Evaluation::chunk, rows.size() - from);
        keys.make({rows.data() + from, size}, chunk_.data());
        add({chunk_.data(), size});
    }
}

void ApproxCounts::add(std::span<const KeyBytes> keys) {
    while (!keys.empty()) {
        // Where these might be too many, one by one: how records come in chunks must not show.
        const size_t size = table_.size() + keys.size() < counters ? keys.size() : 1;
        table_.find_or_add(keys.first(size), total_, values_.data());
        counts_.resize(table_.size());
        for (size_t i = 0; i < size; ++i) ++counts_[values_[i]];
        total_ += size;
        keys = keys.subspan(size);
        if (table_.size() == counters) let_go();
    }
}

void ApproxCounts::let_go() {
    std::vector<uint64_t> sorted = counts_;
    const auto middle = sorted.begin() + counters / 2;
    std::ranges::nth_element(sorted, middle);
    const uint64_t median = *middle;
    GroupTable kept;
    std::vector<uint64_t> counts;
    for (uint32_t value = 0; value < counts_.size(); ++value) {
        if (counts_[value] <= median) continue;
        kept.find_or_add(table_.key(value), table_.first(value));
        counts.push_back(counts_[value] - median);
    }
    table_ = std::move(kept);
    counts_ = std::move(counts);
    missed_ += median;
}

} // namespace rowkit::ops
