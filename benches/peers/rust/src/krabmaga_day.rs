//! The day on krABMaga: the next arrival and each busy booth are agents scheduled once; the state
//! hands new ones to the schedule after each step. The schedule's clock is `f32`, so agents carry
//! their own time and only the order of events within about 4 ms depends on the schedule.

use std::any::Any;
use std::collections::VecDeque;

use krabmaga::engine::agent::Agent;
use krabmaga::engine::agentimpl::AgentImpl;
use krabmaga::engine::schedule::Schedule;
use krabmaga::engine::state::State;

use crate::draws::{BOOTHS, Count, Draws, Person};

struct Station {
    people: Vec<Person>,
    next: usize,
    queue: VecDeque<Person>,
    free: Vec<usize>,
    count: Count,
}

impl Station {
    /// Somebody enters a booth; the agent that leaves it.
    fn enter(&mut self, station: usize, person: Person, now: f64, booth: usize) -> Event {
        self.count.cast(now - person.arrives);
        Event {
            time: now + person.service,
            station,
            what: What::Leaves(booth),
        }
    }
}

#[derive(Clone, Copy)]
enum What {
    Arrives,
    Leaves(usize),
}

#[derive(Clone, Copy)]
struct Event {
    time: f64,
    station: usize,
    what: What,
}

impl Event {
    /// An agent with a number of its own among those scheduled.
    fn schedule(self, schedule: &mut Schedule) {
        let nth = match self.what {
            What::Arrives => 0,
            What::Leaves(booth) => booth + 1,
        };
        let id = self.station * (BOOTHS + 1) + nth;
        let agent = AgentImpl::new(Box::new(self), id as u32);
        schedule.schedule_once(agent, self.time as f32, 0);
    }
}

impl Agent for Event {
    fn step(&mut self, state: &mut dyn State) {
        let hall: &mut Hall = state.as_any_mut().downcast_mut().expect("the only state");
        let station = &mut hall.stations[self.station];
        match self.what {
            What::Arrives => {
                let person = station.people[station.next];
                station.next += 1;
                if let Some(next) = station.people.get(station.next) {
                    hall.coming.push(Event {
                        time: next.arrives,
                        ..*self
                    });
                }
                match station.free.pop() {
                    Some(booth) => {
                        let event = station.enter(self.station, person, self.time, booth);
                        hall.coming.push(event);
                    }
                    None => station.queue.push_back(person),
                }
            }
            What::Leaves(booth) => match station.queue.pop_front() {
                Some(person) => {
                    // Within the clock's grain an arrival may be handled before a departure that
                    // precedes it.
                    let now = self.time.max(person.arrives);
                    let event = station.enter(self.station, person, now, booth);
                    hall.coming.push(event);
                }
                None => station.free.push(booth),
            },
        }
    }
}

/// All stations of a schedule, and the events that the last step brought about.
#[derive(Default)]
struct Hall {
    stations: Vec<Station>,
    coming: Vec<Event>,
}

impl State for Hall {
    fn init(&mut self, schedule: &mut Schedule) {
        for (station, people) in self.stations.iter().enumerate() {
            let event = Event {
                time: people.people[0].arrives,
                station,
                what: What::Arrives,
            };
            event.schedule(schedule);
        }
    }

    fn after_step(&mut self, schedule: &mut Schedule) {
        for event in self.coming.drain(..) {
            event.schedule(schedule);
        }
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn as_any_mut(&mut self) -> &mut dyn Any {
        self
    }

    fn as_state(&self) -> &dyn State {
        self
    }

    fn as_state_mut(&mut self) -> &mut dyn State {
        self
    }

    fn reset(&mut self) {}

    fn update(&mut self, _step: u64) {}
}

/// Plays `stations` stations on one schedule.
pub fn play(draws: &mut Draws, stations: usize) -> Count {
    let mut hall = Hall::default();
    for _ in 0..stations {
        let mut people = Vec::new();
        draws.people(&mut people);
        hall.stations.push(Station {
            people,
            next: 0,
            queue: VecDeque::new(),
            free: (0..BOOTHS).collect(),
            count: Count::default(),
        });
    }
    let mut schedule = Schedule::new();
    hall.init(&mut schedule);
    while !schedule.events.is_empty() {
        schedule.step(&mut hall);
    }
    let mut count = Count::default();
    for station in &hall.stations {
        count.add(station.count);
    }
    count
}
