"""Reads the trials of a run and works out by itself what comparison.json says of them: mean, standard
deviation and quantiles, with Python's own statistics (fsum) and, where it is there, numpy.

    python3 external.py FOLDER
"""

import csv
import json
import math
import statistics
import sys

folder = sys.argv[1]
with open(f"{folder}/comparison.json") as file:
    document = json.load(file)
with open(f"{folder}/trials.csv") as file:
    rows = csv.reader(file)
    head = next(rows)
    kind, votes = head.index("kind"), next(i for i, it in enumerate(head) if it.endswith(".ballots-cast"))
    cast = [int(row[votes]) for row in rows if row[kind] == "full"]

cast.sort()
n = len(cast)
mean = math.fsum(cast) / n
sd = math.sqrt(math.fsum((x - mean) ** 2 for x in cast) / (n - 1))


def quantile(p):
    """Type 7 of Hyndman and Fan (1996)."""
    at = (n - 1) * p
    low = math.floor(at)
    high = min(low + 1, n - 1)
    return cast[low] + (at - low) * (cast[high] - cast[low])


assert abs(statistics.fmean(cast) / mean - 1) < 1e-12
try:
    import numpy

    array = numpy.array(cast, dtype=float)
    assert abs(array.mean() / mean - 1) < 1e-12 and abs(array.std(ddof=1) / sd - 1) < 1e-12
    for p in (0.025, 0.25, 0.5, 0.75, 0.975):
        assert numpy.quantile(array, p) == quantile(p)
    also = f", numpy {numpy.__version__} too"
except ImportError:
    also = ""


def figures(node):
    """Every figure that has simulated values."""
    if isinstance(node, dict):
        if isinstance(node.get("simulated"), dict):
            yield node
        for inner in node.values():
            yield from figures(inner)
    elif isinstance(node, list):
        for inner in node:
            yield from figures(inner)


found = next(figures(document["variants"][0]))["simulated"]
print(f"{n} days: mean {mean!r}, sd {sd!r}{also}")
wrong = []
for key, p in (("q025", 0.025), ("q05", 0.05), ("q25", 0.25), ("median", 0.5), ("q75", 0.75), ("q95", 0.95), ("q975", 0.975)):
    if key in found:
        print(f"{key}: {found[key]} and {quantile(p)}")
        if abs(found[key] - quantile(p)) > 1e-12 * abs(quantile(p)):
            wrong.append(key)
print({k: v for k, v in found.items() if k not in ("q025",)})
sys.exit(f"not alike: {wrong}" if wrong else 0)
