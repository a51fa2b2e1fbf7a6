//! How the ballots of a poll are marked.
//!
//! Persons of one group mark independently with the same probabilities wherever they vote, so the marks
//! of a group at a poll are multinomial. They are drawn once a contest and group. Only when somebody
//! asks for single stations are the marked papers of a group dealt out to its stations, like cards: given
//! how the group marked in all, its stations' marks are a multivariate hypergeometric draw, and both
//! steps together are the law of marking paper by paper at each station. So asking changes no total.
//!
//! Where a contest has an overdispersion above 0, a group's shares differ from station to station. Then
//! each group at each station is marked by itself ([`Alike`]), and whoever asks is told just that.

use super::alike::{self, Alike};
use super::books::Cast;
use super::day::PollingDay;
use super::noise::Coins;
use super::prepared::{PollPlan, Prepared, StationPlan};
use super::tally::{ContestTally, PollTally};
use super::turnout::apportion;
use crate::model::{Assumptions, Contest};
use crate::random::{Fast, Place, Purpose};

/// The ballots cast at a poll, to be marked; memory that is used again from poll to poll.
#[derive(Clone, Debug, Default)]
pub(super) struct Papers {
    /// By cell of the poll.
    pub of_cell: Vec<u64>,
    shares: Vec<f64>,
    /// Of one group and contest: votes by option, then invalid ones.
    marks: Vec<u64>,
    weights: Vec<f64>,
    extra: Vec<u64>,
    order: Vec<(f64, u32)>,
    alike: Alike,
}

/// The day whose ballots are marked.
#[derive(Clone, Copy)]
pub(super) struct Marking<'a> {
    pub prepared: &'a Prepared,
    pub assumptions: &'a Assumptions,
    pub day: &'a PollingDay,
}

impl Papers {
    /// Begins with a poll of which nobody has voted yet.
    pub fn begin(&mut self, plan: &PollPlan) {
        self.of_cell.clear();
        self.of_cell.resize(plan.cells.len(), 0);
    }

    /// Empties the box of a station.
    pub fn collect(&mut self, station: &StationPlan, cast: &Cast) {
        let cells = &mut self.of_cell[station.cells.clone()];
        for (cell, &own) in cells.iter_mut().zip(&cast.own) {
            *cell = u64::from(own);
        }
        self.add_strangers(station, u64::from(cast.strangers));
    }

    /// Adds travellers whose group is not served at a station. They mark like the station's own voters,
    /// divided in proportion to these (or evenly where there are none).
    pub fn add_strangers(&mut self, station: &StationPlan, strangers: u64) {
        if strangers == 0 {
            return;
        }
        let cells = &mut self.of_cell[station.cells.clone()];
        self.weights.clear();
        self.weights.extend(cells.iter().map(|&n| n as f64));
        apportion(strangers, &self.weights, &mut self.extra, &mut self.order);
        for (cell, extra) in cells.iter_mut().zip(&self.extra) {
            *cell += extra;
        }
    }

    /// Marks the ballots of a poll for each of its contests; with pages of its stations, deals the
    /// marked ones out to these too.
    ///
    /// Marks have dice at (ballots, trial, place of the poll, contest and group); what is dealt to a
    /// station, and what is marked at each station by itself, at (ballots, trial, place of the group at
    /// the station and contest).
    pub fn mark(
        &mut self,
        of: Marking,
        poll: usize,
        contests: &mut [ContestTally],
        mut stations: Option<&mut [PollTally]>,
    ) {
        let model = &of.assumptions.polls[poll];
        let plan = &of.prepared.polls[poll];
        let all = self.of_cell.iter().sum();
        for (admission, cells) in plan.cells_of.iter().enumerate() {
            let ballots: u64 = cells.iter().map(|&cell| self.of_cell[cell as usize]).sum();
            if ballots == 0 {
                continue;
            }
            let group = &of.assumptions.groups[model.admits[admission].group.0];
            for (at, contest) in model.contests.iter().enumerate() {
                let correlation = alike::correlation(contest, of.day);
                if correlation > 0.0 {
                    support(contest, admission, &of.day.values, &mut self.shares);
                    self.alike.set(&self.shares, correlation);
                    self.mark_each(of.day, (plan, cells), (contest, all), |station, marks| {
                        contests[at].add(marks);
                        if let Some(stations) = &mut stations {
                            stations[station].contests[at].add(marks);
                        }
                    });
                    continue;
                }
                let place = Place::of(&[&model.id, &contest.id, &group.id], 0);
                let dice = of.day.address(Purpose::Ballots, place).fast();
                let coins = of.day.coins(Purpose::Ballots, place, (ballots, all));
                self.mark_group((contest, admission), &of.day.values, ballots, (coins, dice));
                contests[at].add(&self.marks);
                if let Some(stations) = &mut stations {
                    self.deal(of.day, (plan, cells), contest, |station, mark| {
                        stations[station].contests[at].put(mark)
                    });
                }
            }
        }
    }

    /// Marks the ballots of a group: a multinomial, by successive binomials.
    fn mark_group(
        &mut self,
        (contest, admission): (&Contest, usize),
        values: &[f64],
        ballots: u64,
        (mut coins, mut dice): (Coins, Fast),
    ) {
        let mut binomial = |n, p| coins.binomial(n, p, &mut dice);
        let invalid = binomial(ballots, values[contest.invalid_share.0]);
        support(contest, admission, values, &mut self.shares);
        let (mut left, mut rest) = (ballots - invalid, 1.0);
        let last = self.shares.len() - 1;
        self.marks.clear();
        for &share in &self.shares[..last] {
            let marked = binomial(left, share / rest);
            self.marks.push(marked);
            left -= marked;
            rest -= share;
        }
        self.marks.push(left);
        self.marks.push(invalid);
    }

    /// Marks the ballots of a group station by station, for a contest of a poll with `all` ballots.
    fn mark_each(
        &mut self,
        day: &PollingDay,
        (plan, cells): (&PollPlan, &[u32]),
        (contest, all): (&Contest, u64),
        mut put: impl FnMut(usize, &[u64]),
    ) {
        let marks = &mut self.marks;
        for &cell in cells {
            let ballots = self.of_cell[cell as usize];
            if ballots == 0 {
                continue;
            }
            let cell = &plan.cells[cell as usize];
            let place = Place::of(&[&contest.id], cell.place.0);
            let mut dice = day.address(Purpose::Ballots, place).fast();
            let mut coins = day.coins(Purpose::Ballots, place, (ballots, all));
            let invalid_share = day.values[contest.invalid_share.0];
            let invalid = coins.binomial(ballots, invalid_share, &mut dice);
            marks.clear();
            let valid = ballots - invalid;
            self.alike.divide(valid, &mut dice, &mut coins, marks);
            marks.push(invalid);
            put(cell.station as usize, marks);
        }
    }

    /// Deals the marked papers of a group out to its stations, one by one without looking.
    fn deal(
        &mut self,
        day: &PollingDay,
        (plan, cells): (&PollPlan, &[u32]),
        contest: &Contest,
        mut put: impl FnMut(usize, usize),
    ) {
        let marks = &mut self.marks;
        let mut left: u64 = marks.iter().sum();
        for &cell in cells {
            let papers = self.of_cell[cell as usize];
            let cell = &plan.cells[cell as usize];
            let place = Place::of(&[&contest.id], cell.place.0);
            let mut dice = day.address(Purpose::Ballots, place).fast();
            for _ in 0..papers {
                let mut paper = dice.below(left);
                let of = |&kind: &u64| match paper.checked_sub(kind) {
                    Some(further) => {
                        paper = further;
                        false
                    }
                    None => true,
                };
                let mark = marks.iter().position(of);
                let mark = mark.expect("a paper below their number has a mark");
                marks[mark] -= 1;
                left -= 1;
                put(cell.station as usize, mark);
            }
        }
    }
}

impl ContestTally {
    /// Adds votes by option, and invalid ones after them.
    fn add(&mut self, marks: &[u64]) {
        let (invalid, votes) = marks.split_last().expect("never without invalid ones");
        self.invalid += invalid;
        for (all, votes) in self.votes.iter_mut().zip(votes) {
            *all += votes;
        }
    }

    /// One paper more: a vote for an option, or an invalid one.
    fn put(&mut self, mark: usize) {
        match self.votes.get_mut(mark) {
            Some(votes) => *votes += 1,
            None => self.invalid += 1,
        }
    }
}

/// Shares of the options among valid ballots of one admitted group; they add up to 1.
fn support(contest: &Contest, admission: usize, values: &[f64], shares: &mut Vec<f64>) {
    let stated = &contest.support[admission].shares;
    let sum: f64 = stated.iter().flatten().map(|s| values[s.0].max(0.0)).sum();
    let open = stated.iter().filter(|share| share.is_none()).count();
    // Stated shares above 1 together are divided by their sum; so they are when nothing is left open.
    let scale = if sum > 1.0 || (open == 0 && sum > 0.0) {
        sum
    } else {
        1.0
    };
    let rest = (1.0 - sum / scale).max(0.0);
    shares.clear();
    shares.extend(stated.iter().map(|share| match share {
        Some(share) => values[share.0].max(0.0) / scale,
        None => rest / open as f64,
    }));
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn what_is_stated_of_the_options_and_what_is_left() {
        // Inputs 0 to 3 are the shares 0.5, 0.25, 0.9 and one below nothing.
        let values = [0.5, 0.25, 0.9, -0.5, 0.0];
        let shares = |stated: &[Option<usize>]| {
            let mut a = Assumptions::default();
            let mut contest = crate::engine::samples::contest(&mut a, "c", 1, &[0.5]);
            contest.support[0].shares = stated
                .iter()
                .map(|it| it.map(crate::model::InputId))
                .collect();
            let mut out = vec![9.0];
            support(&contest, 0, &values, &mut out);
            out
        };
        assert_eq!(shares(&[Some(0), None]), [0.5, 0.5]);
        // What is left is divided evenly among those that are open.
        assert_eq!(
            shares(&[Some(0), None, Some(1), None]),
            [0.5, 0.125, 0.25, 0.125]
        );
        assert_eq!(shares(&[None, None]), [0.5, 0.5]);
        // More than all is divided by its sum, and leaves nothing; less than all too, where none is open.
        assert_eq!(shares(&[Some(2), Some(2), None]), [0.5, 0.5, 0.0]);
        assert_eq!(shares(&[Some(0), Some(1)]), [2.0 / 3.0, 1.0 / 3.0]);
        assert_eq!(shares(&[Some(3), None]), [0.0, 1.0]);
        assert_eq!(shares(&[Some(4), Some(4)]), [0.0, 0.0]);
    }

    #[test]
    fn papers_are_entered_by_their_mark() {
        let mut tally = ContestTally {
            votes: vec![10, 20],
            invalid: 5,
        };
        tally.add(&[1, 2, 3]);
        assert_eq!((&tally.votes[..], tally.invalid), (&[11, 22][..], 8));
        for mark in [0, 1, 1, 2] {
            tally.put(mark);
        }
        assert_eq!((&tally.votes[..], tally.invalid), (&[12, 24][..], 9));
    }

    #[test]
    fn strangers_mark_like_those_who_are_at_home() {
        use crate::engine::samples;
        use crate::model::Law;
        let mut a = Assumptions::default();
        let groups = ["a", "b"].map(|id| samples::group(&mut a, id, 100.0));
        let set = samples::station_set(&mut a, "set", &groups, (2, 1.0), Law::Fixed(60.0));
        samples::poll(
            &mut a,
            "poll",
            &[(groups[0], 0.5), (groups[1], 0.5)],
            vec![set],
        );
        let prepared = Prepared::new(&a).expect("sound");
        let plan = &prepared.polls[0];
        let after = |own: [u32; 2], strangers| {
            let mut papers = Papers::default();
            papers.begin(plan);
            let own = own.to_vec();
            papers.collect(&plan.stations[0], &Cast { own, strangers });
            // Nothing at the other station.
            assert_eq!(papers.of_cell[plan.stations[1].cells.clone()], [0, 0]);
            let [a, b] = papers.of_cell[plan.stations[0].cells.clone()] else {
                panic!("two groups");
            };
            (a, b)
        };
        assert_eq!(after([30, 10], 0), (30, 10));
        assert_eq!(after([30, 10], 8), (36, 12));
        assert_eq!(after([0, 10], 8), (0, 18));
        // Where nobody is at home they are divided evenly.
        assert_eq!(after([0, 0], 6), (3, 3));
    }
}
