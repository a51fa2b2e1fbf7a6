#!/usr/bin/env bash
# Instructions per voter on the reference day, lane by lane, counted by valgrind: a number that a busy
# machine cannot change (another compiler or target can).
#
#   benches/instructions.sh [days]     (10 days unless told)
#
# A run of one day is taken off a run of 1 + days, so that what is done once does not count.
set -euo pipefail
cd "$(dirname "$0")/.."
days=${1:-10}
command -v valgrind >/dev/null || { echo "valgrind is missing" >&2; exit 1; }

program=$(cargo bench --locked --bench day --no-run --message-format=json 2>/dev/null |
    sed -n 's/.*"kind":\["bench"\].*"executable":"\([^"]*\)".*/\1/p' | tail -n 1)
[ -x "$program" ] || { echo "the benchmark does not build" >&2; exit 1; }

# count DAYS NAME: instructions and voters of a run.
count() {
    local log voters
    log=$(mktemp)
    voters=$(valgrind --tool=callgrind --callgrind-out-file=/dev/null --log-file="$log" \
        "$program" --days "$1" --only "$2" | sed -n 's/.*: \([0-9]*\) voters/\1/p')
    echo "$(sed -n 's/.*Collected : \([0-9]*\).*/\1/p' "$log") $voters"
    rm -f "$log"
}

for name in "agenda" "agenda, patience" "station" "station, patience" "station, table" "station, general"; do
    read -r few_instructions few_voters < <(count 1 "$name")
    read -r instructions voters < <(count "$((days + 1))" "$name")
    printf '%-18s %5d instructions a voter\n' "$name" \
        "$(((instructions - few_instructions) / (voters - few_voters)))"
done
