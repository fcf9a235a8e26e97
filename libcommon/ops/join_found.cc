// What a join past memory found for the records of the stream.
#include "ops/join_found.h"

namespace rowkit::ops {

void FoundReader::start(uint64_t first, uint64_t last) {
    key_ = FoundKey(first);
    end_ = FoundKey(last + 1);
    from_ = {key_.text(), 0, {}};
    to_ = {end_.text(), 0, {}};
    many_.reset();
    merge_.emplace(found_.runs, &from_, &to_);
}

void FoundReader::go_to(uint64_t place) {
    key_ = FoundKey(place);
    many_.reset();
    while (!merge_->at_end() && merge_->record().key < key_.text()) merge_->next();
}

const char* FoundReader::row() {
    if (!many_) {
        std::string_view bytes = merge_->record().bytes;
        if (bytes.front() == one_row) {
            const char* row = held_.copy(bytes.substr(1)).data();
            merge_->next();
            return row;
        }
        uint32_t number;
        std::memcpy(&number, bytes.data() + 1, sizeof number);
        many_.emplace(found_.many[number], nullptr);
        merge_->next();
    }
    const char* row = held_.copy(many_->record().bytes).data();
    many_->next();
    if (many_->at_end()) many_.reset();
    return row;
}

} // namespace rowkit::ops
