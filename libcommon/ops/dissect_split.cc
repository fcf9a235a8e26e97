// Texts taken apart at separators or by widths.
#include "ops/dissector.h"

#include "base/error.h"
#include "data/utf8.h"

#include <algorithm>
#include <charconv>
#include <fmt/core.h>

namespace rowkit {
namespace {

void refuse_more(Dissector::Work& work, size_t found, size_t names) {
    work.reason = fmt::format("{} parts, there are {} names", found, names);
    work.hint = "--too-many drop leaves the others out, --too-many merge leaves them in the last one";
}

class SplitDissector final : public Dissector {
public:
    SplitDissector(std::string separator, bool quoted, std::vector<std::string> into, TooMany too_many)
        : separator_(std::move(separator)), quoted_(quoted), too_many_(too_many) {
        if (separator_.empty()) throw usage_error("--split: the separator is empty");
        names_ = std::move(into);
        if (names_.empty()) throw usage_error("the new columns have no names", "--into a,b,c");
    }

    bool take(std::string_view text, std::span<Cell> parts, Work& work) const override {
        std::ranges::fill(parts, part_cell({}));
        for (size_t part = 0, at = 0;; ++part) {
            const size_t end = part_end(text, at);
            if (part == parts.size()) {
                if (too_many_ == TooMany::drop) return true;
                for (; at <= text.size(); ++part) at = part_end(text, at) + separator_.size();
                refuse_more(work, part, parts.size());
                return false;
            }
            if (too_many_ == TooMany::merge && part + 1 == parts.size() && end < text.size()) {
                parts[part] = part_cell(text.substr(at));
                return true;
            }
            parts[part] = cell_of(text.substr(at, end - at));
            if (end >= text.size()) return true;
            at = end + separator_.size();
        }
    }

private:
    Cell cell_of(std::string_view part) const {
        Cell cell = part_cell(part);
        if (quoted_ && part.starts_with('"')) cell.form = Form::quoted;
        return cell;
    }
    size_t part_end(std::string_view text, size_t at) const {
        if (quoted_ && at < text.size() && text[at] == '"') {
            // Past the closing quote: the next one that is not doubled.
            for (++at; (at = text.find('"', at)) != text.npos; at += 2)
                if (!text.substr(at + 1).starts_with('"')) break;
        }
        return std::min(text.find(separator_, at), text.size());
    }

    std::string separator_;
    bool quoted_;
    TooMany too_many_;
};

std::string_view trimmed(std::string_view text) {
    while (text.starts_with(' ')) text.remove_prefix(1);
    while (text.ends_with(' ')) text.remove_suffix(1);
    return text;
}

class WidthDissector final : public Dissector {
public:
    WidthDissector(std::string_view widths, std::vector<std::string> into, TooMany too_many)
        : too_many_(too_many) {
        for (size_t at = 0; at <= widths.size();) {
            const size_t end = std::min(widths.find(',', at), widths.size());
            const std::string_view text = trimmed(widths.substr(at, end - at));
            size_t width = rest;
            const bool is_number = std::from_chars(text.data(), text.data() + text.size(), width).ptr ==
                                   text.data() + text.size();
            if (text != "*" && (!is_number || text.empty() || width == 0))
                throw usage_error(fmt::format("--widths: \"{}\" is not a number of characters", text),
                                  "--widths 8,2,*");
            if (text == "*" && end != widths.size())
                throw usage_error("--widths: only the last width can be *");
            widths_.push_back(text == "*" ? rest : width);
            at = end + 1;
        }
        names_ = std::move(into);
        if (names_.empty()) throw usage_error("the new columns have no names", "--into a,b,c");
        if (names_.size() != widths_.size())
            throw usage_error(
                fmt::format("--into has {} names, --widths {} widths", names_.size(), widths_.size()));
    }

    bool take(std::string_view text, std::span<Cell> parts, Work& work) const override {
        for (size_t i = 0; i < parts.size(); ++i) {
            size_t size = 0;
            if (widths_[i] == rest) size = text.size();
            for (size_t n = 0; n < widths_[i] && size < text.size(); ++n)
                size += first_character(text.substr(size)).size;
            const bool last = i + 1 == parts.size();
            if (last && too_many_ == TooMany::merge) size = text.size();
            parts[i] = part_cell(trimmed(text.substr(0, size)));
            text.remove_prefix(size);
        }
        if (trimmed(text).empty() || too_many_ == TooMany::drop) return true;
        work.reason = fmt::format("the text goes on past the widths: \"{}\"", trimmed(text).substr(0, 40));
        work.hint = "--too-many drop leaves that out, a last width * takes it";
        return false;
    }

private:
    static constexpr size_t rest = static_cast<size_t>(-1);
    std::vector<size_t> widths_;
    TooMany too_many_;
};

} // namespace

std::vector<std::string> new_names(std::string_view list) {
    std::vector<std::string> names;
    for (size_t at = 0; !list.empty() && at <= list.size();) {
        const size_t end = std::min(list.find(',', at), list.size());
        std::string name(trimmed(list.substr(at, end - at)));
        if (name.empty()) throw usage_error("--into: a name is empty");
        if (std::ranges::find(names, name) != names.end())
            throw usage_error("--into: \"" + name + "\" stands twice");
        names.push_back(std::move(name));
        at = end + 1;
    }
    return names;
}

std::unique_ptr<Dissector> make_split_dissector(std::string separator, bool quoted,
                                                std::vector<std::string> into, TooMany too_many) {
    return std::make_unique<SplitDissector>(std::move(separator), quoted, std::move(into), too_many);
}

std::unique_ptr<Dissector> make_width_dissector(std::string_view widths, std::vector<std::string> into,
                                                TooMany too_many) {
    return std::make_unique<WidthDissector>(widths, std::move(into), too_many);
}

} // namespace rowkit
