// Markdown and HTML tables show the cells' own text.
#include <doctest/doctest.h>

#include "codec_formats.h"

using namespace rowkit;
using namespace rowkit::testing;

TEST_CASE("a Markdown cell can't end its column or its row") {
    CHECK(written_as(FormatId::markdown, "a|b,c\n\"x\r\ny\",\n1,|\n") ==
          "| a\\|b | c |\n| --- | --- |\n| x<br>y |  |\n| 1 | \\| |\n");
}

TEST_CASE("backslashes and tags in a Markdown cell are shown") {
    CHECK(written_as(FormatId::markdown, "a\n\\|\n<b>\nC:\\dir\n1 < 2\n\\\n") ==
          "| a |\n| --- |\n| \\\\\\| |\n| &lt;b> |\n| C:\\dir |\n| 1 < 2 |\n| \\ |\n");
}

TEST_CASE("Markdown of no records is the head, of no columns nothing") {
    CHECK(written_as(FormatId::markdown, "a,b\n") == "| a | b |\n| --- | --- |\n");
    CHECK(written_as(FormatId::markdown, "") == "");
}
