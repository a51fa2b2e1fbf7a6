#!/usr/bin/env bash
# The race: the same polling day on every engine, own CPU time on one core, medians over rounds.
#
#   benches/peers/run.sh [rounds]        (5 rounds unless told; a few minutes after the first build)
#
# Needs cargo and python3 with venv; R with the package simmer if there is one. Prints Markdown.
# The engines take turns within a round, so that a machine that is busy for a while is so for all.
set -uo pipefail
cd "$(dirname "$0")"
rounds=${1:-5}
export OMP_NUM_THREADS=1

[ -x .venv/bin/python ] || python3 -m venv .venv || exit 1
.venv/bin/pip install --quiet --disable-pip-version-check -r requirements.txt ||
    echo "some Python peers could not be installed and are left out" >&2
cargo build --quiet --release --locked --manifest-path rust/Cargo.toml || exit 1
rust=rust/target/release/polling-day-race
python=.venv/bin/python
: >results.tsv

# one COMMAND...: adds a line to the results, or says that it could not.
one() { "$@" >>results.tsv || echo "failed and left out: $*" >&2; }

has_simmer=no
command -v Rscript >/dev/null && Rscript -e 'library(simmer)' >/dev/null 2>&1 && has_simmer=yes
[ $has_simmer = yes ] || echo "simmer is left out: no R with that package here" >&2

for seed in $(seq "$rounds"); do
    echo "round $seed of $rounds" >&2
    for form in "agenda" "chosen lane" "agenda, patience" "chosen lane, patience"; do
        one $rust scrutineer "$form" 100 "$seed"
    done
    one $rust "draws alone" - 50 "$seed"
    for form in "a calendar a station" "one calendar"; do
        one $rust ixa "$form" 20 "$seed"
        one $rust krabmaga "$form" 20 "$seed"
        one $rust nexosim "$form" 10 "$seed"
        one $python python/simpy_day.py "$form" 2 "$seed"
    done
    one $python python/ciw_day.py "a calendar a station" 1 "$seed"
    [ $has_simmer = no ] || one Rscript r/simmer_day.R "a calendar a station" 2 "$seed"
done

model=$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo 2>/dev/null | head -n 1)
echo "$(date -u +%Y-%m-%d); ${model:-$(uname -m)}, $(getconf _NPROCESSORS_ONLN) cores, $(uname -sm);" \
    "$(rustc --version | cut -d' ' -f1,2), $($python --version); $rounds rounds."
echo
$python table.py
