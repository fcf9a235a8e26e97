// From the common options to what the run goes by.
#include "cli/settings.h"

#include "codec/format.h"

namespace rowkit::cli {
namespace {

std::optional<FormatId> format_named(const std::string& name) {
    if (name.empty()) return std::nullopt;
    return find_format(name)->dialect.format; // the option's choices are the table's
}

SinkOptions sink_options(const Common& common) {
    SinkOptions sink;
    sink.path = common.output == "-" ? "" : common.output;
    sink.threads = static_cast<unsigned>(common.threads);
    if (common.zstd) sink.compression = Compression::zstd, sink.level = static_cast<int>(*common.zstd);
    if (common.gzip) sink.compression = Compression::gzip, sink.level = static_cast<int>(*common.gzip);
    return sink;
}

} // namespace

Settings make_settings(const std::string& tool, const Parsed& parsed) {
    const Common& common = parsed.common;
    Settings settings;
    settings.tool = tool;
    settings.files = parsed.files;
    if (settings.files.empty()) settings.files.push_back("-");
    settings.from = format_named(common.from);
    settings.to = format_named(common.to);
    settings.delimiter = common.delimiter;
    settings.quote = common.quote;
    settings.comment = common.comment;
    settings.header = !common.no_header;
    settings.encoding = common.encoding;

    const std::string& on_bad = common.on_bad;
    settings.read.on_bad = on_bad == "skip" ? OnBad::skip : on_bad == "keep" ? OnBad::keep : OnBad::fail;
    const std::string& ragged = common.ragged;
    settings.read.ragged = ragged == "pad"    ? Ragged::pad
                           : ragged == "trim" ? Ragged::trim
                           : ragged == "keep" ? Ragged::keep
                                              : Ragged::fail;
    settings.read.skip_lines = static_cast<uint64_t>(common.skip);
    settings.read.strict = common.strict;
    settings.read.optional = common.optional;
    settings.read.union_keys = common.all_keys;
    settings.read.columns = common.columns;

    settings.crlf = common.crlf;
    settings.bom = common.bom;
    const std::string& quoting = common.quoting;
    settings.quoting = quoting == "minimal" ? Quoting::minimal
                       : quoting == "all"   ? Quoting::all
                       : quoting == "never" ? Quoting::never
                                            : Quoting::as_is;
    settings.write.unflatten = common.unflatten;
    settings.write.strings = common.strings;
    for (const TypedColumns& typed : common.types)
        settings.write.types.push_back(typed.columns + "=" + typed.kind);
    settings.sink = sink_options(common);

    settings.rejects = common.rejects;
    if (common.max_bad) settings.max_bad = static_cast<uint64_t>(*common.max_bad);
    settings.max_bad_percent = common.max_bad_percent;
    settings.threads = static_cast<unsigned>(common.threads);
    settings.memory = common.memory;
    settings.tmpdir = common.tmpdir;
    settings.block_size = common.block_size;
    settings.summary = common.summary;
    settings.progress = common.progress == "always" ? 1 : common.progress == "never" ? 0 : -1;
    return settings;
}

} // namespace rowkit::cli
