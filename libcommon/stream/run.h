// One run of a tool: input, workers, output in order, reports.
#pragma once

#include "stream/settings.h"
#include "stream/stage.h"

namespace rowkit {

/// Runs `stage` over the input that `settings` names, to its end, and returns its result: done or negative.
/// Throws Error; ReaderGone where the reader of the output went away.
Exit run_stage(Stage& stage, const Settings& settings);

} // namespace rowkit
