// The built side of a join of sorted inputs.
#include "ops/join_feed.h"

#include "base/error.h"
#include "ops/join_build.h"
#include "ops/join_order.h"
#include "ops/piece.h"
#include "stream/run.h"
#include "stream/shapes.h"

namespace rowkit::ops {

/// The scanner of the reading thread.
struct JoinFeed::Stage {
    JoinFeed& feed;
    JoinReader::State state;
    std::string last;  // the order of the last key
    PointOrder points; // of records with that order
    std::vector<std::pair<std::string, uint64_t>>
        texts;             // of keys with that order, and the records that had them first
    size_t same_order = 0; // of `texts`, the others are room
    uint64_t blocks = 0, records = 0, keys = 0;

    Demand demand() const { return feed.reader_->demand(); }
    ToolOutput output() const { return ToolOutput::text; }
    Header open(const Header& in) {
        Header out = feed.reader_->open(in);
        std::lock_guard lock(feed.mutex_);
        feed.opened_ = true;
        feed.changed_.notify_all();
        return out;
    }
    bool operator()(const Batch& in, Writer& out) {
        if (in.size() == 0) return true;
        state.read = {};
        feed.reader_->add(state, in, {.block = ++blocks}, out);
        auto chunk = std::make_shared<JoinChunk>();
        chunk->read = std::move(state.read);
        state.read = {};
        Buffer scratch;
        for (uint32_t i = 0; i < in.size(); ++i) {
            append_key_order(chunk->key(i), feed.options_.keys.size(), scratch, chunk->orders);
            chunk->order_ends.push_back(chunk->orders.size());
            try {
                check(*chunk, i);
            } catch (const Error& error) {
                chunk->order_ends.pop_back(); // those before it are good
                feed.put(std::move(chunk));
                throw error.where().empty() ? error.at(in.line_of(i)) : error;
            }
        }
        return feed.put(std::move(chunk));
    }
    /// The record comes after the one before it, and has a key of its own where each must have.
    void check(const JoinChunk& chunk, uint32_t record) {
        ++records;
        const int turn = records == 1 ? -1 : compare_keys(last, chunk.order(record));
        if (turn > 0) refuse_order();
        if (turn < 0) {
            last = chunk.order(record);
            points.restart();
            same_order = 0;
        }
        if (!points.goes_on(chunk.low(record))) refuse_point_order(chunk.low(record));
        const KeyBytes& key = chunk.key(record);
        if (has_null(key, feed.options_.keys.size())) return;
        for (size_t i = same_order; i-- > 0;) {
            const auto& [text, first] = texts[i];
            if (text != key.text()) continue;
            if (feed.options_.one) refuse_second(feed.settings_, feed.options_.keys, key, first, records);
            return;
        }
        ++keys;
        if (same_order == texts.size()) texts.emplace_back();
        texts[same_order].first.assign(key.text());
        texts[same_order++].second = records;
    }
};

JoinFeed::JoinFeed(const std::string& file, const Settings& settings, const JoinBuildOptions& options)
    : settings_(built_side_settings(file, settings)), options_(options) {
    auto side = std::make_shared<JoinSide>();
    side->name = shown_name(file);
    reader_ = std::make_unique<JoinReader>(options_, *side,
                                           expr::BindOptions{.optional = settings.read.optional}, nullptr);
    side_ = side;
    crew_.run([this] { read(); });
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return opened_ || ended_; });
    if (!opened_ && error_) std::rethrow_exception(error_);
}

JoinFeed::~JoinFeed() {
    {
        std::lock_guard lock(mutex_);
        unwanted_ = true;
        changed_.notify_all();
    }
    crew_.finish();
}

void JoinFeed::read() {
    std::exception_ptr error;
    Stage scanner{*this, {}, {}, {}, {}};
    try {
        ToolStage<Stage> stage(scanner);
        run_stage(stage, settings_);
    } catch (...) {
        error = std::current_exception();
    }
    std::lock_guard lock(mutex_);
    error_ = error;
    records_ = scanner.records;
    keys_ = scanner.keys;
    ended_ = true;
    changed_.notify_all();
}

bool JoinFeed::put(std::shared_ptr<const JoinChunk> chunk) {
    constexpr size_t most = 4;
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return unwanted_ || ahead_.size() < most; });
    if (unwanted_) return false;
    ahead_.push_back(std::move(chunk));
    changed_.notify_all();
    return true;
}

std::shared_ptr<const JoinChunk> JoinFeed::next() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return ended_ || !ahead_.empty(); });
    if (ahead_.empty()) {
        if (error_) std::rethrow_exception(error_);
        return nullptr;
    }
    auto chunk = std::move(ahead_.front());
    ahead_.pop_front();
    changed_.notify_all();
    return chunk;
}

} // namespace rowkit::ops
