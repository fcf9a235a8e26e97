// Looking at the first bytes of a source without taking them.
#pragma once

#include "io/source.h"

#include <string>
#include <string_view>

namespace rowkit {

/// A source whose first bytes can be looked at before they are read.
class PeekingSource : public Source {
public:
    size_t read(char* into, size_t room) final;
    bool ready() final { return !peeked_.empty() || take_ready(); }

    /// The first bytes, read for as long as `undecided` says of them that more are needed and there are more.
    /// A pipe gives what it gives: no byte is waited for that `undecided` doesn't ask for.
    std::string_view peek(bool (*undecided)(std::string_view));

    /// The name that errors show: a path, or "standard input".
    const std::string& name() const { return name_; }

protected:
    explicit PeekingSource(std::string name) : name_(std::move(name)) {}

    /// As Source::read() and Source::ready(), below what was peeked.
    virtual size_t take(char* into, size_t room) = 0;
    virtual bool take_ready() = 0;

    void forget_peeked() { peeked_.clear(); }

private:
    std::string name_;
    std::string peeked_;
};

} // namespace rowkit
