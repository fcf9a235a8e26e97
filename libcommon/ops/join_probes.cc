// The streamed keys of a part, looked up some at a time.
#include "ops/join_probes.h"

namespace rowkit::ops {

bool PartProbes::take_some() {
    constexpr size_t at_once = 512;
    bytes_.clear();
    ends_.clear();
    places_.clear();
    keys_.clear();
    at_.clear();
    for (; !merge_.at_end() && places_.size() < at_once; merge_.next()) {
        bytes_.append(merge_.record().bytes);
        ends_.push_back(bytes_.size());
        places_.push_back(origin_of(merge_.record()));
    }
    for (size_t i = 0, begin = 0; i < ends_.size(); begin = ends_[i++]) {
        JoinRecordReader reader(bytes_.view().substr(begin, ends_[i] - begin));
        keys_.push_back(reader.key());
        at_.push_back(points_ ? reader.point() : JoinPoint());
    }
    return !keys_.empty();
}

} // namespace rowkit::ops
