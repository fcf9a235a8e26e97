// Records with keys for which there was no room in memory.
#include "ops/uniq_overflow.h"

#include "ops/text_key.h"

namespace rowkit::ops {
namespace {

uint64_t read_number(std::string_view bytes) {
    uint64_t number = 0;
    for (char byte : bytes) number = number << 8 | static_cast<unsigned char>(byte);
    return number;
}

} // namespace

// The key's size and the key, then what tells which is chosen, then how long the first part is.
void UniqOverflow::add(std::string_view key, std::string_view rank, uint64_t origin,
                       std::string_view record) {
    key_.clear();
    append_number_bytes(key.size(), 4, key_);
    key_.append(key);
    const size_t group = key_.size();
    key_.append(rank);
    append_number_bytes(last_ ? ~origin : origin, 8, key_);
    append_number_bytes(group, 4, key_);
    records_.add(key_.view(), record);
}

void UniqOverflow::choose(const Use& use) {
    const std::vector<SortedRun> runs = records_.finish();
    std::string group, record;
    uint64_t origin = 0, count = 0;
    for (RunMerge merge(runs, nullptr, nullptr); !merge.at_end(); merge.next()) {
        const std::string_view key = merge.record().key;
        const std::string_view its_group = key.substr(0, read_number(key.substr(key.size() - 4)));
        if (count > 0 && its_group == group) {
            ++count;
            continue;
        }
        if (count > 0) use(origin, count, record);
        group = its_group;
        record = merge.record().bytes;
        origin = read_number(key.substr(key.size() - 12, 8));
        if (last_) origin = ~origin;
        count = 1;
    }
    if (count > 0) use(origin, count, record);
}

} // namespace rowkit::ops
