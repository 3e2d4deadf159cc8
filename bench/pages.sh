#!/usr/bin/env bash
# How long do pages take over many businesses? bench/pages.sh [BUSINESSES]
#
# Fills a hall (kept in .cache/bench), signs in as officer and as owner, and lets wrk ask for a
# different search each time. Before timing, the pages are looked at: a fast error page would be a
# fine figure too. Prints a Markdown table.
set -euo pipefail
cd "$(dirname "$0")/.."
businesses="${1:-1000000}"
port="${PENDOPO_BENCH_PORT:-8994}"
address="http://127.0.0.1:$port"
scratch="$(mktemp -d)"
export PENDOPO_SERVER__BIND="127.0.0.1:$port" PENDOPO_SERVER__BASE_URL="$address" PENDOPO_LOG__LEVEL=warn

command -v wrk >/dev/null || { echo "pages: wrk is missing (apt-get install wrk)" >&2; exit 1; }

data=.cache/bench/hall
target/release/pendopo demo open --data "$data" --businesses "$businesses" --fill-only >&2
target/release/pendopo demo open --data "$data" --businesses "$businesses" >"$scratch/hall.log" &
hall=$!
trap 'kill "$hall" 2>/dev/null; wait "$hall" 2>/dev/null || true; rm -rf "$scratch"' EXIT
until curl --silent --fail --output /dev/null "$address/readyz"; do
  kill -0 "$hall"
  sleep 1
done

sign_in() { # name, door: prints the Cookie header
  local jar="$scratch/$1.jar" page
  page="$(curl --silent --cookie-jar "$jar" "$address/account/login?door=$2")"
  curl --silent --output /dev/null --cookie "$jar" --cookie-jar "$jar" --header "Origin: $address" \
    --data-urlencode "csrf=$(grep -oP 'name="csrf" value="\K[^"]+' <<<"$page" | head -1)" \
    --data-urlencode "name=$1" --data-urlencode "password=pendopo-terbuka" \
    --data-urlencode "door=$2" --data-urlencode "next=" "$address/account/login"
  awk '!/^# /&&NF>=7{printf "%s%s=%s", (n++?"; ":"Cookie: "), $6, $7}' "$jar"
}

look() { # cookie, path, what must be on the page
  local page
  page="$(curl --silent --fail --header "$1" "$address$2")"
  grep -q "$3" <<<"$page" || { echo "pages: $2 does not show '$3'" >&2; exit 1; }
}

measure() { # what, cookie, script, connections
  local said
  said="$(wrk -t1 -c"$4" -d10s --latency -s "$3" -H "$2" "$address")"
  awk -v what="$1" -v connections="$4" '
    $1=="50%"{p50=$2} $1=="99%"{p99=$2} /Requests\/sec/{rate=$2} /Non-2xx/{bad=$NF}
    END{printf "| %s | %s | %s | %s | %s |%s\n", what, connections, p50, p99, rate, bad?" errors: " bad:""}' <<<"$said"
}

officer="$(sign_in petugas staff)"
owner="$(sign_in 084100000002 owner)"
look "$officer" "/registry?q=snack" "<table"
look "$owner" "/plan" "<main"

echo "| page over $businesses businesses | connections | p50 | p99 | pages/s |"
echo "| --- | ---: | ---: | ---: | ---: |"
for connections in 1 4; do
  measure "registry: search, filters, sorts (mixed)" "$officer" bench/registry.lua "$connections"
  measure "owner's plan" "$owner" bench/plan.lua "$connections"
done
echo
echo "Resident memory of the server after the run: $(($(awk '/VmRSS/{print $2}' "/proc/$hall/status") / 1024)) MB."
