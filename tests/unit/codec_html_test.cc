// HTML tables show the cells' own text.
#include <doctest/doctest.h>

#include "codec_formats.h"

using namespace rowkit;
using namespace rowkit::testing;

TEST_CASE("markup in an HTML cell is shown and does nothing") {
    CHECK(written_as(FormatId::html, "a&b,c\n<script>,\n\"x\r\ny\",\"\"\"q\"\"\"\n") ==
          "<table>\n<thead>\n<tr><th>a&amp;b</th><th>c</th></tr>\n</thead>\n<tbody>\n"
          "<tr><td>&lt;script&gt;</td><td></td></tr>\n<tr><td>x<br>y</td><td>&quot;q&quot;</td></tr>\n</"
          "tbody>\n</table>\n");
}

TEST_CASE("an HTML table of no records is closed too") {
    CHECK(written_as(FormatId::html, "a\n") ==
          "<table>\n<thead>\n<tr><th>a</th></tr>\n</thead>\n<tbody>\n</tbody>\n</table>\n");
}
