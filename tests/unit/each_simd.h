// Runs a check with each instruction set that the machine has.
#pragma once

#include "base/simd.h"

#include <doctest/doctest.h>
#include <string>

template <class Check>
void with_each_simd(Check check) {
    for (const std::string_view name : rowkit::simd_targets()) {
        const std::string target(name);
        CAPTURE(target);
        rowkit::limit_simd(target);
        check();
    }
    rowkit::limit_simd("");
}
