// Matches simple regular expressions by walking over the text.
#include "data/regex_walk.h"

#include <algorithm>
#include <cstring>

namespace rowkit {
namespace {

constexpr int deepest = 400; // ways that are open at once

bool is_byte(const RegexTree& tree) {
    return tree.kind == RegexTree::run && tree.least == 1 && tree.most == 1 && tree.set.count() == 1;
}

unsigned char first_of(const ByteSet& set) {
    unsigned byte = 0;
    while (!set[byte]) ++byte;
    return static_cast<unsigned char>(byte);
}

/// The captures inside a tree, which are numbered one after another: [from, to).
void add_captures(const RegexTree& tree, int& from, int& to) {
    if (tree.capture >= 0) {
        if (from == to) from = tree.capture;
        to = std::max(to, tree.capture + 1);
    }
    for (const RegexTree& child : tree.children) add_captures(child, from, to);
}

bool is_word(char byte) {
    return (byte >= '0' && byte <= '9') || ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'z') || byte == '_';
}

const char* find_text(const char* from, const char* end, const std::string& text) {
    const auto size = static_cast<size_t>(end - from);
    if (text.size() == 1) return static_cast<const char*>(std::memchr(from, text[0], size));
    return static_cast<const char*>(memmem(from, size, text.data(), text.size()));
}

} // namespace

// The program is made from its end: a node knows all that can follow it.

RegexWalk::RegexWalk(const RegexTree& tree) {
    Node match;
    match.first.set();
    nodes_.push_back(match);
    start_ = emit(tree, 0);
    int at = start_;
    while (nodes_[static_cast<size_t>(at)].kind == Node::open) at = nodes_[static_cast<size_t>(at)].next;
    at_begin_ = nodes_[static_cast<size_t>(at)].kind == Node::begin;
}

int RegexWalk::add(Node node, int next) {
    const Node& after = nodes_[static_cast<size_t>(next)];
    node.next = next;
    const bool passes =
        node.kind == Node::run ? node.least == 0 : node.kind != Node::literal && node.kind != Node::end;
    node.empty_at_end = (passes || node.kind == Node::end) && after.empty_at_end;
    if (passes) node.first |= after.first;
    if (node.kind == Node::literal) node.first.set(static_cast<unsigned char>(node.text[0]));
    nodes_.push_back(std::move(node));
    return static_cast<int>(nodes_.size()) - 1;
}

int RegexWalk::emit(const RegexTree& tree, int next) {
    Node node;
    switch (tree.kind) {
    case RegexTree::run: return is_byte(tree) ? emit_all({tree}, next) : emit_run(tree, next);
    case RegexTree::loop: return emit_loop(tree, next);
    case RegexTree::begin: node.kind = Node::begin; return add(std::move(node), next);
    case RegexTree::end: node.kind = Node::end; return add(std::move(node), next);
    case RegexTree::boundary: node.kind = Node::boundary; return add(std::move(node), next);
    case RegexTree::choice: {
        int from = 0, to = 0;
        add_captures(tree, from, to);
        int way = emit(tree.children.back(), next);
        for (size_t i = tree.children.size() - 1; i-- > 0;)
            way = emit_choice(emit(tree.children[i], next), way, from, to);
        return way;
    }
    case RegexTree::group: break;
    }
    if (tree.capture < 0) return emit_all(tree.children, next);
    node.kind = Node::close;
    node.from = tree.capture;
    const int close = add(node, next);
    node.kind = Node::open;
    return add(node, emit_all(tree.children, close));
}

int RegexWalk::emit_all(const std::vector<RegexTree>& trees, int next) {
    for (size_t i = trees.size(); i > 0;) {
        if (!is_byte(trees[i - 1])) {
            next = emit(trees[--i], next);
            continue;
        }
        Node literal;
        literal.kind = Node::literal;
        for (; i > 0 && is_byte(trees[i - 1]); --i)
            literal.text.insert(0, 1, static_cast<char>(first_of(trees[i - 1].set)));
        next = add(std::move(literal), next);
    }
    return next;
}

int RegexWalk::emit_run(const RegexTree& tree, int next) {
    Node run;
    run.kind = Node::run;
    run.lazy = tree.lazy;
    run.least = tree.least, run.most = tree.most;
    bool* set = sets_.emplace_back(std::make_unique<bool[]>(256)).get();
    for (size_t byte = 0; byte < 256; ++byte) set[byte] = tree.set[byte];
    run.set = set;
    run.first = tree.set;
    const size_t spared = 256 - tree.set.count();
    run.spared = static_cast<uint8_t>(std::min<size_t>(spared, 3));
    if (spared > 0 && spared <= 2) {
        ByteSet others = ~tree.set;
        run.spare[0] = first_of(others);
        if (spared == 2) others.reset(run.spare[0]);
        run.spare[1] = first_of(others);
    }
    const Node& after = nodes_[static_cast<size_t>(next)];
    run.forced = !tree.lazy && (tree.set & after.first).none();

    auto beyond = [this](int node) {
        while (nodes_[static_cast<size_t>(node)].kind == Node::open ||
               nodes_[static_cast<size_t>(node)].kind == Node::close)
            node = nodes_[static_cast<size_t>(node)].next;
        return node;
    };
    const int literal = beyond(next);
    if (tree.lazy && spared == 0 && tree.most == RegexTree::no_limit &&
        nodes_[static_cast<size_t>(literal)].kind == Node::literal) {
        run.seek = literal;
        // Another run of any bytes can take up what this one leaves: the nearest place is as good as any.
        const Node& then = nodes_[static_cast<size_t>(beyond(nodes_[static_cast<size_t>(literal)].next))];
        run.final =
            then.kind == Node::run && then.spared == 0 && then.least == 0 && then.most == RegexTree::no_limit;
    }
    return add(std::move(run), next);
}

int RegexWalk::emit_choice(int first, int second, int from, int to) {
    Node choice;
    choice.kind = Node::choice;
    choice.other = second;
    choice.from = from, choice.to = to;
    const int made = add(std::move(choice), first);
    Node& node = nodes_.back();
    const Node& other = nodes_[static_cast<size_t>(second)];
    node.empty_at_end = node.empty_at_end || other.empty_at_end;
    node.first |= other.first;
    return made;
}

int RegexWalk::emit_loop(const RegexTree& tree, int next) {
    const RegexTree& inside = tree.children[0];
    int from = 0, to = 0;
    add_captures(inside, from, to);
    auto choose = [&](int again, int on) {
        return tree.lazy ? emit_choice(on, again, from, to) : emit_choice(again, on, from, to);
    };
    int way = next;
    if (tree.most == RegexTree::no_limit) {
        // The round's end leads back to where it is chosen, which has to know by then what it can begin with.
        ByteSet first;
        inside.add_first(first);
        way = emit_choice(next, next, 0, 0);
        nodes_[static_cast<size_t>(way)].first |= first;
        const int round = emit(inside, way);
        Node& choice = nodes_[static_cast<size_t>(way)];
        choice.next = tree.lazy ? next : round;
        choice.other = tree.lazy ? round : next;
    } else {
        for (uint32_t i = tree.least; i < tree.most; ++i) way = choose(emit(inside, way), next);
    }
    for (uint32_t i = 0; i < tree.least; ++i) way = emit(inside, way);
    return way;
}

/// One search in one text.
struct RegexWalk::Walk {
    const Node* nodes;
    const char* begin;
    const char* end;
    std::string_view* groups; // while walking, one that is open has its begin only
    int64_t patience;
    int depth = 0;
    bool gave_up = false;
    bool done = false; // a way led to the end

    bool can_be(int node, const char* at) const {
        const Node& there = nodes[node];
        return at < end ? there.first[static_cast<unsigned char>(*at)] : there.empty_at_end;
    }
    void forget(const Node& choice) {
        for (int i = choice.from; i < choice.to; ++i) groups[i] = {};
    }
    bool try_from(int node, const char* at) {
        if (depth >= deepest) {
            gave_up = true;
            return false;
        }
        ++depth;
        const bool found = walk(node, at);
        --depth;
        return found;
    }

    static const char* skip(const Node& run, const char* at, const char* limit) {
        if (run.spared == 0) return limit;
        if (run.spared <= 2 && limit - at > 16) {
            for (int i = 0; i < run.spared; ++i) {
                const void* found = std::memchr(at, run.spare[i], static_cast<size_t>(limit - at));
                if (found) limit = static_cast<const char*>(found);
            }
            return limit;
        }
        while (at < limit && run.set[static_cast<unsigned char>(*at)]) ++at;
        return at;
    }

    bool walk(int node, const char* at);
    bool walk_run(const Node& run, const char*& at);
    bool walk_greedy(const Node& run, const char*& at);
    bool walk_seeking(const Node& run, const char*& at);
    bool walk_lazy(const Node& run, const char*& at);
};

/// Tries the lengths of a run. True with `done`: one led to a match; true without: `at` is moved on, and the
/// walk goes on there with what follows. False: none will do.
bool RegexWalk::Walk::walk_run(const Node& run, const char*& at) {
    if (!run.lazy) return walk_greedy(run, at);
    return run.seek >= 0 ? walk_seeking(run, at) : walk_lazy(run, at);
}

bool RegexWalk::Walk::walk_greedy(const Node& run, const char*& at) {
    const char* limit = static_cast<size_t>(end - at) > run.most ? at + run.most : end;
    if (limit - at < static_cast<std::ptrdiff_t>(run.least)) return false;
    const char* const least = at + run.least;
    const char* to = skip(run, at, limit);
    if (to < least) return false;
    patience -= (to - at) >> 3;
    if (run.forced) {
        at = to;
        return true;
    }
    for (; to > least; --to) {
        if (!can_be(run.next, to)) continue;
        if (try_from(run.next, to)) return done = true;
        if (gave_up) return false;
    }
    at = to;
    return true;
}

bool RegexWalk::Walk::walk_seeking(const Node& run, const char*& at) {
    if (end - at < static_cast<std::ptrdiff_t>(run.least)) return false;
    const std::string& text = nodes[run.seek].text;
    for (const char* to = at + run.least; (to = find_text(to, end, text)); ++to) {
        patience -= (to - at) >> 3;
        if (run.final) {
            at = to;
            return true;
        }
        if (try_from(run.next, to)) return done = true;
        if (gave_up || to == end) return false;
    }
    return false;
}

bool RegexWalk::Walk::walk_lazy(const Node& run, const char*& at) {
    uint32_t size = 0;
    for (;; ++size, ++at) {
        if (size >= run.least && can_be(run.next, at)) {
            if (try_from(run.next, at)) return done = true;
            if (gave_up) return false;
        }
        if (at == end || size == run.most || !run.set[static_cast<unsigned char>(*at)]) return false;
        --patience;
    }
}

bool RegexWalk::Walk::walk(int node, const char* at) {
    for (;;) {
        const Node& n = nodes[node];
        if (--patience < 0) {
            gave_up = true;
            return false;
        }
        node = n.next;
        switch (n.kind) {
        case Node::literal:
            if (at == end || *at != n.text[0]) return false; // mostly there is no more to it
            if (const size_t more = n.text.size() - 1) {
                if (static_cast<size_t>(end - at) <= more ||
                    std::memcmp(at + 1, n.text.data() + 1, more) != 0)
                    return false;
                at += more;
            }
            ++at;
            break;
        case Node::run:
            if (!walk_run(n, at)) return false;
            if (done) return true;
            break;
        case Node::choice: {
            forget(n);
            const bool first = can_be(n.next, at), second = can_be(n.other, at);
            if (first && second) {
                if (try_from(n.next, at)) return true;
                if (gave_up) return false;
                forget(n);
            }
            if (second) node = n.other;
            else if (!first) return false;
            break;
        }
        case Node::open: groups[n.from] = {at, 0}; break;
        case Node::close:
            groups[n.from] = {groups[n.from].data(), static_cast<size_t>(at - groups[n.from].data())};
            break;
        case Node::begin:
            if (at != begin) return false;
            break;
        case Node::end:
            if (at != end) return false;
            break;
        case Node::boundary:
            if ((at > begin && is_word(at[-1])) == (at < end && is_word(*at))) return false;
            break;
        case Node::match: return true;
        }
    }
}

RegexWalk::Found RegexWalk::find(std::string_view text, std::span<std::string_view> groups) const {
    if (!text.data()) text = "";
    std::ranges::fill(groups, std::string_view{});
    Walk walk{.nodes = nodes_.data(),
              .begin = text.data(),
              .end = text.data() + text.size(),
              .groups = groups.data(),
              .patience = static_cast<int64_t>(1000 + 4 * text.size())};
    for (const char* at = walk.begin; at <= walk.end; ++at) {
        if (walk.can_be(start_, at)) {
            if (walk.walk(start_, at)) return Found::yes;
            if (walk.gave_up) return Found::unknown;
        }
        if (at_begin_) break;
    }
    return Found::no;
}

} // namespace rowkit
