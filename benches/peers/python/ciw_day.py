"""The day in Ciw: a network of one node for each station.

ciw_day.py FORM DAYS SEED, where FORM is 'a calendar a station'.
"""

import sys

import ciw
import day


def play(rng, stations):
    assert stations == 1
    times, services = day.people(rng)
    gaps = [later - sooner for sooner, later in zip([0.0] + times, times)]
    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Sequential(gaps + [float("inf")])],
        service_distributions=[ciw.dists.Sequential(services)],
        number_of_servers=[day.BOOTHS],
    )
    simulation = ciw.Simulation(network)
    simulation.simulate_until_max_time(1e6)
    return [record.waiting_time for record in simulation.get_all_records()]


form, days, seed = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
day.race("Ciw", form, ciw.__version__, days, seed, play, 1)
