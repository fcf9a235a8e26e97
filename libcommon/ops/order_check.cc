// Whether records are in order already.
#include "ops/order_check.h"

#include "ops/piece.h"

namespace rowkit::ops {

void OrderCheck::take(const Batch& batch, const Place& place, Writer& notes) {
    bytes_.clear();
    ends_.clear();
    keys_.start(batch, place);
    keys_.append(batch, batch.all(), bytes_, ends_, &notes);
    std::string_view last = last_;
    for (size_t i = 0; i < ends_.size(); ++i) {
        const uint32_t begin = i ? ends_[i - 1] : 0;
        const std::string_view key(bytes_.data() + begin, ends_[i] - begin);
        const int order = any_ ? compare_keys(last, key) : -1;
        if (order > 0 || (order == 0 && strictly_)) {
            throw Error(Exit::negative, batch.line_of(i),
                        order > 0 ? "out of order: this record comes before the one above it"
                                  : "this record has the same key as the one above it");
        }
        any_ = true;
        last = key;
    }
    last_ = std::string(last);
}

} // namespace rowkit::ops
