// The main of every tool: what becomes of errors.
#include "cli/tool.h"

#include "base/error.h"
#include "base/message.h"

#include <csignal>
#include <new>

namespace rowkit::tool {

int guarded(const std::string& name, const std::function<void()>& body) {
    std::signal(SIGPIPE, SIG_IGN); // a write then says EPIPE, and the sink ends the run in order
    try {
        body();
        return static_cast<int>(Exit::done);
    } catch (const ReaderGone&) {
        return static_cast<int>(Exit::done);
    } catch (const Error& error) {
        print_message(name, error.where().empty() ? error.reason() : error.where() + ": " + error.reason());
        if (!error.picture().empty()) print_lines(error.picture());
        if (!error.hint().empty()) print_message(name, error.hint());
        return static_cast<int>(error.code());
    } catch (const std::bad_alloc&) {
        print_message(name, "out of memory; --memory bounds what is used");
        return static_cast<int>(Exit::io);
    }
}

} // namespace rowkit::tool
