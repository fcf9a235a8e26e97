// Whether records are in order already, one after another.
#pragma once

#include "ops/record_keys.h"
#include "stream/stage.h"

#include <string>

namespace rowkit::ops {

/// Takes batches in order.
class OrderCheck {
public:
    /// `strictly`: no two keys are the same.
    OrderCheck(const SortKeys& keys, const Header& header, GroupNumbers* groups, bool strictly)
        : keys_(keys, header, groups), strictly_(strictly) {}

    /// Throws Error (exit 1) for the first record that is out of order; its `where` is `:LINE`, in the
    /// batch's text. Texts in a number's place are told to `notes`.
    void take(const Batch& batch, const Place& place, Writer& notes);

private:
    RecordKeys keys_;
    bool strictly_;
    bool any_ = false;
    std::string last_;
    Buffer bytes_;
    std::vector<uint32_t> ends_;
};

} // namespace rowkit::ops
