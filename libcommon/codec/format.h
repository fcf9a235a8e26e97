// The one table of formats.
#pragma once

#include "codec/encoder.h"
#include "codec/reader.h"

#include <memory>
#include <span>
#include <string_view>

namespace rowkit {

struct Format {
    Dialect dialect;           // its defaults
    std::string_view name;     // as --from and --to name it
    std::string_view suffixes; // ".csv .txt", separated by blanks
    std::unique_ptr<Reader> (*reader)(const Dialect&, const ReadOptions&,
                                      const Demand&); // null: only written
    std::unique_ptr<Encoder> (*encoder)(const Dialect&, const WriteOptions&, const Header&);
};

std::span<const Format> formats();
const Format& format_of(FormatId id);
/// Null where no format bears that name.
const Format* find_format(std::string_view name);

/// The format by the file's suffix (under .zst and .gz), else by its first bytes, as rowkit-formats(7) says.
const Format& detect_format(std::string_view path, std::string_view first_bytes);

/// True for the formats whose records are JSON objects.
inline bool is_json(FormatId id) { return id == FormatId::ndjson || id == FormatId::json; }

/// True for the formats whose records name their own cells: the header is a sample's keys.
inline bool is_keyed(FormatId id) { return is_json(id) || id == FormatId::logfmt || id == FormatId::ltsv; }

/// True where each LF ends a record or a blank line, whatever stands before it: a file can be cut at any of
/// them.
bool every_newline_ends(const Dialect& dialect);

// A file each: libcommon/codec/NAME.cc. What each function takes is what the table's columns say.
std::unique_ptr<Reader> make_delimited_reader(const Dialect&, const ReadOptions&, const Demand&);
std::unique_ptr<Encoder> make_delimited_encoder(const Dialect&, const WriteOptions&, const Header&);
std::unique_ptr<Reader> make_ndjson_reader(const Dialect&, const ReadOptions&, const Demand&);
std::unique_ptr<Encoder> make_ndjson_encoder(const Dialect&, const WriteOptions&, const Header&);
std::unique_ptr<Reader> make_json_reader(const Dialect&, const ReadOptions&, const Demand&);
std::unique_ptr<Encoder> make_json_encoder(const Dialect&, const WriteOptions&, const Header&);
std::unique_ptr<Reader> make_usv_reader(const Dialect&, const ReadOptions&, const Demand&);
std::unique_ptr<Encoder> make_usv_encoder(const Dialect&, const WriteOptions&, const Header&);
std::unique_ptr<Reader> make_lines_reader(const Dialect&, const ReadOptions&, const Demand&);
std::unique_ptr<Encoder> make_lines_encoder(const Dialect&, const WriteOptions&, const Header&);
std::unique_ptr<Reader> make_logfmt_reader(const Dialect&, const ReadOptions&, const Demand&);
std::unique_ptr<Encoder> make_logfmt_encoder(const Dialect&, const WriteOptions&, const Header&);
std::unique_ptr<Reader> make_ltsv_reader(const Dialect&, const ReadOptions&, const Demand&);
std::unique_ptr<Encoder> make_ltsv_encoder(const Dialect&, const WriteOptions&, const Header&);
std::unique_ptr<Encoder> make_markdown_encoder(const Dialect&, const WriteOptions&, const Header&);
std::unique_ptr<Encoder> make_html_encoder(const Dialect&, const WriteOptions&, const Header&);

} // namespace rowkit
