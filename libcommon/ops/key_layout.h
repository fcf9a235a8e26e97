// How the parts of a key stand in its bytes, and how they looked in its forms. For group_keys.cc and
// key_parts.cc.
#pragma once

#include "codec/cell.h"
#include "ops/time_key.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <utility>

namespace rowkit::ops {

/// In the place of a form: a computed double, whose text in the key is not the one it prints.
constexpr auto reprinted = static_cast<Form>(15);
constexpr size_t parts_with_form = 16; // each has four bits; parts after these are plain text

/// The form in which a key's cell is written again: what its text was undone from does not matter.
inline Form written_form(Form form) {
    switch (form) {
    case Form::missing: return Form::null;
    case Form::quoted:
    case Form::escaped: return Form::plain;
    case Form::json_string: return Form::text;
    default: return form;
    }
}

inline uint64_t form_bits(Form form, size_t part) {
    return part < parts_with_form ? static_cast<uint64_t>(form) << (4 * part) : 0;
}

inline Form form_of(uint64_t forms, size_t part, bool is_empty) {
    if (part >= parts_with_form) return is_empty ? Form::null : Form::plain;
    return static_cast<Form>(forms >> (4 * part) & 0xF);
}

/// How the times among a key's parts were written, in the bits above the parts' forms: from the top down,
/// part by part. One that finds no room prints as UTC.
class TimeShapes {
public:
    TimeShapes(uint64_t& forms, size_t parts)
        : forms_(forms), least_(4 * static_cast<unsigned>(std::min(parts, parts_with_form))) {}

    void put(const Time& time) {
        if (!has(short_shape_bits)) return;
        const uint32_t shape = time_shape(time);
        if (!is_long_shape(shape))
            put_bits(shape, short_shape_bits);
        else if (has(time_shape_bits))
            put_long(shape);
        else
            put_bits(0, short_shape_bits);
    }
    Time take(Time time) {
        if (!has(short_shape_bits)) return time;
        uint32_t shape = take_bits(short_shape_bits);
        if (shape == 0) return time;
        if (is_long_shape(shape)) shape |= take_bits(time_shape_bits - short_shape_bits) << short_shape_bits;
        return with_shape(time, shape);
    }

private:
    bool has(unsigned bits) {
        if (at_ >= least_ + bits) return true;
        if (bits == short_shape_bits) at_ = least_; // nor for any other
        return false;
    }
    void put_bits(uint32_t value, unsigned bits) {
        at_ -= bits;
        forms_ |= uint64_t{value} << at_;
    }
    void put_long(uint32_t shape) {
        put_bits(shape & ((1U << short_shape_bits) - 1), short_shape_bits);
        put_bits(shape >> short_shape_bits, time_shape_bits - short_shape_bits);
    }
    uint32_t take_bits(unsigned bits) {
        at_ -= bits;
        return static_cast<uint32_t>(forms_ >> at_) & ((1U << bits) - 1);
    }

    uint64_t& forms_;
    unsigned least_, at_ = 64;
};

constexpr uint32_t small_sizes = 255; // from here on a size has four bytes more

constexpr size_t most_of_size = 1 + sizeof(uint32_t);

/// Before each part but the last one.
inline char* put_size(char* to, uint32_t size) {
    if (size < small_sizes) [[likely]] {
        *to = static_cast<char>(size);
        return to + 1;
    }
    *to = static_cast<char>(small_sizes);
    std::memcpy(to + 1, &size, sizeof size);
    return to + 1 + sizeof size;
}

/// Takes a part from the front of a key.
inline std::string_view take_part(std::string_view& key, bool last) {
    if (last) return std::exchange(key, {});
    uint32_t size = static_cast<unsigned char>(key[0]);
    key.remove_prefix(1);
    if (size == small_sizes) {
        std::memcpy(&size, key.data(), sizeof size);
        key.remove_prefix(sizeof size);
    }
    const std::string_view part = key.substr(0, size);
    key.remove_prefix(size);
    return part;
}

} // namespace rowkit::ops
