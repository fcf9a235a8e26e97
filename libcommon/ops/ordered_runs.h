// Records that several threads make, put in order by way of temporary files.
#pragma once

#include "base/buffer.h"
#include "ops/spill_limits.h"

#include <memory>
#include <mutex>
#include <vector>

namespace rowkit::ops {

/// Records go by key and, where keys are alike, by origin. No two have the same key and origin.
class OrderedRuns {
public:
    explicit OrderedRuns(const SpillLimits& limits) : limits_(limits) {}

    /// One thread's, which holds it for a while and gives it back.
    class Maker {
    public:
        void add(std::string_view key, uint64_t origin, std::string_view bytes);

    private:
        friend class OrderedRuns;
        explicit Maker(OrderedRuns& all) : all_(&all) {}
        struct Item {
            uint64_t origin;
            size_t at; // of bytes_: the key, and the record
            uint32_t key, bytes;
        };
        RunRecord record(const Item& item) const {
            const char* at = bytes_.data() + item.at;
            return {{at, item.key}, item.origin, {at + item.key, item.bytes}};
        }
        void end_run();

        OrderedRuns* all_;
        Buffer bytes_;
        std::vector<Item> items_;
        std::shared_ptr<FrameFile> file_;
        std::vector<SortedRun> runs_;
    };
    std::unique_ptr<Maker> take();
    void give_back(std::unique_ptr<Maker> maker);

    /// After the last record: in parts that can be read side by side.
    std::unique_ptr<MergeParts> finish();

private:
    const std::vector<RunRecord>& starts(const Maker& first);

    const SpillLimits& limits_;
    std::mutex mutex_;
    std::vector<std::unique_ptr<Maker>> idle_;
    std::once_flag cut_;
    std::vector<RunRecord> starts_; // of parts, in order; all runs are cut there
    Slabs start_keys_;
};

} // namespace rowkit::ops
