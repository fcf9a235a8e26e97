// NDJSON and JSON: writing.
//
// The dialect's delimiter tells how JSON's records stand: a comma: in one array; a newline: one after
// another.
#include "base/error.h"
#include "codec/format.h"
#include "codec/json_text.h"
#include "codec/json_values.h"
#include "codec/scan.h"
#include "data/path.h"

#include <algorithm>
#include <map>
#include <numeric>

#include <fmt/core.h>

namespace rowkit {
namespace {

/// A step of writing a record. Columns that were nested objects open and close them again.
struct Step {
    enum Kind : uint8_t { cell, open, close };
    Kind kind = cell;
    bool weak = false; // cell: a null here gives way to an object under the same key
    JsonType type = JsonType::free;
    uint32_t column = 0;
    uint32_t prefix = 0;      // where its comma, key and colon are in prefixes_
    uint32_t prefix_size = 0;
};

JsonType type_named(std::string_view name, const std::string& option) {
    if (name == "string") return JsonType::string;
    if (name == "number") return JsonType::number;
    if (name == "bool") return JsonType::boolean;
    if (name == "json") return JsonType::json;
    throw usage_error(fmt::format("--type {}: there is no type \"{}\"", option, name),
                      "the types are string, number, bool and json");
}

std::string_view trim(std::string_view text) {
    while (!text.empty() && is_json_space(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_json_space(text.back())) text.remove_suffix(1);
    return text;
}

/// Builds the steps from the columns' names.
class Steps {
public:
    Steps(const WriteOptions& options, const Header& header, std::vector<Step>& steps, Buffer& prefixes)
        : options_(options), header_(header), steps_(steps), prefixes_(prefixes) {
        for (const std::string& type : options.types) {
            size_t equals = type.rfind('=');
            if (equals == std::string::npos)
                throw usage_error(fmt::format("--type {}: a type is missing", type),
                                  "write it as NAME=string");
            types_[type.substr(0, equals)] = type_named(std::string_view(type).substr(equals + 1), type);
        }
        std::vector<uint32_t> all(header.size());
        std::iota(all.begin(), all.end(), 0U);
        for (uint32_t i : all) paths_.push_back(path_of(header.columns[i]));
        object(all, 0);
    }

private:
    std::vector<std::string> path_of(const Column& column) const {
        if (column.nested || (options_.unflatten && column.name.find('.') != std::string::npos)) {
            auto path = Path::parse(column.name);
            std::vector<std::string> keys;
            if (path)
                for (const Path::Step& step : path->steps())
                    if (const std::string* key = std::get_if<std::string>(&step)) keys.push_back(*key);
            if (path && keys.size() == path->steps().size()) return keys;
        }
        return {column.name};
    }

    /// Writes the columns below one object; groups stand where their first column does.
    void object(const std::vector<uint32_t>& columns, size_t depth) {
        std::map<std::string_view, std::vector<uint32_t>> groups;
        for (uint32_t column : columns)
            if (paths_[column].size() > depth + 1) groups[paths_[column][depth]].push_back(column);
        for (uint32_t column : columns) {
            const std::string& key = paths_[column][depth];
            auto group = groups.find(key);
            if (paths_[column].size() == depth + 1) {
                auto type = types_.find(header_.columns[column].name);
                Step step = prefixed(Step::cell, key);
                step.column = column;
                step.weak = group != groups.end();
                step.type = type != types_.end() ? type->second
                            : options_.strings   ? JsonType::text
                                                 : JsonType::free;
                steps_.push_back(step);
            } else if (group->second.front() == column) {
                steps_.push_back(prefixed(Step::open, key));
                object(group->second, depth + 1);
                steps_.push_back({Step::close});
            }
        }
    }

    Step prefixed(Step::Kind kind, std::string_view key) {
        Step step{kind};
        step.prefix = static_cast<uint32_t>(prefixes_.size());
        prefixes_.push_back(',');
        append_json_string(key, prefixes_);
        prefixes_.push_back(':');
        step.prefix_size = static_cast<uint32_t>(prefixes_.size()) - step.prefix;
        return step;
    }

    const WriteOptions& options_;
    const Header& header_;
    std::vector<Step>& steps_;
    Buffer& prefixes_;
    std::map<std::string, JsonType, std::less<>> types_;
    std::vector<std::vector<std::string>> paths_;
};

class JsonEncoder : public Encoder {
public:
    JsonEncoder(const Dialect& dialect, const WriteOptions& options, const Header& header)
        : dialect_(dialect), header_(header), changes_(!options.types.empty() || options.unflatten) {
        Steps(options, header_, steps_, prefixes_);
    }

    void append(const Batch& batch, Records records, std::span<const OutColumn> columns,
                Buffer& buffer) const override {
        size_t record = 0, size = buffer.size();
        try {
            append_each(batch, records, columns, buffer, record, size);
        } catch (const Error& error) {
            buffer.resize(size); // the records before it are whole
            throw Error(error.code(), batch.line_of(record), error.reason(), error.hint());
        }
    }

    void prologue(Buffer& out) const override {
        if (!header_.line.empty()) out.append(header_.line);
        else if (dialect_.bom) out.append("\xEF\xBB\xBF");
    }

protected:
    /// Whether a record is a line.
    virtual bool lines() const { return false; }
    virtual void before(JsonOut& out) const { (void)out; }
    virtual void after(JsonOut& out, const Batch& batch, size_t record) const {
        (void)batch, (void)record;
        out.raw(dialect_.newline, false);
    }

    const Dialect dialect_;
    const Header header_;
    const bool changes_; // what was JSON may become other JSON

private:
    /// `record` is the one at work, should one fail, `size` that of the buffer before it.
    void append_each(const Batch& batch, Records records, std::span<const OutColumn> columns, Buffer& buffer,
                     size_t& record, size_t& size) const {
        const bool foreign = !is_json(batch.dialect().format);
        Buffer scratch;
        std::vector<size_t> open;
        JsonOut out(buffer);
        for (size_t i = 0; i < records.size(); ++i) {
            record = records[i];
            size = out.size();
            before(out);
            size_t object = out.size(); // its brace takes the place of the first key's comma
            for (const Step& step : steps_) {
                if (step.kind == Step::cell) {
                    const OutColumn& column = columns[step.column];
                    const Cell cell = column.of(batch, record);
                    if (cell.form == Form::missing || (step.weak && cell.form == Form::null)) continue;
                    out.raw({prefixes_.data() + step.prefix, step.prefix_size}, true);
                    const bool padded = !column.cells;
                    if (cell.form == Form::plain && step.type == JsonType::free)
                        write_free_text(cell.raw(), padded, out);
                    else
                        write_value(cell, step.type, padded, foreign, lines(),
                                    header_.columns[step.column].name, scratch, out);
                } else if (step.kind == Step::open) {
                    open.push_back(object);
                    open.push_back(out.size());
                    out.raw({prefixes_.data() + step.prefix, step.prefix_size}, true);
                    object = out.size();
                } else {
                    const size_t start = open.back(), outer = open[open.size() - 2];
                    open.resize(open.size() - 2);
                    if (out.size() == object) out.cut(start); // all of its keys are missing
                    else close(out, object);
                    object = outer;
                }
            }
            close(out, object);
            after(out, batch, record);
        }
    }

    static void close(JsonOut& out, size_t object) {
        out.room(2);
        if (out.size() == object) ++out.to;
        out[object] = '{';
        *out.to++ = '}';
    }

    std::vector<Step> steps_;
    Buffer prefixes_;
};

class NdjsonEncoder final : public JsonEncoder {
public:
    using JsonEncoder::JsonEncoder;

    bool takes_raw(const Dialect& input) const override {
        return input.format == FormatId::ndjson && !changes_ && dialect_.own_newlines;
    }
    std::string_view lacking(std::string_view written, const Dialect& input) const override {
        return written.ends_with('\n') ? std::string_view{} : input.newline;
    }

private:
    bool lines() const override { return true; }

    /// A record from NDJSON keeps its own newline, or has none.
    void after(JsonOut& out, const Batch& batch, size_t record) const override {
        std::string_view newline = dialect_.newline;
        if (dialect_.own_newlines && batch.dialect().format == FormatId::ndjson) {
            std::string_view raw = batch.raw(record);
            newline = raw.ends_with("\r\n") ? "\r\n" : raw.ends_with('\n') ? "\n" : "";
        }
        out.raw(newline, false);
    }
};

/// Objects one after another, as they came.
class JsonSequenceEncoder final : public JsonEncoder {
public:
    using JsonEncoder::JsonEncoder;

    bool takes_raw(const Dialect& input) const override {
        return input.format == FormatId::json && input.delimiter == '\n' && !changes_;
    }
};

/// An array. A raw record begins with its comma, the first one of a file with the array's bracket.
class JsonArrayEncoder final : public JsonEncoder {
public:
    using JsonEncoder::JsonEncoder;

    bool takes_raw(const Dialect& input) const override { return is_json(input.format) && !changes_; }

    void prologue(Buffer& out) const override {
        JsonEncoder::prologue(out);
        if (header_.line.empty() || header_.line.back() != '[') out.push_back('[');
    }
    size_t separator() const override { return 1; }
    std::string_view epilogue(bool any) const override { return any ? "\n]\n" : "]\n"; }
    std::string_view closing(const Batch& batch) const override {
        return is_array(batch) ? batch.layout().trailing : std::string_view();
    }

    void append_raw(const Batch& batch, Records records, Buffer& out) const override {
        const Layout& at = batch.layout();
        if (is_array(batch)) {
            for (size_t i = 0; i < records.size();) {
                size_t first = records[i], last = first;
                for (++i; at.contiguous && i < records.size() && records[i] == last + 1; ++i) ++last;
                const size_t size = out.size();
                out.append(at.text.data() + at.raw_begin[first], at.raw_end[last] - at.raw_begin[first]);
                out.data()[size] = ','; // not a bracket
            }
            return;
        }
        for (size_t i = 0; i < records.size(); ++i) {
            out.append(",\n");
            out.append(trim(batch.raw(records[i])));
        }
    }

private:
    static bool is_array(const Batch& batch) {
        return batch.dialect().format == FormatId::json && batch.dialect().delimiter != '\n';
    }
    void before(JsonOut& out) const override { out.raw(",\n", false); }
    void after(JsonOut&, const Batch&, size_t) const override {}
};

} // namespace

std::unique_ptr<Encoder> make_ndjson_encoder(const Dialect& dialect, const WriteOptions& options,
                                             const Header& header) {
    return std::make_unique<NdjsonEncoder>(dialect, options, header);
}

std::unique_ptr<Encoder> make_json_encoder(const Dialect& dialect, const WriteOptions& options,
                                           const Header& header) {
    if (dialect.delimiter == '\n') return std::make_unique<JsonSequenceEncoder>(dialect, options, header);
    return std::make_unique<JsonArrayEncoder>(dialect, options, header);
}

} // namespace rowkit
