// What a run has made ready for records of one header.
#include "stream/plans.h"

namespace rowkit {

Plan make_plan(Stage& stage, const Header& in, const Dialect& input, const Writing& writing) {
    Plan plan;
    plan.out = stage.open(in);
    plan.raw = !is_keyed(writing.dialect.format) || !stage.demand().renames;
    const Format& format = format_of(writing.dialect.format);
    // The header's own bytes serve only where the same bytes would be written.
    if (!plan.out.line.empty()) {
        auto encoder = format.encoder(writing.dialect, writing.options, plan.out);
        if (!encoder->takes_raw(input) || (writing.dialect.bom && !input.bom)) plan.out.line.clear();
    }
    if (!writing.dialect.same_cells(input))
        for (Column& column : plan.out.columns) column.raw.clear();
    plan.encoder = format.encoder(writing.dialect, writing.options, plan.out);
    return plan;
}

Planned::Planned(Stage& stage, const Plan& plan, const Header& stream_header, const Writing& writing)
    : stage_(stage), plan_(plan), stream_header_(stream_header), writing_(writing), worker_(stage.worker()) {}

Planned::~Planned() = default;

Planned::Other* Planned::other_for(const Batch& batch) {
    const Header* header = &batch.header();
    if (header == last_header_) return last_;
    Other* other = &transient_;
    bool ready = false;
    if (!header->transient) {
        auto [at, is_new] = others_.try_emplace(header);
        other = &at->second;
        ready = !is_new;
    }
    if (!ready) {
        other->stage = stage_.reopened();
        if (other->stage) {
            other->plan = make_plan(*other->stage, *header, batch.dialect(), writing_);
            other->worker = other->stage->worker();
        } else if (header->same_names(stream_header_)) {
            other->is_stream = true;
        } else { // the tool keeps records, whatever their columns
            other->is_stream = false;
            other->plan.out = stage_.written(*header);
            other->plan.encoder = format_of(writing_.dialect.format)
                                      .encoder(writing_.dialect, writing_.options, other->plan.out);
        }
    }
    last_header_ = header->transient ? nullptr : header;
    last_ = other;
    return other;
}

bool Planned::take(const Batch& batch, const Place& place, Output& out) {
    StageWorker* worker = worker_.get();
    const Plan* plan = &plan_;
    if (&batch.header() != &stream_header_) {
        Other* other = other_for(batch);
        if (other->worker) worker = other->worker.get();
        if (!other->is_stream) plan = &other->plan;
    }
    Writer writer(*plan->encoder, plan->out.size(), out, plan->raw);
    return worker->take(batch, place, writer);
}

void Planned::forget() {
    others_.clear();
    transient_ = {};
    last_header_ = nullptr;
}

void Planned::retire() { stage_.retire(*worker_); }

} // namespace rowkit
