// Texts taken apart that name their own parts: logfmt, JSON objects, key=value, queries of URLs.
#include "ops/dissector.h"

#include "codec/keyed.h"
#include "data/percent.h"
#include "expr/json_check.h"
#include "expr/json_cursor.h"

#include <algorithm>
#include <fmt/core.h>
#include <functional>
#include <unordered_map>

namespace rowkit {
namespace {

using UsePair = std::function<bool(std::string_view key, const Cell& value)>;

/// How a text says its pairs. False: it can't be read, `work.reason` says why; or `use` gave false.
class Pairs {
public:
    virtual ~Pairs() = default;
    virtual bool each(std::string_view text, Dissector::Work& work, const UsePair& use) const = 0;
};

class LogfmtPairs final : public Pairs {
public:
    bool each(std::string_view text, Dissector::Work& work, const UsePair& use) const override {
        std::vector<Field> fields;
        const char* reason = nullptr;
        const auto outcome =
            syntax_->parse(text.data(), 0, static_cast<uint32_t>(text.size()), fields, reason);
        if (outcome != FieldSyntax::Outcome::whole) {
            work.reason = reason;
            work.hint = syntax_->hint();
            return false;
        }
        for (const Field& field : fields) {
            std::string_view value = text.substr(field.begin, field.end - field.begin);
            if (field.odd) {
                work.scratch.clear();
                syntax_->mend(value, work.scratch);
                value = work.arena.copy(work.scratch.view());
            }
            Cell cell = part_cell(value);
            if (value.starts_with('"')) cell.form = Form::json_string;
            if (!use(text.substr(field.key_begin, field.key_end - field.key_begin), cell)) return false;
        }
        return true;
    }

private:
    std::unique_ptr<const FieldSyntax> syntax_ = make_logfmt_syntax();
};

class JsonPairs final : public Pairs {
public:
    bool each(std::string_view text, Dissector::Work& work, const UsePair& use) const override {
        bool wanted = true;
        const bool object =
            expr::is_json(text) &&
            expr::for_each_raw_member(text, [&](std::string_view key, std::string_view value) {
                if (key.find('\\') != key.npos) {
                    work.scratch.clear();
                    append_json_text(key, work.scratch);
                    key = work.arena.copy(work.scratch.view());
                }
                return wanted = use(key, cell_of(value));
            });
        if (!object) work.reason = "the text is no JSON object";
        return object && wanted;
    }

private:
    static Cell cell_of(std::string_view value) {
        Cell cell = Cell::of(value);
        switch (value[0]) {
        case '"': cell.form = Form::json_string; break;
        case '{':
        case '[': cell.form = Form::json_nested; break;
        case 't':
        case 'f': cell.form = Form::json_literal; break;
        case 'n': cell.form = Form::null, cell.size = 0; break; // as text, a null is nothing
        default: cell.form = Form::json_number;
        }
        return cell;
    }
};

/// A value ends at a blank, a comma or a semicolon, or at its closing quote; words without `=` are passed
/// over.
class LoosePairs final : public Pairs {
public:
    bool each(std::string_view text, Dissector::Work&, const UsePair& use) const override {
        static constexpr std::string_view gaps = " \t,;";
        for (size_t at = 0; (at = text.find_first_not_of(gaps, at)) != text.npos;) {
            const size_t equals = std::min(text.find_first_of(" \t,;=", at), text.size());
            const std::string_view key = text.substr(at, equals - at);
            at = equals;
            if (at == text.size() || text[at] != '=') continue;
            ++at;
            std::string_view value;
            const char quote = at < text.size() ? text[at] : ' ';
            const size_t close = quote == '"' || quote == '\'' ? text.find(quote, at + 1) : text.npos;
            if (close != text.npos) {
                value = text.substr(at + 1, close - at - 1);
                at = close + 1;
            } else {
                const size_t end = std::min(text.find_first_of(gaps, at), text.size());
                value = text.substr(at, end - at);
                at = end;
            }
            if (!key.empty() && !use(key, part_cell(value))) return false;
        }
        return true;
    }
};

class QueryPairs final : public Pairs {
public:
    bool each(std::string_view text, Dissector::Work& work, const UsePair& use) const override {
        text = text.substr(0, text.find('#'));
        if (const size_t mark = text.find('?'); mark != text.npos) text.remove_prefix(mark + 1);
        else if (text.starts_with('/') || text.find("://") != text.npos) return true; // a URL without a query
        while (!text.empty()) {
            const std::string_view pair = text.substr(0, text.find('&'));
            text.remove_prefix(std::min(text.size(), pair.size() + 1));
            const size_t equals = std::min(pair.find('='), pair.size());
            if (pair.empty()) continue;
            const std::string_view key = decoded(pair.substr(0, equals), work);
            if (!use(key, part_cell(decoded(pair.substr(std::min(equals + 1, pair.size())), work))))
                return false;
        }
        return true;
    }

private:
    static std::string_view decoded(std::string_view text, Dissector::Work& work) {
        if (text.find_first_of("%+") == text.npos) return text;
        work.scratch.clear();
        append_percent_decoded(text, true, work.scratch);
        return work.arena.copy(work.scratch.view());
    }
};

std::unique_ptr<Pairs> make_pairs(PairSyntax syntax) {
    switch (syntax) {
    case PairSyntax::logfmt: return std::make_unique<LogfmtPairs>();
    case PairSyntax::json: return std::make_unique<JsonPairs>();
    case PairSyntax::kv: return std::make_unique<LoosePairs>();
    case PairSyntax::query: break;
    }
    return std::make_unique<QueryPairs>();
}

class PairDissector final : public Dissector {
public:
    PairDissector(PairSyntax syntax, std::vector<std::string> into)
        : pairs_(make_pairs(syntax)), fixed_(!into.empty()) {
        for (const std::string& name : into) add(name);
    }

    bool needs_survey() const override { return !fixed_; }
    void survey(std::string_view text, Work& work) override {
        pairs_->each(text, work, [&](std::string_view key, const Cell&) {
            add(std::string(key));
            return true;
        });
    }

    bool take(std::string_view text, std::span<Cell> parts, Work& work) const override {
        std::ranges::fill(parts, Cell{});
        size_t next = 0; // texts mostly have their keys in one order
        return pairs_->each(text, work, [&](std::string_view key, const Cell& value) {
            size_t place = next;
            if (next >= names_.size() || names_[next] != key) {
                const auto found = places_.find(key);
                if (found == places_.end()) {
                    if (fixed_) return true;
                    work.reason = fmt::format(
                        "the key \"{}\" is in none of the first texts, from which the columns are", key);
                    work.hint = "--into says which keys there are";
                    return false;
                }
                place = found->second;
            }
            if (parts[place].form != Form::missing) {
                work.reason = fmt::format("the key \"{}\" stands twice", key);
                return false;
            }
            parts[place] = value;
            next = place + 1;
            return true;
        });
    }

private:
    void add(const std::string& name) {
        if (places_.try_emplace(name, names_.size()).second) names_.push_back(name);
    }

    struct Hash {
        using is_transparent = void;
        size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
    };
    std::unique_ptr<Pairs> pairs_;
    bool fixed_;
    std::unordered_map<std::string, size_t, Hash, std::equal_to<>> places_; // of names_
};

} // namespace

std::unique_ptr<Dissector> make_pair_dissector(PairSyntax syntax, std::vector<std::string> into) {
    return std::make_unique<PairDissector>(syntax, std::move(into));
}

} // namespace rowkit
