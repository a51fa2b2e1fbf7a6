"""The people of a station, drawn the same way for every Python peer, and the line each prints."""

import math
import time

import numpy as np

STATIONS = 100
BOOTHS = 4
# Hours after opening, and the intensity of arrivals then; straight lines between.
HOURS = np.array([0.0, 2.0, 6.0, 9.0, 12.0])
INTENSITY = np.array([0.5, 1.5, 0.5, 1.5, 0.5])
BEFORE = np.concatenate(
    ([0.0], np.cumsum(np.diff(HOURS) * (INTENSITY[1:] + INTENSITY[:-1]) / 2))
)
BEFORE /= BEFORE[-1]
# A lognormal law of mean 180 s and coefficient of variation 0.5.
SIGMA = math.sqrt(math.log1p(0.25))
MU = math.log(180.0) - SIGMA**2 / 2


def people(rng):
    """Seconds after opening, ascending, and seconds in a booth: two lists."""
    number = rng.binomial(1000, 0.7)
    level = rng.random(number)
    at = np.searchsorted(BEFORE, level, side="left")
    y0, y1 = INTENSITY[at - 1], INTENSITY[at]
    part = (level - BEFORE[at - 1]) / (BEFORE[at] - BEFORE[at - 1])
    intensity = np.sqrt(y0 * y0 + part * (y1 * y1 - y0 * y0))
    hours = HOURS[at - 1] + (HOURS[at] - HOURS[at - 1]) * (intensity - y0) / (y1 - y0)
    return np.sort(3600.0 * hours).tolist(), rng.lognormal(MU, SIGMA, number).tolist()


def race(engine, form, version, days, seed, play, stations):
    """Plays days with `play(rng, stations) -> waits` and prints one line of results."""
    rng = np.random.default_rng(seed)
    play(rng, 1)  # to warm up
    ballots, waits = [0.0, 0.0], [0.0, 0.0]
    start = time.process_time_ns()
    for _ in range(days):
        number, total = 0, 0.0
        for _ in range(STATIONS // stations):
            each = play(rng, stations)
            number += len(each)
            total += sum(each)
        for sums, x in ((ballots, number), (waits, total / number)):
            sums[0] += x
            sums[1] += x * x
    spent = time.process_time_ns() - start
    print(engine, form, version, days, spent, *ballots, *waits, sep="\t")
