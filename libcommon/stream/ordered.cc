// The results of blocks, put back in order and written.
#include "stream/ordered.h"

#include "base/error.h"
#include "codec/scan.h"

#include <algorithm>
#include <iterator>

namespace rowkit {

void Result::take_refused() {
    if (out.refused.empty()) return;
    records -= out.refused.size();
    std::ranges::move(out.refused, std::back_inserter(bad));
    std::ranges::stable_sort(bad, {}, &BadRecord::offset);
    out.refused.clear();
}

OrderedOutput::OrderedOutput(Sink& sink, BadRecords& bad, BufferPool& pool, Progress* progress, size_t window)
    : sink_(sink), bad_(bad), pool_(pool), progress_(progress), waiting_(window), there_(window) {}

void OrderedOutput::begin(Buffer prologue, size_t separator) {
    prologue_ = std::move(prologue);
    separator_ = separator;
}

bool OrderedOutput::admit(uint64_t number) {
    std::unique_lock lock(mutex_);
    room_.wait(lock, [&] { return stop_ || number < next_ + waiting_.size(); });
    return !stop_;
}

void OrderedOutput::write_part(uint64_t number, Output& part) {
    bool its_turn;
    {
        std::unique_lock lock(mutex_);
        room_.wait(lock, [&] { return stop_ || (next_ == number && !writing_); });
        its_turn = !stop_;
        if (its_turn) writing_ = true;
    }
    std::exception_ptr error;
    try {
        if (its_turn) write(part);
    } catch (...) {
        error = std::current_exception();
    }
    part.bytes.clear();
    part.borrowed = {};
    part.records = 0;
    if (its_turn) {
        std::lock_guard lock(mutex_);
        writing_ = false;
        room_.notify_all();
    }
    if (error) std::rethrow_exception(error);
}

void OrderedOutput::stop() {
    std::lock_guard lock(mutex_);
    stop_ = true;
    room_.notify_all();
}

uint64_t OrderedOutput::go_on() {
    for (Result& result : waiting_) result = {};
    there_.assign(there_.size(), false);
    error_ = nullptr;
    stop_ = false;
    return next_;
}

bool OrderedOutput::stopped() {
    std::lock_guard lock(mutex_);
    return stop_;
}

void OrderedOutput::put(uint64_t number, Result result) {
    std::unique_lock lock(mutex_);
    const size_t size = waiting_.size();
    waiting_[number % size] = std::move(result);
    there_[number % size] = true;
    if (writing_) return; // whoever writes now comes to it
    writing_ = true;
    while (there_[next_ % size] && !stop_) {
        Result current = std::move(waiting_[next_ % size]);
        there_[next_ % size] = false;
        lock.unlock();
        std::exception_ptr error;
        bool done = current.done;
        try {
            consume(current);
        } catch (...) {
            error = std::current_exception();
        }
        sink_.take_back(std::move(current.block.text), pool_);
        sink_.take_back(std::move(current.out.bytes), pool_);
        current = {};
        lock.lock();
        ++next_;
        if (error) error_ = error;
        if (error || done) stop_ = true;
        room_.notify_all();
    }
    writing_ = false;
    room_.notify_all();
}

void OrderedOutput::consume(Result& result) {
    if (!result.file && result.error) std::rethrow_exception(result.error); // no file could be opened
    if (!result.file) { // of no block: a part of the output at the end
        tell_all(result.out);
        return write(result.out, Lasting::own);
    }
    if (result.file.get() != file_) {
        if (file_) lines_[file_number_] = line_;
        file_ = result.file.get();
        file_number_ = file_->number;
        line_ = lines_.try_emplace(file_number_, 1).first->second;
    }
    write(result.out, Lasting::all);
    totals_.records_in += result.records;
    totals_.bytes_in += result.block.text.size();
    for (const BadRecord& bad : result.bad)
        bad_.add(bad, result.block.text.view(), file_->shown_name(), file_->lines_before() + line_,
                 result.block.offset);
    std::ranges::stable_sort(result.out.notes, {},
                             &Note::offset); // told in the order of the input, however it was cut
    for (const Note& note : result.out.notes) {
        // The line is sought only for what is told.
        const std::string_view before = result.block.text.view().substr(0, note.offset);
        const bool sought = note.where.empty() && !notes_.knows(note.column);
        tell(note, sought ? full_place(":" + std::to_string(count_lines(before) + 1)) : note.where);
    }
    line_ += result.lines;
    if (result.error) {
        try {
            std::rethrow_exception(result.error);
        } catch (const Error& error) {
            throw error.at(full_place(error.where()));
        }
    }
    if (result.block.pause) sink_.flush();
    if (progress_) progress_->update(result.consumed, std::nullopt, totals_.records_in);
}

/// Of an output that comes of no block.
void OrderedOutput::tell_all(const Output& out) {
    for (const Note& note : out.notes)
        if (!note.where.empty()) tell(note, note.where);
}

void OrderedOutput::write(Output& out) {
    tell_all(out);
    write(out, Lasting::none);
}

void OrderedOutput::tell(const Note& note, std::string place) {
    if (strict_)
        throw Error(Exit::bad_data, place, describe(note), "without --strict, it is null and counted");
    notes_.add(note, std::move(place));
}

/// Where an error is: with nothing of its own in the current file, with `:LINE` at that line of the current
/// block.
std::string OrderedOutput::full_place(const std::string& where) const {
    if (!where.empty() && where.front() != ':') return where;
    std::string place = file_->shown_name();
    if (!where.empty())
        place += ":" + std::to_string(file_->lines_before() + line_ + std::stoull(where.substr(1)) - 1);
    return place;
}

void OrderedOutput::write(Output& out, Lasting lasting) {
    totals_.records_out += out.records;
    if (!out.closing.empty()) closing_ = std::move(out.closing);
    std::string_view bytes = out.bytes.view();
    if (!any_ && separator_ && out.records) bytes.remove_prefix(separator_);
    any_ = any_ || out.records;
    if (!prologue_.empty()) {
        // One write for the head and the first records, where they are few.
        if (bytes.size() < 65536 && out.borrowed.size() < 65536) {
            prologue_.append(bytes);
            prologue_.append(out.borrowed);
            bytes = {};
            out.borrowed = {};
        }
        sink_.write(prologue_.view());
        prologue_.clear();
    }
    auto pass_on = [&](std::string_view part, bool lasts) {
        if (part.empty()) return;
        if (lasts) sink_.write_lasting(part);
        else sink_.write(part);
    };
    pass_on(bytes, lasting != Lasting::none);
    pass_on(out.borrowed, lasting == Lasting::all);
}

} // namespace rowkit
