// The results of blocks, put back in order and written.
#pragma once

#include "base/buffer.h"
#include "io/progress.h"
#include "io/sink.h"
#include "stream/bad.h"
#include "stream/input.h"
#include "stream/writer.h"

#include <condition_variable>
#include <exception>
#include <map>
#include <memory>
#include <mutex>
#include <vector>

namespace rowkit {

/// What came of one block.
struct Result {
    Block block;
    std::shared_ptr<InputFile> file;
    Output out;
    std::vector<BadRecord> bad;
    std::exception_ptr error;
    uint64_t records = 0; // good ones read
    uint64_t lines = 0;   // physical lines in the block
    uint64_t consumed = 0; // of the input, for progress
    bool done = false;    // the tool wants no more

    /// Counts the records that the tool refused with those that could not be read.
    void take_refused();
};

/// What a run did.
struct Totals {
    uint64_t records_in = 0;
    uint64_t records_out = 0;
    uint64_t bytes_in = 0; // decoded
};

/// Takes results from many threads in any order, and writes them in the order of their blocks. The thread
/// that brings the next one writes it and those that wait behind it; the others go on with their work.
/// Thread-safe.
class OrderedOutput {
public:
    /// `window`: results that may wait at most.
    OrderedOutput(Sink& sink, BadRecords& bad, BufferPool& pool, Progress* progress, size_t window);

    /// Bytes that come before everything (`prologue`), and how many bytes the first record drops.
    void begin(Buffer prologue, size_t separator);

    /// Waits until block `number` may be worked on; false: the run has stopped.
    bool admit(uint64_t number);
    /// Where that one was admitted: the first block that may not have been taken yet. Those before were free
    /// of errors.
    uint64_t settled(uint64_t number) const {
        return number < waiting_.size() ? 0 : number - waiting_.size() + 1;
    }
    void put(uint64_t number, Result result);

    /// Writes a part of what will be put for block `number`, when it is its turn; drops it where the run has
    /// stopped.
    void write_part(uint64_t number, Output& part);

    /// Stops the run: no block is admitted any more.
    void stop();
    bool stopped();

    /// Writes what follows the last block, outside the order: all results have been put.
    void write(Output& out);
    bool any_written() const { return any_; }
    /// How many blocks have been taken, the last one with an error if there was one. To be asked when no
    /// thread works on.
    uint64_t taken() const { return next_; }
    /// The last Output::closing.
    const std::string& closing() const { return closing_; }

    /// Makes a note an error, where it is wanted so (--strict).
    void be_strict(bool strict) { strict_ = strict; }
    const Notes& notes() const { return notes_; }
    const Totals& totals() const { return totals_; }
    /// The first error in input order, if there was one.
    std::exception_ptr error() const { return error_; }
    /// After an error, with nobody working any more: forgets it and all results behind it, so that what was
    /// good can be put from the returned number on, the one after the error's.
    uint64_t go_on();

private:
    /// What stays as it is until the sink takes it back: nothing, the output's own bytes, those of the block,
    /// too.
    enum class Lasting { none, own, all };

    void consume(Result& result);
    void write(Output& out, Lasting lasting);
    void tell(const Note& note, std::string place);
    void tell_all(const Output& out);
    std::string full_place(const std::string& where) const;

    Sink& sink_;
    BadRecords& bad_;
    BufferPool& pool_;
    Progress* progress_;
    Buffer prologue_;
    size_t separator_ = 0;
    bool any_ = false; // a record was written
    std::string closing_;
    Totals totals_;
    Notes notes_;
    bool strict_ = false;
    const InputFile* file_ = nullptr;
    size_t file_number_ = 0;
    std::map<size_t, uint64_t> lines_; // of the files before, by number: the tool may come back to them
    uint64_t line_ = 1; // of the next block, counted from the first record that is read

    std::mutex mutex_;
    std::condition_variable room_; // and turns
    std::vector<Result> waiting_; // result n is at n % size
    std::vector<bool> there_;
    uint64_t next_ = 0;
    bool writing_ = false;
    bool stop_ = false;
    std::exception_ptr error_;
};

} // namespace rowkit
