// Records held back in the form in which they will be written.
#include "stream/held.h"

#include <algorithm>

namespace rowkit {
namespace {

constexpr size_t piece_size = 256 << 10;

} // namespace

void HeldRecords::add(const Batch& batch, Records records, const Writer& out) {
    for (size_t done = 0; done < records.size();) {
        if (pieces_.empty() || pieces_.back().bytes.size() >= piece_size) {
            pieces_.push_back(std::move(spare_));
            spare_ = {};
        }
        Piece& piece = pieces_.back();
        Output aside;
        aside.bytes.swap(piece.bytes);
        Writer writer = out.aside(aside);
        const Records rest = Records::range(records[done], records[0] + records.size());
        done += writer.keep_each(batch, rest, piece_size, piece.ends);
        aside.bytes.swap(piece.bytes);
    }
    size_ += records.size();
    if (size_ == 0 || batch.layout().trailing.empty()) return;
    Piece& piece = pieces_.back();
    Output aside;
    aside.bytes.swap(piece.bytes);
    out.aside(aside).keep_trailing(batch);
    aside.own_unless({});
    aside.bytes.swap(piece.bytes);
    piece.ends.back() = static_cast<uint32_t>(piece.bytes.size());
}

void HeldRecords::let_go(uint64_t count, Writer* out) {
    size_ -= count;
    while (count) {
        Piece& piece = pieces_.front();
        const size_t some = std::min<uint64_t>(count, piece.ends.size() - piece.first);
        if (out) {
            size_t begin = piece.first ? piece.ends[piece.first - 1] : 0;
            out->encoded(piece.bytes.view().substr(begin, piece.ends[piece.first + some - 1] - begin), some);
        }
        piece.first += some;
        count -= some;
        if (piece.first < piece.ends.size()) return;
        piece.bytes.clear();
        piece.ends.clear();
        piece.first = 0;
        spare_ = std::move(piece);
        pieces_.pop_front();
    }
}

uint64_t SingleRecords::add(const Batch& batch, size_t record, const Writer& out) {
    scratch_.bytes.clear();
    Writer writer = out.aside(scratch_);
    writer.keep_only(batch, Records::range(record, record + 1));
    scratch_.own_unless({});
    all_.push_back({next_, std::string(scratch_.bytes.view())});
    bytes_ += scratch_.bytes.size();
    return next_++;
}

void SingleRecords::add_trailing(const Batch& batch, const Writer& out) {
    if (all_.empty() || all_.back().state != State::open) return;
    scratch_.bytes.clear();
    out.aside(scratch_).keep_trailing(batch);
    scratch_.own_unless({});
    all_.back().bytes += scratch_.bytes.view();
    bytes_ += scratch_.bytes.size();
}

SingleRecords::Single& SingleRecords::find(uint64_t number) {
    return *std::ranges::lower_bound(all_, number, {}, &Single::number);
}

void SingleRecords::drop(uint64_t number) {
    Single& single = find(number);
    single.state = State::dropped;
    bytes_ -= single.bytes.size();
    single.bytes = {};
    if (++dropped_ > 4096 && dropped_ > all_.size() / 2) {
        std::erase_if(all_, [](const Single& one) { return one.state == State::dropped; });
        dropped_ = 0;
    }
}

void SingleRecords::want(uint64_t number) { find(number).state = State::wanted; }

void SingleRecords::write(Writer& out) {
    for (; !all_.empty() && all_.front().state != State::open; all_.pop_front()) {
        const Single& single = all_.front();
        if (single.state == State::dropped) {
            --dropped_;
            continue;
        }
        out.encoded(single.bytes, 1);
        bytes_ -= single.bytes.size();
    }
}

} // namespace rowkit
