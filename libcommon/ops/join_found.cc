// What a join past memory found for the records of the stream.
#include "ops/join_found.h"

namespace rowkit::ops {

void FoundReader::start(uint64_t first, uint64_t last) {
    key_ = FoundKey(first);
    end_ = FoundKey(last + 1);
    from_ = {key_.text(), 0, {}};
    to_ = {end_.text(), 0, {}};
    merge_.emplace(runs_, &from_, &to_);
}

void FoundReader::go_to(uint64_t place) {
    key_ = FoundKey(place);
    while (!merge_->at_end() && merge_->record().key < key_.text()) merge_->next();
}

const char* FoundReader::row() {
    const std::string_view bytes = merge_->record().bytes;
    const char* row = bytes.empty() ? nullptr : held_.copy(bytes).data();
    merge_->next();
    return row;
}

} // namespace rowkit::ops
