// The main of every tool.
#pragma once

#include "cli/parse.h"
#include "cli/settings.h"
#include "stream/run.h"
#include "stream/shapes.h"

#include <functional>

namespace rowkit::tool {

/// Calls `body`, prints the Error it throws as `NAME: ...` and its hint, and returns the exit code. SIGPIPE
/// is ignored.
int guarded(const std::string& name, const std::function<void()>& body);

/// Declares, parses, and runs one tool. A tool offers
///
///     cli::Spec spec();                          what it says of itself, bound to its members
///     void check(const Settings&);               optional: looks at the options together
///     Demand demand() const;                     optional: what it needs of records; all, if left out
///     ToolOutput output() const;                 optional
///     Header open(const Header& in);             optional: binds columns, gives the output's header
///     Exit result() const;                       optional: negative (exit code 1) where that is the answer
///     bool enough() const;                       optional: true after open() where it wants no record at all
///
/// and one of the shapes of stream/shapes.h.
template <class Tool> int run(int argc, char** argv) {
    Tool tool;
    cli::Spec spec = tool.spec();
    Exit result = Exit::done;
    const int code = guarded(spec.name, [&] {
        cli::Parsed parsed = cli::parse(spec, argc, argv);
        Settings settings = cli::make_settings(spec.name, parsed);
        if constexpr (requires { tool.check(settings); }) tool.check(settings);
        ToolStage<Tool> stage(tool);
        result = run_stage(stage, settings);
    });
    return code ? code : static_cast<int>(result);
}

} // namespace rowkit::tool
