// Records shared out by the hash of their keys.
#include "ops/join_parts.h"

#include <algorithm>
#include <iterator>

namespace rowkit::ops {

PartWriter::PartWriter(const JoinLimits& limits, unsigned alike, unsigned bits)
    : alike_(alike), bits_(bits), parts_(size_t{1} << bits) {
    auto file = std::make_shared<FrameFile>(limits.tmpdir);
    for (size_t i = 0; i < parts_.size(); ++i) writers_.emplace_back(file, limits.frame_bytes());
}

void PartWriter::add(uint64_t hash, const RunRecord& record) {
    const unsigned number = part_of(hash);
    JoinPart& part = parts_[number];
    ++part.records;
    part.bytes += record.bytes.size();
    part.least = std::min(part.least, hash);
    part.most = std::max(part.most, hash);
    writers_[number].add(record);
}

void PartWriter::finish(std::vector<JoinPart>& parts) {
    parts.resize(parts_.size());
    for (size_t i = 0; i < parts_.size(); ++i) {
        if (!parts_[i].records) continue;
        JoinPart& part = parts[i];
        part.runs.push_back(writers_[i].finish());
        part.records += parts_[i].records;
        part.bytes += parts_[i].bytes;
        part.least = std::min(part.least, parts_[i].least);
        part.most = std::max(part.most, parts_[i].most);
    }
    writers_.clear();
}

} // namespace rowkit::ops
