//! The day on ixa: plans on a context, the stations in a data plugin. An arrival plans the next one.

use std::collections::VecDeque;

use ixa::prelude::*;

use crate::draws::{BOOTHS, Count, Draws, Person};

struct Station {
    people: Vec<Person>,
    next: usize,
    queue: VecDeque<Person>,
    free: usize,
    count: Count,
}

define_data_plugin!(Stations, Vec<Station>, Vec::new());

/// Plays `stations` stations on one context.
pub fn play(draws: &mut Draws, stations: usize) -> Count {
    let mut context = Context::new();
    for at in 0..stations {
        let mut people = Vec::new();
        draws.people(&mut people);
        let first = people[0].arrives;
        context.get_data_mut(Stations).push(Station {
            people,
            next: 0,
            queue: VecDeque::new(),
            free: BOOTHS,
            count: Count::default(),
        });
        context.add_plan(first, move |context| arrive(context, at));
    }
    context.execute();
    let mut count = Count::default();
    for station in context.get_data(Stations) {
        count.add(station.count);
    }
    count
}

fn arrive(context: &mut Context, at: usize) {
    let now = context.get_current_time();
    let station = &mut context.get_data_mut(Stations)[at];
    let person = station.people[station.next];
    station.next += 1;
    let following = station.people.get(station.next).map(|next| next.arrives);
    let entered = station.free > 0;
    if entered {
        station.free -= 1;
        station.count.cast(0.0);
    } else {
        station.queue.push_back(person);
    }
    if entered {
        context.add_plan(now + person.service, move |context| leave(context, at));
    }
    if let Some(time) = following {
        context.add_plan(time, move |context| arrive(context, at));
    }
}

fn leave(context: &mut Context, at: usize) {
    let now = context.get_current_time();
    let station = &mut context.get_data_mut(Stations)[at];
    match station.queue.pop_front() {
        Some(person) => {
            station.count.cast(now - person.arrives);
            context.add_plan(now + person.service, move |context| leave(context, at));
        }
        None => station.free += 1,
    }
}
