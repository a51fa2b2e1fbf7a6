//! The day on NeXosim: a station is a model that schedules its own arrivals and departures and
//! sends its count through an output port at the end; one thread (two cost more of their own time).

use std::collections::VecDeque;
use std::time::Duration;

use nexosim::model::{Context, Model, schedulable};
use nexosim::ports::{EventSinkReader, Output, SinkState, event_queue};
use nexosim::simulation::{Mailbox, SimInit};
use nexosim::time::MonotonicTime;
use serde::{Deserialize, Serialize};

use crate::draws::{BOOTHS, Count, Draws, Person};

#[derive(Serialize, Deserialize)]
struct Station {
    #[serde(skip)]
    people: VecDeque<Person>,
    #[serde(skip)]
    queue: VecDeque<Person>,
    free: usize,
    #[serde(skip)]
    count: Count,
    done: Output<(u64, f64, f64)>,
}

#[Model]
impl Station {
    #[nexosim(init)]
    async fn open(&mut self, context: &Context<Self>) {
        self.expect_next(context);
    }

    #[nexosim(schedulable)]
    fn arrive(&mut self, _: (), context: &Context<Self>) {
        let person = self.people.pop_front().expect("scheduled for somebody");
        if self.free > 0 {
            self.free -= 1;
            self.enter(person, 0.0, context);
        } else {
            self.queue.push_back(person);
        }
        self.expect_next(context);
    }

    #[nexosim(schedulable)]
    async fn leave(&mut self, _: (), context: &Context<Self>) {
        if let Some(person) = self.queue.pop_front() {
            let now = context.time().duration_since(MonotonicTime::EPOCH);
            self.enter(person, now.as_secs_f64() - person.arrives, context);
            return;
        }
        self.free += 1;
        if self.free == BOOTHS && self.people.is_empty() {
            let Count {
                ballots,
                wait,
                longest,
            } = self.count;
            self.done.send((ballots, wait, longest)).await;
        }
    }

    fn enter(&mut self, person: Person, wait: f64, context: &Context<Self>) {
        self.count.cast(wait);
        let service = Duration::from_secs_f64(person.service);
        context
            .schedule_event(service, schedulable!(Self::leave), ())
            .expect("a service takes time");
    }

    fn expect_next(&self, context: &Context<Self>) {
        let Some(person) = self.people.front() else {
            return;
        };
        // Time is in whole nanoseconds and an event must lie in the future.
        let at = MonotonicTime::EPOCH + Duration::from_secs_f64(person.arrives);
        let soonest = context.time() + Duration::from_nanos(1);
        context
            .schedule_event(at.max(soonest), schedulable!(Self::arrive), ())
            .expect("in the future");
    }
}

/// Plays `stations` stations on one simulation.
pub fn play(draws: &mut Draws, stations: usize) -> Count {
    let mut bench = SimInit::with_num_threads(1);
    let (sink, mut counts) = event_queue(SinkState::Enabled);
    for _ in 0..stations {
        let mut people = Vec::new();
        draws.people(&mut people);
        let mut station = Station {
            people: people.into(),
            queue: VecDeque::new(),
            free: BOOTHS,
            count: Count::default(),
            done: Output::default(),
        };
        station.done.connect_sink(sink.clone());
        bench = bench.add_model(station, Mailbox::new(), "station");
    }
    let mut simulation = bench.init(MonotonicTime::EPOCH).expect("starts");
    simulation.run().expect("runs");
    let mut count = Count::default();
    while let Some((ballots, wait, longest)) = counts.try_read() {
        count.add(Count {
            ballots,
            wait,
            longest,
        });
    }
    count
}
