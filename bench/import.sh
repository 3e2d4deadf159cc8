#!/bin/sh
# How fast is a list taken in? bench/import.sh [ROWS]
#
# Writes a list with the demonstration's generator (kept in .cache/bench), takes it in on SQLite and, if
# PENDOPO_TEST_POSTGRES names a server, on PostgreSQL, and puts `sqlite3 .import` of the very same file beside it.
# Prints one Markdown table. PENDOPO names the program (default target/release/pendopo).
set -eu

top=$(cd "$(dirname "$0")/.." && pwd)
rows=${1:-1000000}
cache=${BENCH_CACHE:-$top/.cache/bench}
run=${PENDOPO_IMPORT_SPEED:-$top/target/release/examples/import_speed}
list=$cache/$rows.csv
mkdir -p "$cache"

[ -x "$run" ] || cargo build --release --locked -p center --example import_speed
[ -s "$list" ] || python3 "$top/bench/import-list.py" "$rows" "$list"

fresh() { rm -f "$cache/import.db" "$cache/import.db-wal" "$cache/import.db-shm"; }
rate() { sed -n 's/.*: \([0-9]*\) rows a second/\1/p'; }
peak() { sed -n 's/VmHWM: *\([0-9]*\) kB/\1/p'; }

echo "| what | rows/s | peak memory, MB |"
echo "| --- | ---: | ---: |"

fresh
said=$("$run" "$list" "sqlite:$cache/import.db")
sqlite=$(echo "$said" | rate)
echo "| import, SQLite: validated, planned, indexed | $sqlite | $(($(echo "$said" | peak) / 1024)) |"
fresh

if [ -n "${PENDOPO_TEST_POSTGRES:-}" ]; then
	psql -q "$PENDOPO_TEST_POSTGRES" -c 'DROP SCHEMA IF EXISTS bench_import CASCADE; CREATE SCHEMA bench_import' 2>/dev/null
	said=$("$run" "$list" "$PENDOPO_TEST_POSTGRES?options=-c%20search_path%3Dbench_import")
	echo "| import, PostgreSQL | $(echo "$said" | rate) | $(($(echo "$said" | peak) / 1024)) |"
	psql -q "$PENDOPO_TEST_POSTGRES" -c 'DROP SCHEMA bench_import CASCADE' 2>/dev/null
fi

if command -v sqlite3 >/dev/null; then
	began=$(date +%s%N)
	sqlite3 "$cache/import.db" ".mode csv" ".import $list list"
	spent=$((($(date +%s%N) - began) / 1000000))
	raw=$((rows * 1000 / spent))
	echo "| sqlite3 .import of the same file: text as it is, no check, no index | $raw | |"
	fresh
	[ "$sqlite" -gt 0 ] && echo "| ratio, .import to ours | $((raw / sqlite)).$((raw * 10 / sqlite % 10)) | |"
fi
