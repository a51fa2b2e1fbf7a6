"""The day in SimPy: voters are processes, booths a resource.

simpy_day.py FORM DAYS SEED, where FORM is 'a calendar a station' or 'one calendar'.
"""

import sys

import day
import simpy


def voter(env, booths, service, waits):
    arrived = env.now
    with booths.request() as turn:
        yield turn
        waits.append(env.now - arrived)
        yield env.timeout(service)


def door(env, booths, times, services, waits):
    for time, service in zip(times, services):
        yield env.timeout(time - env.now)
        env.process(voter(env, booths, service, waits))


def play(rng, stations):
    env, waits = simpy.Environment(), []
    for _ in range(stations):
        times, services = day.people(rng)
        booths = simpy.Resource(env, day.BOOTHS)
        env.process(door(env, booths, times, services, waits))
    env.run()
    return waits


form, days, seed = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
stations = {"a calendar a station": 1, "one calendar": day.STATIONS}[form]
day.race("SimPy", form, simpy.__version__, days, seed, play, stations)
