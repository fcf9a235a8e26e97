// A second output: the streamed records of a join that have no match.
#include "ops/join_unmatched.h"

#include "base/error.h"
#include "codec/format.h"
#include "io/file_sink.h"

#include <filesystem>
#include <fmt/core.h>
#include <utility>

namespace rowkit::ops {
namespace {

bool is_same_file(const std::filesystem::path& a, const std::filesystem::path& b) {
    std::error_code failed;
    if (exists(a, failed) && !is_regular_file(a, failed)) return false; // /dev/null takes all
    return weakly_canonical(absolute(a), failed) == weakly_canonical(absolute(b), failed);
}

} // namespace

void UnmatchedFile::check(const std::string& path, const Settings& settings) {
    const std::string& output = settings.sink.path;
    if (path.empty()) throw usage_error("--unmatched: the file's name is empty");
    if (path == "-" || ((output.empty() || output == "-") && leads_to_standard_output(path)))
        throw usage_error("--unmatched: standard output has the other records", "name a file");
    for (const auto& [option, file] : {std::pair("--output", output), {"--rejects", settings.rejects}})
        if (!file.empty() && is_same_file(file, path))
            throw usage_error(fmt::format("--unmatched and {} name the same file", option));
}

void UnmatchedFile::begin(const Batch& batch) {
    header_ = batch.header();
    dialect_ = batch.dialect();
    encoder_ = format_of(dialect_.format).encoder(dialect_, {}, header_);
    Buffer prologue;
    encoder_->prologue(prologue);
    sink_->write(prologue.view());
}

void UnmatchedFile::write(const Batch& batch, Records records) {
    if (!encoder_) begin(batch);
    // JSON objects need not be alike, and their own keys say what their columns are.
    const bool same = batch.header().same_names(header_);
    std::unique_ptr<Encoder> other;
    if (!same) other = format_of(dialect_.format).encoder(dialect_, {}, batch.header());
    Writer(same ? *encoder_ : *other, batch.header().size(), out_).keep(batch, records);
    std::string_view bytes = out_.bytes.view();
    if (!any_ && out_.records) bytes.remove_prefix(encoder_->separator());
    any_ = any_ || out_.records;
    sink_->write(bytes);
    sink_->write(out_.borrowed);
    if (!out_.closing.empty()) closing_ = std::move(out_.closing);
    out_.bytes.clear();
    out_.borrowed = {};
    out_.records = 0;
    out_.closing.clear();
}

void UnmatchedFile::finish() {
    if (!encoder_ && !header_.line.ends_with('[')) sink_->write(header_.line);
    if (encoder_) sink_->write(closing_.empty() ? encoder_->epilogue(any_) : std::string_view(closing_));
}

} // namespace rowkit::ops
