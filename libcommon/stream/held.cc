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

uint64_t SingleRecords::add(const Batch& batch, const Writer& out) {
    const uint64_t first = next_;
    for (size_t done = 0; done < batch.size();) {
        scratch_.bytes.clear();
        ends_.clear();
        Writer writer = out.aside(scratch_);
        done += writer.keep_each(batch, Records::range(done, batch.size()), piece_size, ends_);
        size_t begin = 0;
        for (uint32_t end : ends_) {
            const std::string_view text = texts_.copy(scratch_.bytes.view().substr(begin, end - begin));
            all_.push_back({next_++, text.data(), static_cast<uint32_t>(text.size())});
            begin = end;
        }
    }
    return first;
}

void SingleRecords::add_trailing(const Batch& batch, const Writer& out) {
    if (all_.empty() || all_.back().state != State::open) return;
    Single& last = all_.back();
    scratch_.bytes.clear();
    scratch_.bytes.append(last.text, last.size);
    out.aside(scratch_).keep_trailing(batch);
    scratch_.own_unless({});
    const std::string_view text = texts_.copy(scratch_.bytes.view());
    let_go(last);
    last.text = text.data();
    last.size = static_cast<uint32_t>(text.size());
}

SingleRecords::Single& SingleRecords::find(uint64_t number) {
    // Most often none before it has been taken out.
    const uint64_t place = number - all_.front().number;
    if (place < all_.size() && all_[place].number == number) return all_[place];
    return *std::ranges::lower_bound(all_, number, {}, &Single::number);
}

void SingleRecords::let_go(const Single& single) {
    constexpr uint64_t around = 36; // bytes that slabs take beside
    gone_ += single.size + around;
}

void SingleRecords::drop(uint64_t number) {
    Single& single = find(number);
    single.state = State::dropped;
    let_go(single);
    ++dropped_;
    tidy();
}

/// Takes out what was dropped, once it is half of all there is.
void SingleRecords::tidy() {
    if (dropped_ > 4096 && dropped_ > all_.size() / 2) {
        std::erase_if(all_, [](const Single& one) { return one.state == State::dropped; });
        dropped_ = 0;
    }
    if (gone_ < 4 * piece_size || gone_ < texts_.used() / 2) return;
    Slabs kept;
    for (Single& single : all_)
        if (single.state != State::dropped) single.text = kept.copy({single.text, single.size}).data();
    texts_ = std::move(kept);
    gone_ = 0;
}

void SingleRecords::want(uint64_t number) { find(number).state = State::wanted; }

void SingleRecords::write(Writer& out) {
    for (; !all_.empty() && all_.front().state != State::open; all_.pop_front()) {
        const Single& single = all_.front();
        if (single.state == State::dropped) {
            --dropped_;
            continue;
        }
        out.encoded({single.text, single.size}, 1);
        let_go(single);
    }
    tidy();
}

} // namespace rowkit
