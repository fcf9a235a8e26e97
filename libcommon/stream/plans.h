// What a run has made ready for records of one header: the tool opened, the columns bound, the encoder built.
#pragma once

#include "codec/format.h"
#include "stream/stage.h"

#include <memory>
#include <unordered_map>

namespace rowkit {

/// The tool opened on one header. Immutable once made.
struct Plan {
    Header out;
    std::unique_ptr<Encoder> encoder;
    bool raw = true; // a kept record's bytes bear no name that has changed
};

/// How the records of a run are written.
struct Writing {
    Dialect dialect;
    WriteOptions options;
    ToolOutput output = ToolOutput::records;
};

/// Opens `stage` on `in` and builds the encoder; `input` is the dialect that `in` was read in.
Plan make_plan(Stage& stage, const Header& in, const Dialect& input, const Writing& writing);

/// One worker's way through batches of whatever headers: almost always one, in JSON one for each shape of
/// object.
class Planned {
public:
    /// `stage` has been opened on `stream_header`, as `plan` says.
    Planned(Stage& stage, const Plan& plan, const Header& stream_header, const Writing& writing);
    ~Planned();

    bool take(const Batch& batch, const Place& place, Output& out);

    void passed(uint64_t block) { worker_->passed(block); }

    /// The headers seen so far are going away (another file begins).
    void forget();

    /// Gives the worker back to the stage.
    void retire();

private:
    struct Other { // for records of another header
        std::unique_ptr<Stage> stage;
        std::unique_ptr<StageWorker> worker;
        Plan plan;
        bool is_stream = false; // the stream's header after all: its plan holds
    };
    Other* other_for(const Batch& batch);

    Stage& stage_;
    const Plan& plan_;
    const Header& stream_header_;
    const Writing& writing_;
    std::unique_ptr<StageWorker> worker_;
    std::unordered_map<const Header*, Other> others_;
    Other transient_;
    const Header* last_header_ = nullptr; // the key of `last_`
    Other* last_ = nullptr;
};

} // namespace rowkit
