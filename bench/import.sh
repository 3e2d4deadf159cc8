#!/bin/sh
# How fast is a list taken in? bench/import.sh [ROWS]
#
# Writes a list with the demonstration's generator (kept in .cache/bench), takes it in on SQLite and, if
# PENDOPO_TEST_POSTGRES names a server, on PostgreSQL, and puts `sqlite3 .import` of the very same file beside it.
# Prints one Markdown table: rows in a second by the clock, and processor time of the program (without the server's on
# PostgreSQL), which says more when the machine has other work. PENDOPO_IMPORT_SPEED names the program (default
# target/release/examples/import_speed).
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
# Takes down in `cpu` the processor time of all programs so far, in microseconds, and in `each` that of a row since the
# last call. In this shell: a subshell counts only its own.
clock() {
	times >"$cache/times"
	before=${cpu:-0}
	cpu=$(tr 'ms' '  ' <"$cache/times" | awk 'END { printf "%d", (($1 + $3) * 60 + $2 + $4) * 1000000 }')
	each=$(((cpu - before) / rows))
}
peak() { sed -n 's/VmHWM:[[:space:]]*\([0-9]*\) kB/\1/p'; }

echo "| what | rows/s | CPU, µs a row | peak memory, MB |"
echo "| --- | ---: | ---: | ---: |"

fresh
clock
said=$("$run" "$list" "sqlite:$cache/import.db")
clock
sqlite=$(echo "$said" | rate)
echo "| import, SQLite: validated, planned, indexed | $sqlite | $each | $(($(echo "$said" | peak) / 1024)) |"
fresh

if [ -n "${PENDOPO_TEST_POSTGRES:-}" ]; then
	psql -q "$PENDOPO_TEST_POSTGRES" -c 'DROP SCHEMA IF EXISTS bench_import CASCADE; CREATE SCHEMA bench_import' 2>/dev/null
	clock
	said=$("$run" "$list" "$PENDOPO_TEST_POSTGRES?options=-c%20search_path%3Dbench_import")
	clock
	echo "| import, PostgreSQL | $(echo "$said" | rate) | $each | $(($(echo "$said" | peak) / 1024)) |"
	psql -q "$PENDOPO_TEST_POSTGRES" -c 'DROP SCHEMA bench_import CASCADE' 2>/dev/null
fi

if command -v sqlite3 >/dev/null; then
	clock
	began=$(date +%s%N)
	sqlite3 "$cache/import.db" ".mode csv" ".import $list list"
	spent=$((($(date +%s%N) - began) / 1000000))
	clock
	raw=$((rows * 1000 / spent))
	echo "| sqlite3 .import of the same file: text as it is, no check, no index | $raw | $each | |"
	fresh
	[ "$sqlite" -gt 0 ] && echo "| ratio, .import to ours | $((raw / sqlite)).$((raw * 10 / sqlite % 10)) | | |"
fi
