"""Reads results.tsv and prints the table of the race; fails if the engines disagree.

Columns of results.tsv: engine, form, version, days, own CPU time (ns), sum over days of ballots cast
and of its square, sum of the day's mean wait (s) and of its square. Needs nothing but Python.
"""

import collections
import math
import pathlib
import re
import statistics
import sys

HERE = pathlib.Path(__file__).parent
OURS = ("scrutineer", "chosen lane")
TWIN = ("scrutineer", "agenda")
LARGEST_SCORE = 4.0
SPELLING = {"krabmaga": "krABMaga", "nexosim": "NeXosim"}


def locked(name):
    """The version of a crate in the lock file of the race."""
    text = (HERE / "rust" / "Cargo.lock").read_text()
    found = re.search(rf'name = "{name}"\nversion = "([^"]+)"', text)
    return found[1] if found else "?"


class Entry:
    """One engine in one form, all rounds."""

    def __init__(self):
        self.version, self.times, self.days = "-", [], 0
        self.sums = [0.0] * 4

    def add(self, version, days, spent, sums):
        self.version = version
        self.days += days
        self.sums = [a + b for a, b in zip(self.sums, sums)]
        self.times.append(spent / sums[0])

    def mean(self, at):
        return self.sums[2 * at] / self.days

    def spread(self, at):
        """Standard deviation from day to day."""
        square = self.sums[2 * at + 1] / self.days - self.mean(at) ** 2
        return math.sqrt(max(square, 0.0) * self.days / max(self.days - 1, 1))


def read(path):
    entries = collections.defaultdict(Entry)
    for line in path.read_text().splitlines():
        engine, form, version, days, spent, *sums = line.split("\t")
        if version == "-":
            version = locked(engine) if engine != "draws alone" else "-"
        entries[engine, form].add(version, int(days), float(spent), [float(s) for s in sums])
    return entries


def digits(x):
    """About three digits, thousands separated."""
    if x >= 1000:
        size = 10 ** (math.floor(math.log10(x)) - 2)
        return f"{round(x / size) * size:,.0f}"
    return f"{x:.0f}" if x >= 100 else f"{x:.1f}"


def speed(entries):
    ours = statistics.median(entries[OURS].times)
    simpy = [statistics.median(e.times) for (name, _), e in entries.items() if name == "SimPy"]
    print("| engine | version | form | ns per voter | fastest to slowest round "
          "| speed against SimPy | times our time |")
    print("|---|---|---|---:|---:|---:|---:|")
    for (engine, form), e in sorted(entries.items(), key=lambda kv: -statistics.median(kv[1].times)):
        each = statistics.median(e.times)
        against = digits(min(simpy) / each) if simpy else "-"
        print(f"| {SPELLING.get(engine, engine)} | {e.version} | {form} | {digits(each)} "
              f"| {digits(min(e.times))} to {digits(max(e.times))} | {against} | {digits(each / ours)} |")


def agreement(entries):
    """Whether all engines play the same day: scores of the differences from ours."""
    ours = entries[TWIN]
    print("| engine | form | days | ballots a day | score | mean wait, s | score |")
    print("|---|---|---:|---:|---:|---:|---:|")
    worst = 0.0
    for (engine, form), e in sorted(entries.items(), key=lambda kv: (kv[0][0].lower(), kv[0][1])):
        if "patience" in form or engine == "draws alone":
            continue
        cells = []
        for at in (0, 1):
            error = ours.spread(at) * math.sqrt(1 / e.days + 1 / ours.days)
            score = (e.mean(at) - ours.mean(at)) / error
            if engine == "scrutineer":
                cells.append((e.mean(at), "same dice" if form == OURS[1] else "-"))
                continue
            worst = max(worst, abs(score))
            cells.append((e.mean(at), f"{score:+.1f}"))
        (ballots, a), (wait, b) = cells
        print(f"| {SPELLING.get(engine, engine)} | {form} | {e.days} | {ballots:,.0f} | {a} | {wait:.2f} | {b} |")
    same = entries[OURS].sums == ours.sums
    print()
    print(f"Largest score {worst:.1f}: {'they agree' if worst < LARGEST_SCORE else 'THEY DISAGREE'}. "
          f"The two lanes of scrutineer give {'the same' if same else 'DIFFERENT'} sums.")
    return worst < LARGEST_SCORE and same


def main():
    entries = read(HERE / "results.tsv")
    for needed in (OURS, TWIN):
        if needed not in entries:
            sys.exit(f"results.tsv lacks {needed}")
    speed(entries)
    print("\nAgreement (scores: differences from scrutineer in standard errors)\n")
    if not agreement(entries):
        sys.exit("the engines do not play the same day")


main()
