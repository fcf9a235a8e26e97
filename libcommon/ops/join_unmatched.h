// A second output: the streamed records of a join that have no match, as they came.
#pragma once

#include "codec/encoder.h"
#include "io/sink.h"
#include "stream/settings.h"
#include "stream/writer.h"

#include <memory>
#include <string>

namespace rowkit::ops {

/// Written in the format of the input, compressed by the file's suffix; whole, with the header at least, once
/// finish() was called, and there once commit() was. Used by one thread.
class UnmatchedFile {
public:
    /// Throws Error (exit 2) for a path that the run writes to anyway.
    static void check(const std::string& path, const Settings& settings);
    /// Throws Error (exit 4) where it can't be written.
    explicit UnmatchedFile(const std::string& path) : sink_(open_sink({.path = path})) {}

    /// Of a batch, in order; the first one's header is the file's.
    void write(const Batch& batch, Records records);
    /// After the last batch. Where no record came, the file has what stood before the first one in the input.
    void finish();
    /// The file appears.
    void commit() { sink_->commit(); }
    void open(const Header& header) { header_ = header; }

private:
    void begin(const Batch& batch);

    std::unique_ptr<Sink> sink_;
    Dialect dialect_;
    std::unique_ptr<Encoder> encoder_;
    Header header_;
    Output out_;
    bool any_ = false;
    std::string closing_;
};

} // namespace rowkit::ops
