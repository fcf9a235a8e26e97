// A run of a tool while it goes on.
#pragma once

#include "io/progress.h"
#include "stream/input.h"
#include "stream/ordered.h"
#include "stream/plans.h"
#include "stream/shared_run.h"
#include "stream/stage.h"
#include "stream/summary.h"

#include <atomic>
#include <exception>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace rowkit {

class Run {
public:
    Run(Stage& stage, const Settings& settings)
        : stage_(stage), settings_(settings), input_(settings, pool_),
          shared_(settings.shared ? settings.shared : std::make_shared<SharedRun>(settings, 1)),
          summary_(settings) {}

    Exit run();

private:
    void start();
    void plan();
    Demand demand_for(const Dialect& dialect) const;
    void work_in_threads();
    void work(bool first);
    bool read(Result& result, uint64_t& number);
    bool read_next(Result& result, Chunk chunk);
    void release_held();
    void write_good(const std::exception_ptr& error);
    void finish();
    Totals all_totals();
    void write_end();
    void write_parts();
    void write_parts_of_one(bool first);

    Stage& stage_;
    const Settings& settings_;
    BufferPool pool_;
    Input input_;
    std::shared_ptr<SharedRun> shared_;
    Summary summary_;
    std::unique_ptr<Sink> sink_;
    std::unique_ptr<Progress> progress_;
    std::unique_ptr<OrderedOutput> output_;
    Writing writing_;
    Header header_;   // of the stream
    Plan plan_;
    unsigned threads_ = 1;
    size_t held_output_ = 0; // of a block, at most, where its tool can let go of some
    bool idle_ = false; // there is nothing to look at

    std::mutex input_mutex_;
    bool input_ended_ = false;
    uint64_t next_number_ = 0;
    uint64_t next_part_ = 0;
    std::atomic<bool> parts_ended_ = false;
    std::mutex retire_mutex_;
    std::vector<std::thread> others_;
};

} // namespace rowkit
