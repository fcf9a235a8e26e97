// The index of JSON records: what NDJSON and JSON have in common.
#include "codec/json_index.h"

#include "codec/keys.h"

#include <algorithm>

#include <fmt/core.h>

namespace rowkit {
namespace {

constexpr size_t walked_at_once = 64 << 10; // bytes whose tokens are found together: they stay in cache
constexpr size_t most_cells = 1 << 18;      // offsets in memory before a run is used

const JsonPaths& no_paths() {
    static const JsonPaths paths;
    return paths;
}

const char* reason_of(JsonTokens::Fault fault) {
    switch (fault) {
    case JsonTokens::Fault::unclosed: return "a string is not closed";
    case JsonTokens::Fault::control: return "a string holds a control character that is not escaped";
    case JsonTokens::Fault::none: break;
    }
    return "it is not UTF-8";
}

} // namespace

void JsonSpans::clear() {
    for (auto* list : {&raw_begin, &raw_end, &begin, &end}) list->clear();
    lines = 0;
    trailing = 0;
    open_end = false;
    broken = {};
}

void JsonSpans::add(size_t from_raw, size_t to_raw, size_t from, size_t to) {
    raw_begin.push_back(static_cast<uint32_t>(from_raw));
    raw_end.push_back(static_cast<uint32_t>(to_raw));
    begin.push_back(static_cast<uint32_t>(from));
    end.push_back(static_cast<uint32_t>(to));
}

JsonIndexer::JsonIndexer(std::shared_ptr<const JsonRules> rules)
    : rules_(std::move(rules)),
      finder_(rules_->paths ? *rules_->paths : no_paths(), walk_, rules_->cells == JsonRules::flat),
      sought_(rules_->sought ? *rules_->sought : no_paths(), walk_, false), shapes_(rules_->header.sought) {
    walk_.strict = rules_->read.strict;
}

size_t JsonIndexer::index(std::string_view text, bool last, const Use& use, std::vector<BadRecord>& bad) {
    text_ = text;
    use_ = &use;
    bad_ = &bad;
    kept_ = run_ = 0;
    gap_ = used_ = false;
    shape_ = nullptr;
    cells_.clear();
    values_.clear();
    values_from_.assign(1, 0);
    spans_.clear();
    find(text, last, spans_);

    // Counting looks at nothing but the last record, which may be cut short.
    const size_t count = spans_.size();
    size_t first = 0;
    if (rules_->counting) first = kept_ = count - (spans_.open_end && count ? 1 : 0);
    bool more = true;
    while (more && first < count) {
        size_t end = first + 1;
        while (end < count && spans_.end[end] - spans_.begin[first] <= walked_at_once) ++end;
        more = walk_records(first, end);
        first = end;
    }
    if (more && !spans_.broken.reason.empty()) {
        bad.push_back(spans_.broken);
        more = false;
    }
    const size_t trailing = more ? spans_.trailing : text.size();
    if (kept_ > run_ || trailing < text.size() || !used_) flush(trailing);
    return spans_.lines;
}

/// Walks the records [first, end). False: reading ends at a bad one.
bool JsonIndexer::walk_records(size_t first, size_t end) {
    base_ = spans_.begin[first];
    std::string_view text = text_.substr(base_, spans_.end[end - 1] - base_);
    const auto fault = tokens_.find(text);
    const bool odd = fault != JsonTokens::Fault::none || (walk_.strict && !tokens_.is_utf8());
    if (odd && end - first > 1) return walk_one_by_one(first, end); // one of them is bad
    walk_.open(text, tokens_.positions(), tokens_.size());
    if (odd) return refuse(first, reason_of(fault), fault == JsonTokens::Fault::unclosed);
    size_t token = 0;
    for (size_t i = first; i < end; ++i)
        if (!take(i, token)) return false;
    return true;
}

bool JsonIndexer::walk_one_by_one(size_t first, size_t end) {
    for (; first < end; ++first)
        if (!walk_records(first, first + 1)) return false;
    return true;
}

/// Walks one record from its first token, and on to the next record's. False: reading ends.
bool JsonIndexer::take(size_t record, size_t& token) {
    const size_t begin = spans_.begin[record] - base_, end = spans_.end[record] - base_;
    while (walk_.position(token) < begin) ++token; // separators
    const size_t first = token;
    size_t next = 0;
    walk_.forget();
    if (walk_.byte(token) != '{') walk_.fail(token, "it is not a JSON object");
    else next = find_cells(token);
    const bool is_new = !next && walk_.reason() == JsonFinder::new_key;
    if (is_new) { // unless there is something worse
        walk_.forget();
        next = walk_.skip_nested(token);
    }

    bool good;
    if (next && walk_.position(next - 1) < end) {
        token = next;
        if (token < walk_.count() && walk_.position(token) < end) {
            walk_.fail(token, "there is text after the object");
            good = refuse(record, walk_.reason(), walk_.ended());
        } else if (is_new) {
            good = refuse(record, JsonFinder::new_key, false);
        } else if (rules_->values && !find_values(first, next)) {
            good = refuse(record, walk_.reason(), false);
        } else {
            keep(record);
            return true;
        }
    } else if (next || walk_.ended() || walk_.fault_at() >= end) { // it took tokens of the next record
        walk_.fail(walk_.count(), "the object is not closed");
        good = refuse(record, walk_.reason(), walk_.ended());
    } else {
        good = refuse(record, walk_.reason(), walk_.ended());
    }
    while (token < walk_.count() && walk_.position(token) < end) ++token;
    return good;
}

/// Past the object at `token`, its cells appended to cells_. 0 after a fault.
size_t JsonIndexer::find_cells(size_t token) {
    switch (rules_->cells) {
    case JsonRules::none: return walk_.skip_nested(token);
    case JsonRules::shape: return find_shape(token);
    case JsonRules::columns:
    case JsonRules::flat: break;
    }
    const size_t columns = rules_->header.cells();
    if (cells_.size() >= most_cells && kept_ > run_) flush(text_.size());
    const size_t first = 2 * (kept_ - run_) * columns;
    cells_.resize(first); // what a bad record left behind
    cells_.resize(first + 2 * columns);
    const size_t next = finder_.record(token, cells_.data() + first, static_cast<uint32_t>(base_));
    return next && find_sought(token, first + 2 * rules_->header.size()) ? next : 0;
}

/// Finds what is sought beside the columns in the object at `token`, whose structure is good, and puts it to
/// cells_ from `at` on. False: one of the values is none.
bool JsonIndexer::find_sought(size_t token, size_t at) {
    if (!rules_->sought) return true;
    walk_.forget();
    return sought_.record(token, cells_.data() + at, static_cast<uint32_t>(base_)) != 0;
}

size_t JsonIndexer::find_shape(size_t token) {
    if (cells_.size() >= most_cells && kept_ > run_) flush(text_.size());
    const size_t object = token, first = 2 * (kept_ - run_) * (shape_ ? shape_->header.cells() : 0);
    cells_.resize(first);
    keys_.clear();
    bool same = shape_ != nullptr;
    const char* known = same ? shape_->tokens.data() : nullptr;
    size_t column = 0;
    if (!walk_.enter(token)) return 0;
    ++token;
    if (walk_.byte(token) == '}') ++token;
    else for (;; ++token) {
        if (!walk_.is_key(token)) return walk_.fail_key(token);
        if (walk_.strict && !walk_.check_scalar(token)) return 0;
        same = same && column < shape_->size() &&
               std::memcmp(walk_.at(token), known, shape_->sizes[column]) == 0;
        if (same) known += shape_->sizes[column++];
        keys_.push_back(token);
        token += 2;
        const size_t value = token;
        char kind = walk_.byte(token);
        token = walk_.skip(token);
        if (!token) return 0;
        const bool nested = kind == '{' || kind == '[';
        const size_t end = nested ? walk_.position(token - 1) + 1 : walk_.checked_end(value);
        if (!end) return 0;
        cells_.push_back(static_cast<uint32_t>(base_ + walk_.position(value)));
        cells_.push_back(static_cast<uint32_t>(base_ + end));
        char next = walk_.byte(token);
        if (next == ',') continue;
        if (next != '}') return walk_.fail_after_member(token);
        ++token;
        break;
    }
    walk_.leave();
    if (!same || column != shape_->size()) {
        std::vector<uint32_t> cells(cells_.begin() + static_cast<std::ptrdiff_t>(first), cells_.end());
        cells_.resize(first);
        if (kept_ > run_) flush(text_.size());
        shape_ = &shapes_.of(walk_, keys_);
        cells_ = std::move(cells);
    }
    const size_t sought = cells_.size();
    cells_.resize(sought + 2 * rules_->header.sought.size());
    return find_sought(object, sought) ? token : 0;
}

/// Appends every string, number and literal of the object [token, end) to values_. False: one is none of
/// these.
bool JsonIndexer::find_values(size_t token, size_t end) {
    const size_t before = values_.size();
    for (; token < end; ++token) {
        switch (walk_.byte(token)) {
        case '{':
        case '}':
        case '[':
        case ']':
        case ',':
        case ':': continue;
        default: break;
        }
        if (walk_.is_key(token)) continue;
        if (!walk_.check_scalar(token)) {
            values_.resize(before);
            return false;
        }
        values_.push_back(static_cast<uint32_t>(base_ + walk_.position(token)));
        values_.push_back(static_cast<uint32_t>(base_ + walk_.end_of(token)));
    }
    return true;
}

void JsonIndexer::keep(size_t record) {
    if (rules_->values) values_from_.push_back(static_cast<uint32_t>(values_.size() / 2));
    if (kept_ != record) {
        for (auto* list : {&spans_.raw_begin, &spans_.raw_end, &spans_.begin})
            (*list)[kept_] = (*list)[record];
    }
    ++kept_;
}

/// Makes the report of a bad record; `ended`: it lacks its end.
bool JsonIndexer::refuse(size_t record, const char* reason, bool ended) {
    BadRecord bad;
    bad.offset = spans_.begin[record];
    bad.size = spans_.end[record] - spans_.begin[record];
    bad.reason = reason;
    size_t at = walk_.fault_at();
    size_t begin = spans_.begin[record] - base_;
    if (reason == JsonFinder::new_key) {
        Path path = finder_.unknown();
        std::string name = path.steps().size() == 1 ? std::get<std::string>(path.steps()[0]) : path.text();
        bad.reason = new_key_reason(name, false);
        bad.hint = new_key_hint();
    } else if (walk_.reason() && !ended && at > begin) {
        bad.reason += fmt::format(" (byte {} of the record)", at - begin + 1);
    }
    bad.truncated = spans_.open_end && record + 1 == spans_.size() && ended;
    return add_bad(record, std::move(bad));
}

/// Does with a bad record what was asked for. False: reading ends.
bool JsonIndexer::add_bad(size_t record, BadRecord&& bad) {
    const bool has_place =
        rules_->cells == JsonRules::none || rules_->whole; // its bytes are kept, or nobody's concern
    const bool keeps = rules_->read.on_bad == OnBad::keep && has_place && !bad.truncated;
    const bool goes_on = keeps || (rules_->read.on_bad == OnBad::skip && !bad.truncated);
    if (keeps) {
        if (rules_->cells == JsonRules::shape) {
            if (shape_ && kept_ > run_) flush(text_.size());
            shape_ = nullptr;
            cells_.clear();
        } else if (rules_->cells != JsonRules::none) {
            const size_t size = 2 * rules_->header.cells();
            cells_.resize((kept_ - run_) * size);
            cells_.resize((kept_ - run_ + 1) * size);
        }
        keep(record);
    } else {
        gap_ = gap_ || kept_ > run_;
        bad_->push_back(std::move(bad));
    }
    return goes_on;
}

/// Gives the run to the one who asked.
void JsonIndexer::flush(size_t trailing) {
    const bool shaped = rules_->cells == JsonRules::shape;
    const Header& header = !shaped ? rules_->header : shape_ ? shape_->header : empty_;
    Layout layout;
    layout.text = text_;
    layout.records = kept_ - run_;
    layout.columns = rules_->cells == JsonRules::none ? 0 : header.cells();
    layout.rule = CellRule::json;
    layout.contiguous = !gap_;
    layout.whole = rules_->cells == JsonRules::none || shaped || rules_->whole;
    layout.trailing = text_.substr(trailing);
    if (!rules_->counting) {
        layout.raw_begin = spans_.raw_begin.data() + run_;
        layout.begin = spans_.begin.data() + run_;
        layout.raw_end = spans_.raw_end.data() + run_;
        layout.pairs = cells_.data();
    }
    if (rules_->values) {
        layout.values_from = values_from_.data();
        layout.values = values_.data();
    }
    static const uint32_t no_cells[2] = {0, 0};
    if (!layout.pairs) layout.pairs = no_cells;
    Batch batch(layout, header, rules_->dialect);
    (*use_)(batch);
    used_ = true;
    run_ = kept_;
    gap_ = false;
    cells_.clear();
    values_.clear();
    values_from_.assign(1, 0);
}

std::string json_fault(std::string_view record, bool strict) {
    JsonTokens tokens;
    JsonWalk walk;
    walk.strict = strict;
    auto fault = tokens.find(record);
    if (fault != JsonTokens::Fault::none) return reason_of(fault);
    walk.open(record, tokens.positions(), tokens.size());
    if (walk.count() == 0) return "it is empty";
    size_t next = walk.byte(0) == '{' || walk.byte(0) == '[' ? walk.skip_nested(0)
                  : walk.check_scalar(0)                     ? 1
                                                             : 0;
    if (next && next < walk.count()) next = walk.fail(next, "there is text after the value");
    return next ? std::string() : walk.reason();
}

} // namespace rowkit
