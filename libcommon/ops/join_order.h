// Keys of a join as bytes that compare as rowsort orders them: for two inputs that are sorted.
#pragma once

#include "ops/group_keys.h"
#include "ops/join_point.h"

#include <string>

namespace rowkit::ops {

/// Appends what memcmp() compares: part by part, numbers by value before texts by their bytes, nulls last.
void append_key_order(const KeyBytes& key, size_t parts, Buffer& scratch, Buffer& out);

/// Appends what memcmp() compares as compare_points() does.
void append_point_order(const JoinPoint& point, Buffer& out);

/// Points of records with the same key, which are to rise; nulls stand last, as rowsort puts them.
class PointOrder {
public:
    void restart() {
        last_ = {};
        at_nulls_ = false;
    }
    /// False: this one comes before the last one.
    bool goes_on(const JoinPoint& point);

private:
    JoinPoint last_;
    std::string text_; // of it
    bool at_nulls_ = false;
};

/// Throws Error (exit 3, without a place): inputs that should be sorted are not.
[[noreturn]] void refuse_order();
[[noreturn]] void refuse_point_order(const JoinPoint& point);

} // namespace rowkit::ops
