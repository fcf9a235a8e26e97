// Where the tokens of JSON text begin: the one source that includes simdjson.
//
// The first stage alone is used. On-Demand would run it anew for each record, with some 60 ns on top, choose
// its instruction set when it is compiled instead of when it runs, and refuse text that is not UTF-8.
#include "codec/json_tokens.h"

#include <algorithm>
#include <new>
#include <simdjson.h>

namespace rowkit {
namespace {

constexpr size_t usual = size_t{128} << 10;
constexpr size_t keep_below = size_t{1} << 20;

} // namespace

JsonTokens::JsonTokens() = default;
JsonTokens::~JsonTokens() = default;

JsonTokens::Fault JsonTokens::find(std::string_view text) {
    size_ = 0;
    is_utf8_ = true;
    if (!stage_ || capacity_ < text.size() || (capacity_ > keep_below && text.size() <= usual)) {
        stage_.reset();
        capacity_ = std::max(text.size(), usual);
        if (simdjson::get_active_implementation()->create_dom_parser_implementation(capacity_, 1, stage_))
            throw std::bad_alloc();
    }
    auto error = stage_->stage1(reinterpret_cast<const uint8_t*>(text.data()), text.size(),
                                simdjson::stage1_mode::regular);
    if (error == simdjson::UNCLOSED_STRING) return Fault::unclosed;
    if (error == simdjson::EMPTY) return Fault::none;
    is_utf8_ = error != simdjson::UTF8_ERROR; // found last: the tokens are all there
    if (error && is_utf8_) return Fault::control;
    positions_ = stage_->structural_indexes.get();
    size_ = stage_->n_structural_indexes;
    return Fault::none;
}

} // namespace rowkit
