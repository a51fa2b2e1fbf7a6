//! What every trial of a set of assumptions shares: tables, places, the copula, the order of polls.

use std::ops::Range;

use super::copula::Copula;
use super::curve::Curve;
use super::error::EngineError;
use super::lane::{self, Lane};
use super::scores::Coordinates;
use super::slots::Slots;
use super::table::{Spans, Table};
use super::totals::Pool;
use crate::model::{Assumptions, Law, PersonLaw, Poll, StationSet, Support};
use crate::random::Place;

/// Everything about a set of assumptions that is computed once, before the first trial.
///
/// Holds no dice and no drawn number; any number of threads may share it.
#[derive(Clone, Debug)]
pub struct Prepared {
    pub(super) tables: Vec<Table>,
    pub(super) copula: Copula,
    /// One entry an input.
    pub(super) curves: Vec<Curve>,
    /// One entry a total.
    pub(super) pools: Vec<Pool>,
    pub(super) coordinates: Coordinates,
    pub(super) polls: Vec<PollPlan>,
    /// Travel times, one table an overlap.
    pub(super) travel: Vec<usize>,
    /// Polls that must share a calendar, because people move between them in a circle; in an order
    /// in which everybody who travels has left before the poll he travels to is played.
    pub(super) components: Vec<Vec<usize>>,
    /// Whether days are counted without a clock.
    pub(super) counts_only: bool,
}

/// A poll's stations, cell by cell.
#[derive(Clone, Debug)]
pub(super) struct PollPlan {
    pub sets: Vec<SetPlan>,
    pub stations: Vec<StationPlan>,
    /// A cell is one group at one station; a station's cells are neighbours.
    pub cells: Vec<CellPlan>,
    /// For each admitted group its cells, ordered by place so that the order of stations in the file
    /// does not matter.
    pub cells_of: Vec<Vec<u32>>,
    pub slots: Slots,
}

/// Positions of a set's tables.
#[derive(Clone, Debug)]
pub(super) struct SetPlan {
    pub stations: Range<usize>,
    pub lane: Lane,
    pub service: usize,
    pub desk: Option<usize>,
    pub patience: Option<usize>,
    pub back: Option<usize>,
    pub visit: Option<usize>,
    pub size: Option<usize>,
}

/// One station.
#[derive(Clone, Debug)]
pub(super) struct StationPlan {
    pub set: usize,
    /// Number within its set, from 1.
    pub number: u32,
    pub place: Place,
    pub cells: Range<usize>,
    /// Its weight, where a table gives it.
    pub weight: Option<f64>,
    /// Its booths, where a table gives them.
    pub booths: Option<u32>,
}

/// One group at one station.
#[derive(Clone, Copy, Debug)]
pub(super) struct CellPlan {
    pub station: u32,
    pub group: u32,
    pub place: Place,
}

impl Prepared {
    /// Tabulates the laws, factors the correlations, names the places, chooses the lanes.
    ///
    /// # Errors
    /// [`EngineError::Correlation`] when the rank correlations contradict each other.
    pub fn new(assumptions: &Assumptions) -> Result<Self, EngineError> {
        Self::with_lane(assumptions, Lane::Auto)
    }

    /// As [`Prepared::new`], with a lane of the caller's choice.
    ///
    /// # Errors
    /// [`EngineError::Correlation`]; [`EngineError::Lane`] when the lane cannot play some set.
    pub fn with_lane(assumptions: &Assumptions, lane: Lane) -> Result<Self, EngineError> {
        let mut tables = Tables(Vec::new());
        let polls = assumptions
            .polls
            .iter()
            .map(|poll| PollPlan::new(poll, assumptions, &mut tables))
            .collect();
        let travel = assumptions
            .overlaps
            .iter()
            .map(|overlap| tables.of_person(&overlap.travel))
            .collect();
        let pools = Pool::of_all(assumptions);
        let mut prepared = Self {
            copula: Copula::new(assumptions)?,
            curves: assumptions.inputs.iter().map(Curve::of).collect(),
            coordinates: Coordinates::of(assumptions, &pools),
            pools,
            polls,
            travel,
            components: components(assumptions),
            counts_only: lane == Lane::Count,
            tables: tables.0,
        };
        let lanes = lane::lanes(assumptions, lane)?;
        for (poll, lanes) in prepared.polls.iter_mut().zip(lanes) {
            for (set, lane) in poll.sets.iter_mut().zip(lanes) {
                set.lane = lane;
            }
        }
        Ok(prepared)
    }

    /// What the normal scores of a day belong to.
    pub fn coordinates(&self) -> &Coordinates {
        &self.coordinates
    }

    /// The lane that plays a set of a poll (positions); never [`Lane::Auto`].
    pub fn lane(&self, poll: usize, set: usize) -> Lane {
        self.polls[poll].sets[set].lane
    }

    /// The spans of a person's law under this trial's pace.
    pub(super) fn spans(&self, table: usize, law: &PersonLaw, values: &[f64]) -> Spans<'_> {
        let scale = values[law.pace.0] * law.milliseconds_per_unit as f64;
        Spans::new(&self.tables[table], scale)
    }
}

/// Tables built so far; equal laws share one.
struct Tables(Vec<Table>);

impl Tables {
    fn of(&mut self, law: &Law, support: &Support) -> usize {
        let known = self.0.iter().position(|table| table.is_of(law, support));
        known.unwrap_or_else(|| {
            self.0.push(Table::new(law, support));
            self.0.len() - 1
        })
    }

    fn of_person(&mut self, law: &PersonLaw) -> usize {
        self.of(&law.law, &law.support)
    }
}

impl PollPlan {
    fn new(poll: &Poll, assumptions: &Assumptions, tables: &mut Tables) -> Self {
        let mut plan = Self {
            sets: Vec::new(),
            stations: Vec::new(),
            cells: Vec::new(),
            cells_of: vec![Vec::new(); poll.admits.len()],
            slots: Slots::new(&poll.checkpoints),
        };
        for (at, set) in poll.stations.iter().enumerate() {
            let first = plan.stations.len();
            for number in 1..=set.count {
                plan.add_station(poll, at, set, number, assumptions);
            }
            plan.sets.push(SetPlan {
                stations: first..plan.stations.len(),
                lane: Lane::Agenda,
                service: tables.of_person(&set.service),
                desk: set.desk.as_ref().map(|d| tables.of_person(&d.service)),
                patience: set.patience.as_ref().map(|law| tables.of_person(law)),
                back: set.come_back.as_ref().map(|b| tables.of_person(&b.after)),
                visit: set.mobile.as_ref().map(|m| tables.of_person(&m.visit)),
                size: set
                    .size
                    .as_ref()
                    .map(|law| tables.of(law, &Support::NOT_NEGATIVE)),
            });
        }
        for cells in &mut plan.cells_of {
            cells.sort_by_key(|&cell| plan.cells[cell as usize].place);
        }
        plan
    }

    fn add_station(
        &mut self,
        poll: &Poll,
        set_at: usize,
        set: &StationSet,
        number: u32,
        assumptions: &Assumptions,
    ) {
        let first = self.cells.len();
        let listed = set.list.as_ref().and_then(|list| list.station(number));
        // A station that has an id is keyed by it, the others by their numbers (from 1).
        let own = listed.map_or(&[][..], |station| std::slice::from_ref(&station.id));
        let number_in_key = if listed.is_some() { 0 } else { number };
        let place = |group: Option<&str>| {
            let ids = [poll.id.as_str(), set.id.as_str()].into_iter();
            let ids = ids.chain(group).chain(own.iter().map(|id| &**id));
            Place::of(&ids.collect::<Vec<_>>(), u64::from(number_in_key))
        };
        for &group in &set.serves {
            let Some(admission) = poll.admits.iter().position(|a| a.group == group) else {
                continue; // a group that is not admitted brings nobody
            };
            let id = &assumptions.groups[group.0].id;
            self.cells_of[admission].push(self.cells.len() as u32);
            self.cells.push(CellPlan {
                station: self.stations.len() as u32,
                group: group.0 as u32,
                place: place(Some(id)),
            });
        }
        self.stations.push(StationPlan {
            set: set_at,
            number,
            place: place(None),
            cells: first..self.cells.len(),
            weight: listed.map(|station| f64::from(station.registered)),
            booths: listed.and_then(|station| station.booths),
        });
    }
}

/// Groups the polls into the strongly connected components of the overlaps, sources first.
///
/// Polls are few, so reachability is simply closed (Warshall 1962).
pub(super) fn components(assumptions: &Assumptions) -> Vec<Vec<usize>> {
    let count = assumptions.polls.len();
    let mut reaches = vec![vec![false; count]; count];
    for overlap in &assumptions.overlaps {
        reaches[overlap.from.0][overlap.to.0] = true;
    }
    for via in 0..count {
        for from in 0..count {
            for to in 0..count {
                reaches[from][to] |= reaches[from][via] && reaches[via][to];
            }
        }
    }
    let together = |a: usize, b: usize| a == b || (reaches[a][b] && reaches[b][a]);
    let mut parts: Vec<Vec<usize>> = (0..count)
        .filter(|&poll| (0..poll).all(|earlier| !together(earlier, poll)))
        .map(|poll| {
            (poll..count)
                .filter(|&other| together(poll, other))
                .collect()
        })
        .collect();
    // A component comes after all components that reach it: count how many do.
    parts.sort_by_key(|part: &Vec<usize>| {
        (0..count)
            .filter(|&other| reaches[other][part[0]] && !together(other, part[0]))
            .count()
    });
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::samples;
    use crate::model::PollId;

    fn order(links: &[(usize, usize)]) -> Vec<Vec<usize>> {
        let mut assumptions = samples::empty(4);
        for &(from, to) in links {
            let overlap = samples::overlap(&mut assumptions, PollId(from), PollId(to), 0.1, 10.0);
            assumptions.overlaps.push(overlap);
        }
        components(&assumptions)
    }

    #[test]
    fn travellers_have_left_before_their_goal_is_played() {
        assert_eq!(order(&[]), [[0], [1], [2], [3]]);
        assert_eq!(
            order(&[(3, 0), (2, 3)]),
            [vec![1], vec![2], vec![3], vec![0]]
        );
        assert_eq!(
            order(&[(0, 2), (2, 0), (3, 2)]),
            [vec![1], vec![3], vec![0, 2]]
        );
    }
}
