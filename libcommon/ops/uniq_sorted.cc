// rowuniq where records that are alike follow each other: one key and one record are all that is held.
#include "ops/uniq.h"

namespace rowkit::ops {

/// In the order of the input. Completes the numbers of the batch's records, or writes what is known to be
/// wanted.
void UniqRecords::decide_sorted(Look& look, const Batch& batch, Writer& out) {
    if (batch.size() == 0) return;
    look.numbers[0] = any_ && look.found[0].text() == previous_ ? 2 : 1;
    any_ = true;
    previous_ = look.found.back().text();
    if (options_.holds()) {
        uint32_t from = 0, rank_from = 0;
        for (size_t i = 0; i < batch.size(); ++i) {
            if (look.numbers[i] == 1) end_run(out, false);
            UniqShard::Record record;
            record.bytes = look.aside.bytes.view().substr(from, look.ends[i] - from);
            from = look.ends[i];
            if (options_.rank) {
                record.rank = look.rank_bytes.view().substr(rank_from, look.rank_ends[i] - rank_from);
                rank_from = look.rank_ends[i];
            }
            const bool better = run_.count++ == 0 || options_.keep == UniqOptions::last ||
                                (options_.keep == UniqOptions::best && record.rank < best_rank_);
            if (!better) continue;
            best_rank_ = record.rank;
            best_ = record.bytes;
            run_.origin = place_of(look.block, look.in_block + static_cast<uint32_t>(i));
        }
    } else if (!options_.number.empty()) {
        for (uint64_t& number : look.numbers) number = run_.count = number == 1 ? 1 : run_.count + 1;
    }
}

/// Writes the record that is held, if it is wanted.
void UniqRecords::end_run(Writer& out, bool last) {
    if (run_.count && options_.wants(run_.count)) {
        Buffer made;
        write(numbered(options_, best_, run_.count, made), last, run_.origin, out);
    }
    run_.count = 0;
}

} // namespace rowkit::ops
