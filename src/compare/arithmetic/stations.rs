//! Returns of single stations under `sum-identity` and `participants-le-eligible`: parts of one station, stations
//! against their electors, and all stations together against the printed figures.

use super::book::{Book, Entry, compatible};
use super::ledger::Ledger;
use super::{Fact, PARTICIPANTS_LE_ELIGIBLE, SUM_IDENTITY, Span, StationColumn, StationFact};
use crate::compare::Grade;
use crate::model::{Quantity, StationReturn, StationReturns};

pub(super) fn look(book: &Book, ledger: &mut Ledger) {
    for (at, returns) in book.scenario.returns.iter().enumerate() {
        let poll = &book.scenario.assumptions.polls[returns.poll.0];
        let of = Of {
            book,
            at,
            returns,
            subject: format!("{}.{}", poll.id, poll.stations[returns.set].id),
        };
        of.parts(ledger);
        of.electors(ledger);
        of.totals(ledger);
    }
}

/// The returns of one set of stations.
struct Of<'a> {
    book: &'a Book<'a>,
    at: usize,
    returns: &'a StationReturns,
    subject: String,
}

impl Of<'_> {
    /// Votes among valid votes, valid votes among ballots, at each station.
    fn parts(&self, ledger: &mut Ledger) {
        let columns = self.returns.columns;
        let mut pairs = Vec::new();
        if columns.votes && columns.valid {
            pairs.push((StationColumn::Votes, StationColumn::Valid));
        } else if columns.votes {
            pairs.push((StationColumn::Votes, StationColumn::BallotsCast));
        }
        if columns.valid && columns.ballots_cast {
            pairs.push((StationColumn::Valid, StationColumn::BallotsCast));
        }
        for (part, whole) in pairs {
            let key = format!("{} {part:?}<={whole:?}", self.subject);
            let more = self.more(|it, _| (of_column(it, part), of_column(it, whole)));
            if let (true, Some((stations, worst, by))) = (ledger.look(SUM_IDENTITY, &key), more) {
                let found = StationFact::PartAbove {
                    part,
                    whole,
                    stations,
                    worst,
                    by,
                };
                self.find(ledger, SUM_IDENTITY, Grade::Hard, found);
            }
        }
    }

    /// Ballots among the electors of each station.
    fn electors(&self, ledger: &mut Ledger) {
        let column = match self.returns.columns.ballots_cast {
            true => StationColumn::BallotsCast,
            false => StationColumn::Valid,
        };
        let key = format!("{} {column:?}<=registered", self.subject);
        let more = self.more(|it, registered| (of_column(it, column), registered));
        let fresh = ledger.look(PARTICIPANTS_LE_ELIGIBLE, &key);
        if let (true, Some((stations, worst, by))) = (fresh, more) {
            let found = StationFact::AboveElectors {
                column,
                stations,
                worst,
                by,
            };
            self.find(ledger, PARTICIPANTS_LE_ELIGIBLE, Grade::Note, found);
        }
    }

    /// All stations together against what was printed for the poll at the same stage.
    fn totals(&self, ledger: &mut Ledger) {
        let poll = &self.book.scenario.assumptions.polls[self.returns.poll.0];
        let complete =
            poll.stations.len() == 1 && self.returns.reporting() == self.returns.stations.len();
        for column in [
            StationColumn::BallotsCast,
            StationColumn::Valid,
            StationColumn::Votes,
        ] {
            for entry in self.printed(column) {
                let Some(printed) = entry.term() else {
                    continue;
                };
                let reported = self.returns.stations.iter().flatten();
                let sum = reported.map(|it| i128::from(of_column(it, column))).sum();
                let key = format!("{}={}", self.subject, entry.it.id);
                let gap = Span::exactly(sum).gap(&printed.span);
                if !ledger.look(SUM_IDENTITY, &key) || gap == 0 || (gap < 0 && !complete) {
                    continue;
                }
                // More than was printed contradicts it; fewer may lack ballots that belong to no station.
                let grade = if gap > 0 { Grade::Hard } else { Grade::Note };
                let found = StationFact::SumDiffers {
                    column,
                    sum,
                    printed,
                    gap,
                };
                self.find(ledger, SUM_IDENTITY, grade, found);
            }
        }
    }

    /// The printed figures that a column adds up to.
    fn printed(&self, column: StationColumn) -> Vec<&Entry<'_>> {
        let (returns, columns) = (self.returns, self.returns.columns);
        let contests = &self.book.scenario.assumptions.polls[returns.poll.0].contests;
        let quantity = match (column, returns.option) {
            (StationColumn::BallotsCast, _) if columns.ballots_cast => {
                Quantity::BallotsCast { at: None }
            }
            (StationColumn::Valid, Some((contest, _))) if columns.valid => {
                Quantity::Valid { contest }
            }
            (StationColumn::Valid, None) if columns.valid && contests.len() == 1 => {
                Quantity::Valid { contest: 0 }
            }
            (StationColumn::Votes, Some((contest, option))) if columns.votes => {
                Quantity::Votes { contest, option }
            }
            _ => return Vec::new(),
        };
        let same = |entry: &&Entry| {
            entry.it.polls == [returns.poll]
                && entry.it.quantity == quantity
                && entry.it.stage == returns.stage
                && compatible(entry.it.claimant.as_deref(), returns.claimant.as_deref())
        };
        self.book.entries.iter().filter(same).collect()
    }

    /// At how many stations the first number is above the second, the number of the station where it is most,
    /// and by how much there.
    fn more(&self, of: impl Fn(&StationReturn, u32) -> (u32, u32)) -> Option<(u64, u32, u32)> {
        let poll = &self.book.scenario.assumptions.polls[self.returns.poll.0];
        let list = poll.stations[self.returns.set].list.as_ref()?;
        let mut found: Option<(u64, u32, u32)> = None;
        let stations = list.stations.iter().zip(&self.returns.stations);
        for (number, (station, said)) in (1..).zip(stations) {
            let Some((part, whole)) = said.map(|said| of(&said, station.registered)) else {
                continue;
            };
            if part > whole {
                let (stations, worst, by) = found.unwrap_or((0, number, 0));
                let worse = part - whole > by;
                let (worst, by) = if worse {
                    (number, part - whole)
                } else {
                    (worst, by)
                };
                found = Some((stations + 1, worst, by));
            }
        }
        found
    }

    fn find(&self, ledger: &mut Ledger, check: &'static str, grade: Grade, found: StationFact) {
        let fact = Fact::Stations {
            returns: self.at,
            found,
        };
        ledger.find(check, grade, vec![&self.subject], fact, None);
    }
}

fn of_column(it: &StationReturn, column: StationColumn) -> u32 {
    match column {
        StationColumn::BallotsCast => it.ballots_cast,
        StationColumn::Valid => it.valid,
        StationColumn::Votes => it.votes,
    }
}

#[cfg(test)]
mod tests {
    use super::super::examine;
    use super::*;
    use crate::compare::Finding;
    use crate::compare::testing::{reported, with_returns};
    use crate::model::{Figure, PollId, Precision};

    /// Findings about stations of 100, 200 and 300 electors that reported this, beside printed ballots, valid
    /// votes and votes for the option.
    fn findings(
        said: [Option<[u32; 3]>; 3],
        printed: [i64; 3],
    ) -> Vec<(&'static str, Grade, StationFact)> {
        let mut scenario = with_returns(&[100, 200, 300], &said);
        let quantities = [
            Quantity::BallotsCast { at: None },
            Quantity::Valid { contest: 0 },
            Quantity::Votes {
                contest: 0,
                option: 1,
            },
        ];
        for (quantity, printed) in quantities.into_iter().zip(printed) {
            let figure = Figure::Count(Precision::Exact(printed));
            let id = format!("{quantity:?}");
            scenario
                .reported
                .push(reported(&id, vec![PollId(0)], quantity, figure));
        }
        let of_stations = |it: Finding| match it.fact {
            Fact::Stations { found, .. } => Some((it.check, it.grade, found)),
            _ => None,
        };
        examine(&scenario)
            .0
            .into_iter()
            .filter_map(of_stations)
            .collect()
    }

    const SOUND: [Option<[u32; 3]>; 3] = [
        Some([50, 49, 20]),
        Some([100, 98, 0]),
        Some([300, 300, 300]),
    ];

    #[test]
    fn stations_that_add_up_are_silent() {
        assert_eq!(findings(SOUND, [450, 447, 320]), []);
        // Fewer than was printed says nothing while a station has not reported.
        let mut some = SOUND;
        some[1] = None;
        assert_eq!(findings(some, [450, 447, 320]), []);
    }

    #[test]
    fn parts_of_a_station_do_not_exceed_it() {
        let mut said = SOUND;
        said[0] = Some([50, 53, 60]);
        said[2] = Some([300, 305, 306]);
        let part = |part, whole, worst, by| {
            let stations = 2;
            let found = StationFact::PartAbove {
                part,
                whole,
                stations,
                worst,
                by,
            };
            (SUM_IDENTITY, Grade::Hard, found)
        };
        assert_eq!(
            findings(said, [450, 456, 366]),
            [
                part(StationColumn::Votes, StationColumn::Valid, 1, 7),
                part(StationColumn::Valid, StationColumn::BallotsCast, 3, 5),
            ]
        );
    }

    #[test]
    fn more_ballots_than_electors_are_a_note() {
        let mut said = SOUND;
        said[1] = Some([203, 98, 0]);
        let found = StationFact::AboveElectors {
            column: StationColumn::BallotsCast,
            stations: 1,
            worst: 2,
            by: 3,
        };
        assert_eq!(
            findings(said, [553, 447, 320]),
            [(PARTICIPANTS_LE_ELIGIBLE, Grade::Note, found)]
        );
    }

    #[test]
    fn stations_together_are_what_was_printed() {
        let gaps = |said, printed| -> Vec<(Grade, StationColumn, i128)> {
            let all = findings(said, printed).into_iter();
            let gap = |(_, grade, found)| match found {
                StationFact::SumDiffers { column, gap, .. } => (grade, column, gap),
                other => panic!("{other:?}"),
            };
            all.map(gap).collect()
        };
        assert_eq!(
            gaps(SOUND, [450, 440, 321]),
            [
                (Grade::Hard, StationColumn::Valid, 7),
                (Grade::Note, StationColumn::Votes, -1)
            ]
        );
        // Already more, although one has not reported.
        let mut some = SOUND;
        some[1] = None;
        assert_eq!(
            gaps(some, [349, 447, 320]),
            [(Grade::Hard, StationColumn::BallotsCast, 1)]
        );
    }
}
