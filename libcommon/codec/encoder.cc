// The writing half of a format: raw records, the same for all.
#include "codec/encoder.h"

namespace rowkit {

void Encoder::append_raw(const Batch& batch, Records records, Buffer& out) const {
    const Layout& layout = batch.layout();
    const char* text = layout.text.data();
    for (size_t i = 0; i < records.size();) {
        size_t first = records[i], last = first;
        ++i;
        if (layout.contiguous) {
            if (records.consecutive()) {
                last = records[records.size() - 1];
                i = records.size();
            }
            while (i < records.size() && records[i] == last + 1) ++i, ++last;
        }
        out.append(text + layout.raw_begin[first], layout.raw_end[last] - layout.raw_begin[first]);
    }
}

} // namespace rowkit
