// How a run ends: what the tool has left to write, what was good before an error, reports.
#include "base/error.h"
#include "stream/running.h"

namespace rowkit {

/// Of bad data, what was good before it is written, also by a tool that writes at the end.
void Run::write_good(const std::exception_ptr& error) {
    try {
        std::rethrow_exception(error);
    } catch (const Error& bad) {
        if (bad.code() != Exit::bad_data) return;
    } catch (...) {
        return;
    }
    try {
        next_number_ = output_->go_on();
        if (!stage_.cut_after(next_number_ - 1)) return;
        write_end();
    } catch (const std::exception&) {
        // The first error is the one to tell.
    }
}

/// Records that the tool held back when the run failed were good, and are written.
void Run::release_held() {
    try {
        Output out;
        Writer writer(*plan_.encoder, plan_.out.size(), out);
        stage_.release(writer);
        output_->write(out);
        for (uint64_t number = 0;; ++number) {
            Output part;
            Writer part_writer(*plan_.encoder, plan_.out.size(), part);
            if (!stage_.release_part(number, output_->taken(), part_writer)) break;
            output_->write(part);
        }
    } catch (const std::exception&) {
        // The first error is the one to tell.
    }
}

/// One thread's share of the parts. Two of them need no more threads: the first one starts the others where
/// there is a third.
void Run::write_parts_of_one(bool first) {
    for (;;) {
        Result result;
        uint64_t number = 0, part = 0;
        {
            std::lock_guard lock(input_mutex_);
            if (parts_ended_ || !output_->admit(next_number_)) return;
            number = next_number_++;
            part = next_part_++;
        }
        if (first && part == 2)
            for (unsigned i = 1; i < threads_; ++i)
                others_.emplace_back([this] { write_parts_of_one(false); });
        try {
            result.out.bytes = pool_.take(0);
            Writer writer(*plan_.encoder, plan_.out.size(), result.out);
            if (!stage_.part(part, writer)) parts_ended_ = true;
        } catch (...) {
            result.error = std::current_exception();
        }
        output_->put(number, std::move(result));
    }
}

/// Writes the output that the tool has kept for the end.
void Run::write_parts() {
    others_.clear();
    write_parts_of_one(stage_.parts() == Stage::Parts::side_by_side);
    for (std::thread& other : others_) other.join();
    if (output_->error()) std::rethrow_exception(output_->error());
}

/// Writes what the tool has left to write when it has seen all.
void Run::write_end() {
    Output out;
    Writer writer(*plan_.encoder, plan_.out.size(), out);
    try {
        stage_.finish(writer);
    } catch (const Error& error) {
        if (!error.where().starts_with(':')) throw;
        throw error.at({}); // a line in no block of the input
    }
    output_->write(out);
    if (stage_.parts() != Stage::Parts::none) write_parts();
}

void Run::finish() {
    if (idle_)
        stage_.nothing();
    else
        write_end();
    Output end;
    if (writing_.output == ToolOutput::records)
        end.bytes.append(output_->closing().empty() ? plan_.encoder->epilogue(output_->any_written())
                                                    : std::string_view(output_->closing()));
    output_->write(end);
    if (progress_) progress_->done();
    if (!settings_.quiet) {
        shared_->bad.finish(output_->totals().records_in);
        output_->notes().print(settings_.tool);
    }
    input_.check_lasting();
    sink_->commit();
    stage_.commit();
}

/// When it has ended: with what the runs before it have read.
Totals Run::all_totals() {
    Totals all = output_ ? output_->totals() : Totals{};
    all.bytes_in = shared_->bytes_in += all.bytes_in;
    return all;
}

} // namespace rowkit
