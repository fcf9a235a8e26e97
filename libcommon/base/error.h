// What goes wrong: exit codes and the one exception type.
#pragma once

#include <cstdint>
#include <exception>
#include <string>
#include <string_view>

namespace rowkit {

/// The exit codes of every tool (rowkit(7)).
enum class Exit : int { done = 0, negative = 1, usage = 2, bad_data = 3, io = 4, upstream = 5 };

/// A fatal error, thrown once per run and printed by run() as two lines at most:
///
///     rowcut: WHERE: REASON
///     rowcut: HINT
///
/// Between the two may stand a picture: lines that show the place of the error.
/// `where` is `file`, `file:line` or `file:line:column`, or empty; `hint` says what would mend it, or is
/// empty.
class Error : public std::exception {
public:
    Error(Exit code, std::string where, std::string reason, std::string hint = {})
        : code_(code), where_(std::move(where)), reason_(std::move(reason)), hint_(std::move(hint)) {}

    Exit code() const { return code_; }
    const std::string& where() const { return where_; }
    const std::string& reason() const { return reason_; }
    const std::string& hint() const { return hint_; }
    /// Lines without a newline at the end, printed as they are.
    const std::string& picture() const { return picture_; }
    void set_picture(std::string picture) { picture_ = std::move(picture); }
    /// The same error, of another place.
    Error at(std::string where) const {
        Error moved = *this;
        moved.where_ = std::move(where);
        return moved;
    }
    const char* what() const noexcept override { return reason_.c_str(); }

private:
    Exit code_;
    std::string where_;
    std::string reason_;
    std::string hint_;
    std::string picture_;
};

/// A command line that can't be carried out (exit 2).
inline Error usage_error(std::string reason, std::string hint = {}) {
    return Error(Exit::usage, {}, std::move(reason), std::move(hint));
}

/// An operating system call on `path` that failed: the reason is strerror(errno_value), the exit code 4.
Error io_error(std::string path, int errno_value);

/// Thrown by a sink whose reader has gone away (EPIPE). Not an error: run() ends quietly.
class ReaderGone : public std::exception {
public:
    const char* what() const noexcept override { return "the reader of standard output has gone"; }
};

} // namespace rowkit
