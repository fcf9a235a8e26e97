// Lines: each line is a record of one column named `line`; blank lines are records too.
//
// Written, a record is the text of its cells, joined by a TAB where there are several. So that each line of
// the output is one record, a newline inside a cell is an error; so is a TAB where there are several columns,
// and a CR that would become part of the newline.
#include "codec/format.h"
#include "codec/line_encoder.h"
#include "codec/line_index.h"

namespace rowkit {
namespace {

class LinesIndexer final : public Indexer {
public:
    LinesIndexer(Demand::Kind demand, const Header& header, const Dialect& dialect)
        : demand_(demand), header_(header), dialect_(dialect) {}

    size_t index(std::string_view text, bool, const Use& use, std::vector<BadRecord>&) override {
        Layout layout;
        layout.text = text;
        layout.columns = 1;
        layout.rule = CellRule::text;
        if (demand_ == Demand::count) {
            layout.records = count_records(text, true);
        } else {
            lines_.build(text, true);
            lines_.describe(layout, lines_.size());
            layout.ends = lines_.ends();
        }
        Batch batch(layout, header_, dialect_);
        use(batch);
        return demand_ == Demand::count ? layout.records : lines_.lines();
    }

private:
    Demand::Kind demand_;
    const Header& header_;
    const Dialect& dialect_;
    LineIndex lines_;
};

class LinesReader final : public Reader {
public:
    LinesReader(const Dialect& dialect, const ReadOptions& options, const Demand& demand)
        : dialect_(dialect), skip_lines_(options.skip_lines), demand_(demand.kind) {}

    std::optional<Start> start(std::string_view text, bool final) override {
        auto head = line_head(text, skip_lines_, final);
        // The first line shows which newline is written where lines are made anew.
        if (!head || (!final && text.find('\n', head->size) == text.npos && text.size() < 65536))
            return std::nullopt;
        dialect_.bom = head->bom;
        dialect_.newline = first_newline(text.substr(head->size));
        header_.columns = {{"line"}};
        header_.present = dialect_.header;
        Start start{header_, head->size};
        start.header.line = text.substr(0, head->size);
        return start;
    }
    std::unique_ptr<Splitter> splitter() const override { return make_line_splitter(true); }
    std::unique_ptr<Indexer> indexer() const override {
        return std::make_unique<LinesIndexer>(demand_, header_, dialect_);
    }
    std::unique_ptr<Slicer> slicer() const override { return make_line_slicer(true); }
    std::string_view lacking(std::string_view text) const override {
        return text.empty() || text.ends_with('\n') ? std::string_view{} : dialect_.newline;
    }
    const Dialect& dialect() const override { return dialect_; }

private:
    Dialect dialect_;
    uint64_t skip_lines_;
    Demand::Kind demand_;
    Header header_;
};

class LinesEncoder final : public LineEncoder {
public:
    using LineEncoder::LineEncoder;

private:
    void append_record(const Batch& batch, size_t record, std::span<const OutColumn> columns, Buffer& out,
                       Buffer& scratch) const override {
        for (size_t i = 0; i < columns.size(); ++i) {
            if (i) out.push_back('\t');
            std::string_view text = text_of(columns[i].of(batch, record), scratch);
            if (text.find('\n') != text.npos) refuse(i, text, "newline");
            if (columns.size() > 1 && text.find('\t') != text.npos)
                refuse(i, text, "TAB beside other columns");
            if (i + 1 == columns.size() && text.ends_with('\r') && dialect().newline == "\n")
                refuse(i, text, "CR at a line's end");
            out.append(text);
        }
    }
};

} // namespace

std::unique_ptr<Reader> make_lines_reader(const Dialect& dialect, const ReadOptions& options,
                                          const Demand& demand) {
    return std::make_unique<LinesReader>(dialect, options, demand);
}

std::unique_ptr<Encoder> make_lines_encoder(const Dialect& dialect, const WriteOptions&,
                                            const Header& header) {
    return std::make_unique<LinesEncoder>(dialect, header);
}

} // namespace rowkit
