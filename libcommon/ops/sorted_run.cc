// A run of records in a temporary file.
#include "ops/sorted_run.h"

#include <algorithm>

namespace rowkit::ops {
namespace {

/// What stands before a record's key and its bytes.
struct Lead {
    uint32_t key;
    uint32_t bytes;
    uint64_t origin;
};

} // namespace

void RunWriter::add(const RunRecord& record) {
    if (plain_.empty()) first_ = {run_.keys.copy(record.key), record.origin, {}};
    const Lead lead{static_cast<uint32_t>(record.key.size()), static_cast<uint32_t>(record.bytes.size()),
                    record.origin};
    plain_.append(reinterpret_cast<const char*>(&lead), sizeof lead);
    plain_.append(record.key);
    plain_.append(record.bytes);
    if (plain_.size() >= frame_bytes_) end_frame();
}

void RunWriter::end_frame() {
    run_.frames.push_back({run_.file->add(plain_.view()), first_});
    plain_.clear();
}

SortedRun RunWriter::finish() {
    cut();
    return std::move(run_);
}

RunReader::RunReader(const SortedRun& run, const RunRecord* from) : run_(&run) {
    if (from) { // the last frame that begins no later
        const auto after = std::ranges::upper_bound(run.frames, *from, comes_before, &RunFrame::first);
        frame_ = static_cast<size_t>(after - run.frames.begin());
        frame_ -= frame_ > 0;
    }
    next();
    while (from && !ended_ && comes_before(record_, *from)) next();
}

void RunReader::next() {
    if (at_ == plain_.size()) {
        if (frame_ == run_->frames.size()) {
            ended_ = true;
            return;
        }
        run_->file->read(run_->frames[frame_++].at, plain_, packed_);
        at_ = 0;
    }
    read_record();
}

void RunReader::read_record() {
    Lead lead;
    const char* from = plain_.data() + at_;
    std::memcpy(&lead, from, sizeof lead);
    from += sizeof lead;
    record_ = {{from, lead.key}, lead.origin, {from + lead.key, lead.bytes}};
    at_ += sizeof lead + lead.key + lead.bytes;
}

} // namespace rowkit::ops
