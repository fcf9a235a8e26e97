// The reader of JSON records but for where they lie: which columns there are, told by the first records.
#pragma once

#include "codec/json_index.h"
#include "codec/json_keys.h"
#include "codec/json_names.h"
#include "codec/reader.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace rowkit {

/// NDJSON and JSON derive from it.
class JsonReader : public Reader {
public:
    JsonReader(const Dialect& dialect, const ReadOptions& options, const Demand& demand);

    std::optional<Start> start(std::string_view text, bool final) final;
    void survey(std::string_view text) final;
    const Dialect& dialect() const final { return rules_->dialect; }

protected:
    /// Reads what stands before the first record. nullopt: needs more of the text.
    virtual std::optional<Start> head(std::string_view text, bool final, Dialect& dialect) = 0;
    /// Finds the records of a text that begins with one. `last`: it may end without what ends a record.
    virtual void find(std::string_view text, bool last, JsonSpans& spans) const = 0;

    std::shared_ptr<const JsonRules> rules() const { return rules_; }

private:
    template <class Take> size_t each_record(std::string_view text, const JsonSpans& spans, const Take& take);
    void learn(std::string_view text, const JsonSpans& spans);
    void choose_columns(std::string_view text, const JsonSpans& spans);
    void name_columns(const JsonNames& names);
    void name_keys();
    void seek_others();
    bool may_lack(size_t name) const;
    void check_wanted(std::string_view text, const JsonSpans& spans);
    void check_first(std::string_view text, const JsonSpans& spans);

    const std::shared_ptr<JsonRules> rules_;
    const Demand demand_;
    JsonNames wanted_, listed_; // what the tool names, what --columns does
    JsonKeys keys_;
    std::shared_ptr<const JsonPaths> certain_; // of keys_, but for the last learned_ records
    size_t learned_ = 0;
    JsonTokens tokens_;
    uint64_t head_lines_ = 0;
    bool surveyed_ = false;
};

} // namespace rowkit
