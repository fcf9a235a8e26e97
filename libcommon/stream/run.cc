// One run of a tool: input, workers, output in order, reports. How it ends is in run_end.cc.
#include "stream/run.h"

#include "base/error.h"
#include "base/resources.h"
#include "codec/sieve.h"
#include "stream/running.h"

#include <algorithm>
#include <optional>

namespace rowkit {
namespace {

/// Tells when a block is over, however it ended.
struct Passed {
    Planned& planned;
    uint64_t block;
    Passed(Planned& of, uint64_t number) : planned(of), block(number) {} // clang 14 wants it
    ~Passed() { planned.passed(block); }
};

/// Writes what comes of one block by and by.
struct PartsOfBlock final : Drain {
    PartsOfBlock(OrderedOutput& to, uint64_t of, size_t most) : output(to), number(of) { above = most; }
    void take(Output& out) override { output.write_part(number, out); }
    OrderedOutput& output;
    uint64_t number;
};

} // namespace

/// Raw records serve a tool that keeps them only where the output is written as the input is.
Demand Run::demand_for(const Dialect& dialect) const {
    Demand demand = stage_.demand();
    if (!demand.keeps || writing_.output == ToolOutput::text) return demand;
    const Format& format = format_of(writing_.dialect.format);
    const bool picks =
        !settings_.read.columns.empty() && is_keyed(dialect.format) && !is_json(dialect.format);
    demand.keeps = !picks && !(demand.renames && is_keyed(dialect.format)) &&
                   format.encoder(writing_.dialect, writing_.options, Header{})->takes_raw(dialect);
    if (!demand.keeps) demand.kind = Demand::all;
    return demand;
}

void Run::start() {
    sink_ = open_sink(settings_.sink);
    input_.be_patient(stage_.patience());
    Dialect input_dialect = input_.detect();
    writing_.output = stage_.output();
    writing_.options = settings_.write;
    writing_.dialect = output_dialect(settings_, input_dialect);
    const bool text = writing_.output == ToolOutput::text;
    input_.start([this](const Dialect& dialect) { return demand_for(dialect); },
                 text || !is_json(writing_.dialect.format));
    header_ = input_.header();
    writing_.dialect = output_dialect(settings_, input_.dialect());
    if (stage_.wants_survey()) input_.survey_first([this](Batch& batch) { stage_.survey(batch); });
    // No column can be asked of nothing: an empty input is an empty output.
    idle_ = input_.nothing() && (stage_.demand().kind >= Demand::columns || stage_.demand().renames) &&
            !stage_.has_own_records();
    if (!idle_) plan();
    else
        plan_.encoder =
            format_of(writing_.dialect.format).encoder(writing_.dialect, writing_.options, Header{});
    input_ended_ = idle_ || stage_.enough();
    if (stage_.chooses_files())
        input_.choose(
            {[this] { return stage_.next_file(); }, [this](size_t file) { stage_.file_ended(file); }});
    if (input_.at_last()) stage_.at_last();

    threads_ = threads_to_use(settings_.threads);
    if (stage_.ordered()) threads_ = 1;
    const uint64_t memory = memory_to_use(settings_.memory);
    held_output_ = std::clamp<uint64_t>(memory / 64 / threads_, 1 << 20, 16 << 20);
    if (settings_.progress != 0) {
        auto show = settings_.progress > 0 ? ProgressOptions::Show::always : ProgressOptions::Show::by_itself;
        progress_ = std::make_unique<Progress>(ProgressOptions{.show = show});
    }
    output_ = std::make_unique<OrderedOutput>(*sink_, shared_->bad, pool_, progress_.get(), threads_ + 2);
    output_->be_strict(settings_.read.strict);
    Buffer prologue;
    if (!text) plan_.encoder->prologue(prologue);
    output_->begin(std::move(prologue), text ? 0 : plan_.encoder->separator());
}

/// Shows the tool the header.
void Run::plan() {
    try {
        plan_ = make_plan(stage_, header_, input_.dialect(), writing_);
    } catch (const Error& error) {
        throw error.where().empty() ? error.at(input_.header_from()) : error;
    }
}

/// Takes the next block, under its number. False: there is none, or none is wanted.
bool Run::read(Result& result, uint64_t& number) {
    for (;;) {
        Chunk chunk = input_.read_ahead();
        std::lock_guard lock(input_mutex_);
        if (input_ended_) return false;
        if (!input_.wants(chunk)) continue;
        if (output_->admit(next_number_) && read_next(result, std::move(chunk))) {
            number = next_number_++;
            if (!result.error) return true;
        }
        input_ended_ = true;
        input_.stop_reading();
        return result.error != nullptr;
    }
}

/// False at the end. An error counts as a block.
bool Run::read_next(Result& result, Chunk chunk) {
    try {
        if (!input_.next(result.block, result.file, std::move(chunk)))
            return false; // the parts of the output go on from here
        const InputFile& file = *result.file;
        // A last record without newline must not run into the next file's first.
        Buffer& text = result.block.text;
        if (result.block.last && file.more_follow) text.append(file.reader->lacking(text.view()));
        result.consumed = input_.consumed();
    } catch (...) {
        result.error = std::current_exception();
    }
    return true;
}

void Run::work(bool first) {
    Planned planned(stage_, plan_, header_, writing_);
    std::shared_ptr<InputFile> file;
    std::unique_ptr<Indexer> indexer;
    uint64_t line = 1; // of the block, where one thread takes all of them
    for (;;) {
        Result result;
        uint64_t number = 0;
        if (!read(result, number)) break;
        std::optional<Passed> passed(std::in_place, planned, number);
        // Ten lines need no threads; they start when there is more than one block.
        if (first && number == 1 && threads_ > 1) {
            input_.share(threads_);
            for (unsigned i = 1; i < threads_; ++i) others_.emplace_back([this] { work(false); });
        }
        if (result.file && result.file != file) {
            planned.forget();
            file = result.file;
            line = 1;
            indexer = make_indexer(*file->reader, demand_for(file->dialect), settings_.read);
        }
        if (result.block.counted) {
            Layout layout;
            layout.records = result.records = result.block.counted;
            Batch batch(layout, header_, file->dialect);
            planned.take(batch, Place{file->number, file->name, number, {}, result.block.offset, 0},
                         result.out);
        }
        if (!result.error && !result.block.text.empty()) {
            result.out.bytes = pool_.take(0);
            PartsOfBlock parts(*output_, number, held_output_);
            result.out.drain = &parts;
            try {
                const Place place{file->number, file->name, number, result.block.text.view(),
                                  result.block.offset, stage_.ordered() ? file->lines_before() + line : 0,
                                  output_->settled(number), file->lasting_text(result.block)};
                result.lines = indexer->index(result.block.text.view(), result.block.last, [&](Batch& batch) {
                    if (!file->aligned) batch.align(header_, file->map.data());
                    result.records += batch.size();
                    if (!result.done && !planned.take(batch, place, result.out)) result.done = true;
                    result.out.own_unless(result.block.text.view());
                    if (!result.out.refused.empty() && settings_.read.on_bad == OnBad::fail)
                        result.done = true;
                }, result.bad);
                line += result.lines;
                result.records += indexer->passed_over();
                // What follows the last record that was wanted is nobody's concern.
                if (result.done && settings_.read.on_bad != OnBad::skip) result.bad.clear();
                result.take_refused();
            } catch (...) {
                result.error = std::current_exception();
            }
        }
        if (!result.error && result.block.pause && stage_.patience() >= 0) {
            Writer writer(*plan_.encoder, plan_.out.size(), result.out);
            stage_.release(writer);
        }
        passed.reset();
        result.out.drain = nullptr;
        output_->put(number, std::move(result));
    }
    std::lock_guard lock(retire_mutex_);
    planned.retire();
}

void Run::work_in_threads() {
    std::exception_ptr error;
    try {
        work(true);
    } catch (...) {
        error = std::current_exception();
        output_->stop();
    }
    for (std::thread& other : others_) other.join();
    if (error) std::rethrow_exception(error);
    error = output_->error();
    if (!error) return;
    release_held();
    write_good(error);
    std::rethrow_exception(error);
}

Exit Run::run() {
    try {
        start();
        work_in_threads();
        finish();
    } catch (const Error& error) {
        if (progress_) progress_->done();
        summary_.write(all_totals(), shared_->bad.count(), sink_ ? sink_->written() : 0,
                       static_cast<int>(error.code()), stage_.summary());
        throw;
    }
    const Exit result = stage_.result();
    summary_.write(all_totals(), shared_->bad.count(), sink_->written(), static_cast<int>(result),
                   stage_.summary());
    return result;
}

Exit run_stage(Stage& stage, const Settings& settings) { return Run(stage, settings).run(); }

} // namespace rowkit
