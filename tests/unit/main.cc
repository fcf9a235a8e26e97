// The main of the unit tests: doctest's own, but a run in which no case ran has failed, and what failed is
// the last that is printed, where it is found below hundreds of lines of other tests.
#define DOCTEST_CONFIG_IMPLEMENT
#include <doctest/doctest.h>

#include <cstdio>
#include <string>

namespace {

int cases_run = -1;
std::string failures; // a line each

struct Tally : doctest::IReporter {
    explicit Tally(const doctest::ContextOptions&) {}
    void report_query(const doctest::QueryData&) override { cases_run = 1; } // --list-test-cases and the like
    void test_run_start() override {}
    void test_run_end(const doctest::TestRunStats& run) override {
        cases_run = static_cast<int>(run.numTestCasesPassingFilters);
    }
    void test_case_start(const doctest::TestCaseData&) override {}
    void test_case_reenter(const doctest::TestCaseData&) override {}
    void test_case_end(const doctest::CurrentTestCaseStats&) override {}
    void test_case_exception(const doctest::TestCaseException&) override {}
    void subcase_start(const doctest::SubcaseSignature&) override {}
    void subcase_end() override {}
    void log_assert(const doctest::AssertData& check) override {
        if (!check.m_failed) return;
        failures += std::string(check.m_file) + ":" + std::to_string(check.m_line) + ": " + check.m_expr +
                    " is " + (check.m_threw ? check.m_exception.c_str() : check.m_decomp.c_str()) + "\n";
    }
    void log_message(const doctest::MessageData&) override {}
    void test_case_skipped(const doctest::TestCaseData&) override {}
};

} // namespace

REGISTER_LISTENER("tally", 1, Tally);

int main(int argc, char** argv) {
    doctest::Context context(argc, argv);
    const int failed = context.run();
    if (cases_run == 0) {
        std::fputs("no test case has that name\n", stderr);
        return 1;
    }
    std::fputs(failures.c_str(), stderr);
    return failed;
}
