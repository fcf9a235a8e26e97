// A record of either side of a join as the bytes of a temporary file.
#include "ops/join_record.h"

#include "base/error.h"

#include <cstring>

namespace rowkit::ops {
namespace {

template <class T>
void append_bytes(const T& value, Buffer& out) {
    out.append(reinterpret_cast<const char*>(&value), sizeof value);
}

} // namespace

void append_join_key(const KeyBytes& key, Buffer& out) {
    append_bytes(key.size, out);
    append_bytes(key.forms, out);
    out.append(key.text());
}

void append_join_point(const JoinPoint& point, Buffer& out) {
    append_bytes(point.type(), out);
    if (point.is(expr::Type::number)) append_bytes(point.number(), out);
    if (point.is(expr::Type::time)) append_bytes(point.time(), out);
    if (!point.is(expr::Type::text)) return;
    append_bytes(static_cast<uint32_t>(point.text().size()), out);
    out.append(point.text());
}

template <class T>
T JoinRecordReader::take() {
    T value;
    std::memcpy(&value, left_.data(), sizeof value);
    left_.remove_prefix(sizeof value);
    return value;
}

KeyBytes JoinRecordReader::key() {
    KeyBytes key;
    key.size = take<uint32_t>();
    key.forms = take<uint64_t>();
    key.data = left_.data();
    left_.remove_prefix(key.size);
    key.hash = seeded_hash(key.text());
    return key;
}

JoinPoint JoinRecordReader::point() {
    switch (take<expr::Type>()) {
    case expr::Type::number:
        return JoinPoint::of(take<Number>());
    case expr::Type::time:
        return JoinPoint::of(take<Time>());
    case expr::Type::text: {
        const auto size = take<uint32_t>();
        const std::string_view text = left_.substr(0, size);
        left_.remove_prefix(size);
        return JoinPoint::of(text);
    }
    default:
        return {};
    }
}

uint64_t stream_origin(size_t file, uint64_t offset) {
    constexpr unsigned offset_bits = 44;
    if (offset >> offset_bits || file >> (64 - offset_bits))
        throw Error(Exit::io, {}, "the stream is too large to be joined past --memory", "a larger --memory");
    return uint64_t{file} << offset_bits | offset;
}

} // namespace rowkit::ops
