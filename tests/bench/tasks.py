"""What the benchmarks run: one entry per task, rowkit's command and the same job in other programs.

In commands, {data} is the data folder; what follows `duckdb` or `polars` is SQL for duckdb.mjs or polars.mjs. A task's `feed` is a file that arrives through a pipe, as standard input. `bytes` names the file
that throughput is counted in (None: the time alone counts); `times` repeats a run that is too short for one clock.
"""
from dataclasses import dataclass, field


@dataclass
class Task:
    name: str
    title: str
    rowkit: str
    peers: dict[str, str] = field(default_factory=dict)
    bytes: str | None = None
    feed: str | None = None
    times: int = 1


COLUMNS = "trip_id,pickup,total"
READ = "read_csv('{data}/trips.csv', all_varchar=true)"
SQLITE = "sqlite3 :memory: -csv -header '.import {data}/trips.csv trips'"
EVENTS = "read_json('{data}/events.ndjson', format='newline_delimited')"
CUT_PEERS = {
    "cut": "cut -d, -f1,3,13 {data}/trips.csv",
    "mawk": "mawk -F, -vOFS=, '{{print $1,$3,$13}}' {data}/trips.csv",
    "gawk": "gawk -F, -vOFS=, '{{print $1,$3,$13}}' {data}/trips.csv",
    "Miller": f"mlr --csv cut -o -f {COLUMNS} {{data}}/trips.csv",
    "csvkit": f"csvcut -c {COLUMNS} {{data}}/trips.csv",
    "DuckDB": f"duckdb COPY (SELECT {COLUMNS} FROM {READ}) TO '/dev/stdout' (FORMAT csv)",
}
FLATTEN = ("SELECT ts, type, \"user\".id AS \"user.id\", \"user\".age AS \"user.age\", \"user\".name AS \"user.name\", "
           "\"user\".tags AS \"user.tags\", geo.country AS \"geo.country\", geo.lat AS \"geo.lat\", "
           "geo.lon AS \"geo.lon\", props.page AS \"props.page\", props.ms AS \"props.ms\", props.ok AS \"props.ok\", "
           f"props.note AS \"props.note\" FROM {EVENTS}")
JQ_ROW = ("[.ts,.type,.user.id,.user.age,.user.name,(.user.tags|tojson),.geo.country,.geo.lat,.geo.lon,.props.page,"
          ".props.ms,.props.ok,.props.note]|@csv")
JQ_PATHS = "{{type,id:.user.id,ms:.props.ms}}"

TASKS = [
    Task("count", "count the records of a CSV", "rowcount {data}/trips.csv", {
        "wc -l": "wc -l {data}/trips.csv",
        "Miller": "mlr --icsv --ojson count {data}/trips.csv",
        "DuckDB": f"duckdb COPY (SELECT count(*) FROM {READ}) TO '/dev/stdout' (FORMAT csv)",
    }, "trips.csv"),
    Task("count-j1", "the same, one thread", "rowcount -j1 {data}/trips.csv", {"wc -l": "wc -l {data}/trips.csv"},
         "trips.csv"),
    Task("cut", "3 of 14 columns of a CSV", f"rowcut {COLUMNS} {{data}}/trips.csv", CUT_PEERS, "trips.csv"),
    Task("cut-j1", "the same, one thread", f"rowcut -j1 {COLUMNS} {{data}}/trips.csv",
         {"cut": CUT_PEERS["cut"], "mawk": CUT_PEERS["mawk"]}, "trips.csv"),
    Task("cut-pipe", "the same, CSV from a pipe", f"rowcut {COLUMNS}", {
        "cut": "cut -d, -f1,3,13", "cat": "cat", "Miller": f"mlr --csv cut -o -f {COLUMNS}",
    }, "trips.csv", feed="trips.csv"),
    Task("cut-tool", "the same, CSV from another tool", f"sh -c 'rowcat {{data}}/trips.csv | rowcut {COLUMNS}'", {
        "cat and cut": "sh -c 'cat {data}/trips.csv | cut -d, -f1,3,13'",
        "Miller twice": f"sh -c 'mlr --csv cat {{data}}/trips.csv | mlr --csv cut -o -f {COLUMNS}'",
    }, "trips.csv"),
    Task("cut-wide", "5 of 50 columns of a numeric CSV", "rowcut c3,c11,c24,c37,c50 {data}/wide.csv", {
        "cut": "cut -d, -f3,11,24,37,50 {data}/wide.csv",
        "mawk": "mawk -F, -vOFS=, '{{print $3,$11,$24,$37,$50}}' {data}/wide.csv",
        "Miller": "mlr --csv cut -o -f c3,c11,c24,c37,c50 {data}/wide.csv",
        "DuckDB": "duckdb COPY (SELECT c3,c11,c24,c37,c50 FROM read_csv('{data}/wide.csv', all_varchar=true)) "
                  "TO '/dev/stdout' (FORMAT csv)",
    }, "wide.csv"),
    Task("cat", "a CSV as it is", "rowcat {data}/trips.csv", {
        "cat": "cat {data}/trips.csv", "Miller": "mlr --csv cat {data}/trips.csv",
    }, "trips.csv"),
    Task("csv-tsv", "CSV to TSV", "rowcat --to tsv {data}/trips.csv", {
        "Miller": "mlr --icsv --otsv cat {data}/trips.csv",
        "csvkit": "csvformat -T {data}/trips.csv",
        "DuckDB": f"duckdb COPY (FROM {READ}) TO '/dev/stdout' (FORMAT csv, DELIMITER '\t')",
    }, "trips.csv"),
    Task("csv-ndjson", "CSV to NDJSON", "rowcat --to ndjson {data}/trips.csv", {
        "Miller": "mlr --icsv --ojsonl cat {data}/trips.csv",
        "csvkit": "csvjson --stream --no-inference --snifflimit 0 {data}/trips.csv",
        "DuckDB": "duckdb COPY (FROM read_csv('{data}/trips.csv')) TO '/dev/stdout' (FORMAT json)",
    }, "trips.csv"),
    Task("ndjson-csv", "nested NDJSON to CSV", "rowcat --to csv {data}/events.ndjson", {
        "jq": f"jq -r '{JQ_ROW}' {{data}}/events.ndjson",
        "gojq": f"gojq -r '{JQ_ROW}' {{data}}/events.ndjson",
        "Miller": "mlr --ijsonl --ocsv flatten {data}/events.ndjson",
        "DuckDB": f"duckdb COPY ({FLATTEN}) TO '/dev/stdout' (FORMAT csv)",
    }, "events.ndjson"),
    Task("ndjson-paths", "3 paths of nested NDJSON", "rowcut type,user.id,props.ms {data}/events.ndjson", {
        "jq": f"jq -c '{JQ_PATHS}' {{data}}/events.ndjson",
        "gojq": f"gojq -c '{JQ_PATHS}' {{data}}/events.ndjson",
        "Miller": "mlr --ijsonl --ojsonl flatten then cut -o -f type,user.id,props.ms {data}/events.ndjson",
        "DuckDB": f"duckdb COPY (SELECT type, \"user\".id, props.ms FROM {EVENTS}) TO '/dev/stdout' (FORMAT json)",
    }, "events.ndjson"),
    Task("where-number", "fare > 30 in a CSV", "rowwhere 'fare > 30' {data}/trips.csv", {
        "mawk": "mawk -F, '$11 > 30' {data}/trips.csv",
        "gawk": "gawk -F, '$11 > 30' {data}/trips.csv",
        "Miller": "mlr --csv filter '$fare > 30' {data}/trips.csv",
        "DuckDB": f"duckdb COPY (SELECT * FROM {READ} WHERE TRY_CAST(fare AS DOUBLE) > 30) TO '/dev/stdout' (FORMAT csv)",
        "Polars": "polars SELECT * FROM trips WHERE TRY_CAST(fare AS DOUBLE) > 30",
    }, "trips.csv"),
    Task("where-number-j1", "the same, one thread", "rowwhere -j1 'fare > 30' {data}/trips.csv",
         {"mawk": "mawk -F, '$11 > 30' {data}/trips.csv"}, "trips.csv"),
    Task("where-text", "payment == \"cash\" in a CSV", "rowwhere 'payment == \"cash\"' {data}/trips.csv", {
        "mawk": "mawk -F, '$10 == \"cash\"' {data}/trips.csv",
        "Miller": "mlr --csv filter '$payment == \"cash\"' {data}/trips.csv",
        "csvkit": "csvgrep -c payment -m cash {data}/trips.csv",
        "DuckDB": f"duckdb COPY (SELECT * FROM {READ} WHERE payment = 'cash') TO '/dev/stdout' (FORMAT csv)",
    }, "trips.csv"),
    Task("where-regex", "a regular expression on one column", "rowwhere 'pickup =~ \"-0[1-3]-.* 2[0-3]:\"' {data}/trips.csv", {
        "mawk": "mawk -F, '$3 ~ /-0[1-3]-.* 2[0-3]:/' {data}/trips.csv",
        "Miller": "mlr --csv filter '$pickup =~ \"-0[1-3]-.* 2[0-3]:\"' {data}/trips.csv",
        "DuckDB": f"duckdb COPY (SELECT * FROM {READ} WHERE regexp_matches(pickup, '-0[1-3]-.* 2[0-3]:')) "
                  "TO '/dev/stdout' (FORMAT csv)",
    }, "trips.csv"),
    Task("where-three", "three conditions joined", "rowwhere 'fare > 30 and tip > 3 and distance > 2' {data}/trips.csv", {
        "mawk": "mawk -F, '$11 > 30 && $12 > 3 && $6 > 2' {data}/trips.csv",
        "Miller": "mlr --csv filter '$fare > 30 && $tip > 3 && $distance > 2' {data}/trips.csv",
    }, "trips.csv"),
    Task("where-ndjson", "two conditions on nested NDJSON",
         "rowwhere 'user.age > 40 and type == \"click\"' {data}/events.ndjson", {
        "jq": "jq -c 'select(.user.age > 40 and .type == \"click\")' {data}/events.ndjson",
        "gojq": "gojq -c 'select(.user.age > 40 and .type == \"click\")' {data}/events.ndjson",
        "Miller": "mlr --ijsonl --ojsonl filter '$user.age > 40 && $type == \"click\"' {data}/events.ndjson",
        "DuckDB": f"duckdb COPY (SELECT * FROM {EVENTS} WHERE \"user\".age > 40 AND type = 'click') "
                  "TO '/dev/stdout' (FORMAT json)",
    }, "events.ndjson"),
    Task("set", "a product and a sum, exact", "rowset 'z = fare * distance + tip' {data}/trips.csv", {
        "mawk": "mawk -F, -vOFS=, '{{print $0, NR == 1 ? \"z\" : $11 * $6 + $12}}' {data}/trips.csv",
        "Miller": "mlr --csv put '$z = $fare * $distance + $tip' {data}/trips.csv",
        "DuckDB": f"duckdb COPY (SELECT *, TRY_CAST(fare AS DOUBLE) * TRY_CAST(distance AS DOUBLE) + TRY_CAST(tip AS DOUBLE) "
                  f"AS z FROM {READ}) TO '/dev/stdout' (FORMAT csv)",
    }, "trips.csv"),
    Task("set-time", "the seconds between two times", "rowset 's = date_diff(\"second\", pickup, dropoff)' {data}/trips.csv", {
        "Miller": "mlr --csv put '$s = strptime($dropoff, \"%Y-%m-%d %H:%M:%S\") - strptime($pickup, "
                  "\"%Y-%m-%d %H:%M:%S\")' {data}/trips.csv",
        "DuckDB": f"duckdb COPY (SELECT *, date_diff('second', TRY_CAST(pickup AS TIMESTAMP), TRY_CAST(dropoff AS "
                  f"TIMESTAMP)) AS s FROM {READ}) TO '/dev/stdout' (FORMAT csv)",
    }, "trips.csv"),
    Task("grep", "a fixed text that few records have", "rowgrep '10000999' {data}/trips.csv", {
        "grep": "grep -F '10000999' {data}/trips.csv",
        "Miller": "mlr --csv grep '10000999' {data}/trips.csv",
        "csvkit": "csvgrep -c 1- -a -m 10000999 {data}/trips.csv",
    }, "trips.csv"),
    Task("parse-log", "a combined log into columns", "rowparse --grok '%{{COMBINEDAPACHELOG}}' {data}/access.log", {
        "mawk": "mawk -vOFS=, '{{print $1,$3,substr($4,2),$6,$7,$9,$10}}' {data}/access.log",
        "DuckDB": "duckdb COPY (SELECT regexp_extract(line, '^(\\S+) (\\S+) (\\S+) \\[([^]]+)\\] \"(\\S+) (\\S+) (\\S+)\" "
                  "(\\d+) (\\d+|-) \"([^\"]*)\" \"([^\"]*)\"', ['a','b','c','d','e','f','g','h','i','j','k']) AS r FROM "
                  "read_csv('{data}/access.log', columns={{'line': 'VARCHAR'}}, delim='\x01', quote='', header=false)) "
                  "TO '/dev/stdout' (FORMAT json)",
    }, "access.log"),
    Task("sort-number", "sort by a number", "rowsort fare {data}/trips.csv", {
        "sort": "env LC_ALL=C sort --parallel=4 -S 4G -t, -k11,11g {data}/trips.csv",
        "Miller": "mlr --csv sort -nf fare {data}/trips.csv",
        "DuckDB": f"duckdb COPY (SELECT * FROM {READ} ORDER BY TRY_CAST(fare AS DOUBLE)) TO '/dev/stdout' (FORMAT csv)",
        "Polars": "polars SELECT * FROM trips ORDER BY TRY_CAST(fare AS DOUBLE)",
        "sqlite3": f"{SQLITE} 'SELECT * FROM trips ORDER BY CAST(fare AS REAL)'",
    }, "trips.csv"),
    Task("sort-text", "sort by a text", "rowsort dropoff {data}/trips.csv", {
        "sort": "env LC_ALL=C sort --parallel=4 -S 4G -t, -k4,4 {data}/trips.csv",
        "DuckDB": f"duckdb COPY (SELECT * FROM {READ} ORDER BY dropoff) TO '/dev/stdout' (FORMAT csv)",
        "Polars": "polars SELECT * FROM trips ORDER BY dropoff",
    }, "trips.csv"),
    Task("sort-tsv", "the same, written in another format", "rowsort --to tsv dropoff {data}/trips.csv", {
        "DuckDB": f"duckdb COPY (SELECT * FROM {READ} ORDER BY dropoff) TO '/dev/stdout' (FORMAT csv, DELIMITER '\t')",
    }, "trips.csv"),
    Task("sort-spill", "the same in a tenth of the memory", "rowsort --memory 100M dropoff {data}/trips.csv", {
        "sort": "env LC_ALL=C sort --parallel=4 -S 100M -t, -k4,4 {data}/trips.csv",
    }, "trips.csv"),
    Task("top", "the ten dearest trips", "rowsort --top 10 'fare desc' {data}/trips.csv", {
        "Miller": "mlr --csv top -n 10 -f fare -a {data}/trips.csv",
        "DuckDB": f"duckdb COPY (SELECT * FROM {READ} ORDER BY TRY_CAST(fare AS DOUBLE) DESC LIMIT 10) TO '/dev/stdout' "
                  "(FORMAT csv)",
        "Polars": "polars SELECT * FROM trips ORDER BY TRY_CAST(fare AS DOUBLE) DESC LIMIT 10",
    }, "trips.csv"),
    Task("uniq", "distinct by a key of many values", "rowuniq pickup {data}/trips.csv", {
        "mawk": "mawk -F, '!seen[$3]++' {data}/trips.csv",
        "DuckDB": f"duckdb COPY (SELECT DISTINCT ON (pickup) * FROM {READ}) TO '/dev/stdout' (FORMAT csv)",
        "Polars": "polars SELECT DISTINCT ON (pickup) * FROM trips",
    }, "trips.csv"),
    Task("group", "count, sum and mean of 6 groups",
         "rowgroup 'n = count(), total = sum(fare), mean(tip) by passengers' {data}/trips.csv", {
        "mawk": "mawk -F, '{{n[$5]++; s[$5] += $11; t[$5] += $12}} END {{for (k in n) print k, n[k], s[k], t[k] / n[k]}}' "
                "{data}/trips.csv",
        "Miller": "mlr --csv stats1 -a count,sum,mean -f fare,tip -g passengers {data}/trips.csv",
        "DuckDB": f"duckdb COPY (SELECT passengers, count(*), sum(TRY_CAST(fare AS DECIMAL(18,2))), avg(TRY_CAST(tip AS "
                  f"DECIMAL(18,2))) FROM {READ} GROUP BY passengers) TO '/dev/stdout' (FORMAT csv)",
        "Polars": "polars SELECT passengers, COUNT(*) AS n, SUM(TRY_CAST(fare AS DOUBLE)) AS total, AVG(TRY_CAST(tip AS DOUBLE)) AS "
                  "mean FROM trips GROUP BY passengers",
        "sqlite3": f"{SQLITE} 'SELECT passengers, count(*), sum(fare), avg(tip) FROM trips GROUP BY passengers'",
    }, "trips.csv"),
    Task("group-many", "count and sum of a million groups",
         "rowgroup 'n = count(), total = sum(fare) by pu_zone, do_zone, passengers, payment' {data}/trips.csv", {
        "mawk": "mawk -F, '{{k = $8 FS $9 FS $5 FS $10; n[k]++; s[k] += $11}} END {{for (k in n) print k, n[k], s[k]}}' {data}/trips.csv",
        "DuckDB": f"duckdb COPY (SELECT pu_zone, do_zone, passengers, payment, count(*), sum(TRY_CAST(fare AS DECIMAL(18,2))) FROM {READ} GROUP BY ALL) "
                  "TO '/dev/stdout' (FORMAT csv)",
        "Polars": "polars SELECT pu_zone, do_zone, passengers, payment, COUNT(*) AS n, SUM(TRY_CAST(fare AS DOUBLE)) AS total FROM "
                  "trips GROUP BY pu_zone, do_zone, passengers, payment",
    }, "trips.csv"),
    Task("group-spill", "a group for each of 9 million records, in a tenth of the memory",
         "rowgroup --memory 100M 'count(), sum(fare) by trip_id' {data}/trips.csv", {}, "trips.csv"),
    Task("freq", "how often each value comes", "rowfreq payment {data}/trips.csv", {
        "mawk": "mawk -F, '{{n[$10]++}} END {{for (k in n) print k, n[k]}}' {data}/trips.csv",
        "Miller": "mlr --csv count-distinct -f payment {data}/trips.csv",
        "DuckDB": f"duckdb COPY (SELECT payment, count(*) AS n FROM {READ} GROUP BY payment ORDER BY n DESC) TO "
                  "'/dev/stdout' (FORMAT csv)",
        "Polars": "polars SELECT payment, COUNT(*) AS n FROM trips GROUP BY payment ORDER BY n DESC",
    }, "trips.csv"),
    Task("join", "look up trips in 100,000 records", "rowjoin trip_id {data}/checks.csv {data}/trips.csv", {
        "mawk": "mawk -F, -vOFS=, 'NR == FNR {{r[$1] = $2 \",\" $3; next}} $1 in r {{print $0, r[$1]}}' {data}/checks.csv "
                "{data}/trips.csv",
        "Miller": "mlr --csv join -j trip_id -f {data}/checks.csv {data}/trips.csv",
        "DuckDB": f"duckdb COPY (SELECT * FROM {READ} AS trips JOIN read_csv('{{data}}/checks.csv', all_varchar=true) AS checks USING (trip_id)) "
                  "TO '/dev/stdout' (FORMAT csv)",
        "Polars": "polars SELECT * FROM trips JOIN checks USING (trip_id)",
    }, "trips.csv"),
    Task("pipeline", "a condition, a new column, groups, their order: four tools",
         "sh -c 'rowwhere \"payment == \\\"cash\\\"\" {data}/trips.csv | rowset \"z = fare * distance + tip\" | "
         "rowgroup \"n = count(), total = sum(z) by passengers\" | rowsort \"n desc\"'", {
        "its first tool": "rowwhere 'payment == \"cash\"' {data}/trips.csv",
    }, "trips.csv"),
    Task("pipeline-j1", "the same, one thread for each tool",
         "sh -c 'rowwhere -j1 \"payment == \\\"cash\\\"\" {data}/trips.csv | rowset -j1 \"z = fare * distance + tip\" | "
         "rowgroup -j1 \"n = count(), total = sum(z) by passengers\" | rowsort -j1 \"n desc\"'", {
        "its first tool": "rowwhere -j1 'payment == \"cash\"' {data}/trips.csv",
    }, "trips.csv"),
    Task("ten-lines-where", "a condition on ten lines", "rowwhere 'fare > 30' {data}/ten.csv", {
        "mawk": "mawk -F, '$11 > 30' {data}/ten.csv", "Miller": "mlr --csv filter '$fare > 30' {data}/ten.csv",
    }, times=100),
    Task("zstd", "a CSV in one zstd frame", "rowcat {data}/trips.csv.zst", {
        "zstd -dc": "zstd -dcq {data}/trips.csv.zst",
        "Miller": "mlr --csv --prepipe 'zstd -dcq' cat {data}/trips.csv.zst",
    }, "trips.csv"),
    Task("zstd-frames", "a CSV in many zstd frames, as rowkit writes it", "rowcat {data}/trips.frames.csv.zst", {
        "zstd -dc": "zstd -dcq {data}/trips.frames.csv.zst",
    }, "trips.csv"),
    Task("zstd-write", "a CSV to zstd", "rowcat --zstd {data}/trips.csv", {
        "zstd -T4": "zstd -cq -T4 {data}/trips.csv", "zstd": "zstd -cq {data}/trips.csv",
    }, "trips.csv"),
    Task("gzip", "a gzipped CSV", "rowcat {data}/trips.csv.gz", {
        "igzip -dc": "igzip -dc {data}/trips.csv.gz",
        "gzip -dc": "gzip -dc {data}/trips.csv.gz",
    }, "trips.csv"),
    Task("head", "the first ten records", "rowhead {data}/trips.csv", {
        "head": "head -11 {data}/trips.csv", "Miller": "mlr --csv head -n 10 {data}/trips.csv",
    }, times=20),
    Task("tail", "the last ten records", "rowtail {data}/trips.csv", {"tail": "tail {data}/trips.csv"}, times=20),
    Task("ten-lines", "3 columns of ten lines", f"rowcut {COLUMNS} {{data}}/ten.csv", {
        "cut": "cut -d, -f1,3,13 {data}/ten.csv",
        "mawk": "mawk -F, -vOFS=, '{{print $1,$3,$13}}' {data}/ten.csv",
        "Miller": f"mlr --csv cut -o -f {COLUMNS} {{data}}/ten.csv",
        "csvkit": f"csvcut -c {COLUMNS} {{data}}/ten.csv",
    }, times=100),
]
