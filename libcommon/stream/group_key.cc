// The text of a record's key columns.
#include "stream/group_key.h"

#include <cstdint>

namespace rowkit {

Demand GroupKey::demand() const {
    const auto kind = selection_.needs_names() ? Demand::all : Demand::columns;
    return {.kind = kind, .names = selection_.wanted_names(), .keeps = true};
}

void GroupKey::open(const Header& header) {
    places_ = selection_.resolve(header, options_);
    header_ = header;
}

/// JSON objects that are not alike come under headers of their own, where a key may be missing.
void GroupKey::start(const Batch& batch) {
    if (batch.header().same_names(header_)) return;
    places_ = selection_.resolve(batch.header(), {.optional = true, .where = {}});
    header_ = batch.header();
}

std::string_view GroupKey::of(const Batch& batch, size_t record) {
    if (places_.size() == 1) return text_of(batch.cell(record, places_[0]), scratch_);
    key_.clear();
    for (size_t place : places_) {
        std::string_view text = text_of(batch.cell(record, place), scratch_);
        // A length before each text, so that no two keys run together.
        auto size = static_cast<uint32_t>(text.size());
        key_.append(reinterpret_cast<const char*>(&size), sizeof size);
        key_.append(text);
    }
    return key_.view();
}

} // namespace rowkit
