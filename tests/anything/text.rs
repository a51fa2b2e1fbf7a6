//! Scenario files made by dice: small, accepted by the reader nearly always, and using everything that the
//! format knows.

use std::fmt::Write;

/// Dice: splitmix64 (Steele, Lea and Flood 2014), fixed by the number of the scenario.
pub struct Dice(u64);

impl Dice {
    pub fn of(number: u64) -> Self {
        Self(number.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0x5C12_0717_EE12)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, n: u64) -> u64 {
        self.next() % n.max(1)
    }

    fn one_in(&mut self, n: u64) -> bool {
        self.below(n) == 0
    }

    fn of_list<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.below(list.len() as u64) as usize]
    }

    /// A number in thousandths.
    fn between(&mut self, low: f64, high: f64) -> f64 {
        let share = self.below(1_001) as f64 / 1_000.0;
        ((low + (high - low) * share) * 1_000.0).round() / 1_000.0
    }
}

/// A scenario and the table beside it, where it has one.
pub struct Made {
    pub text: String,
    pub table: Option<String>,
}

/// Labels that an author might choose, kindly or not; none has a letter that the reader refuses.
const WORDS: [&str; 12] = [
    "Plain words",
    "<b>bold</b> & \\\"quoted\\\"",
    "{{ 7 * 7 }} {% raw %}",
    "=1+1",
    "שלום עולם",
    "Zürich, n° 4 – ß",
    "100 % %s %n",
    "</script><svg onload=x>",
    "😀 𝔘𝔫𝔦",
    "a, b; c\\td",
    "| table | cell |",
    "",
];

/// What an uncertain number may be of.
#[derive(Clone, Copy, PartialEq)]
enum Of {
    Share,
    /// A share that leaves room for others.
    Part,
    Persons,
    Things,
    Papers,
    Factor,
    Seconds,
    Minutes,
}

impl Of {
    /// The ends between which values are drawn, and a shared input of that unit.
    fn range(self) -> (f64, f64, Option<&'static str>) {
        match self {
            Of::Share => (0.0, 1.0, Some("any-share")),
            Of::Part => (0.0, 0.3, None),
            Of::Persons => (0.0, 160.0, Some("any-persons")),
            Of::Things => (1.0, 5.0, None),
            Of::Papers => (0.0, 90.0, None),
            Of::Factor => (0.3, 2.5, Some("any-factor")),
            Of::Seconds => (2.0, 900.0, None),
            Of::Minutes => (0.5, 150.0, None),
        }
    }
}

struct Poll {
    id: String,
    opens: u64,
    closes: u64,
    groups: Vec<usize>,
    sets: Vec<String>,
    contests: Vec<(String, Vec<&'static str>)>,
}

struct Writer {
    dice: Dice,
    text: String,
    clock: bool,
    groups: usize,
    polls: Vec<Poll>,
    /// Paths whose values are uncertain and have no bounds of others' making.
    uncertain: Vec<String>,
    figures: Vec<(String, usize, bool)>,
    /// Whether participations are tied already.
    common: bool,
    table: Option<String>,
    returns: Option<(usize, String)>,
}

/// The scenario of a number.
pub fn made(number: u64) -> Made {
    let mut writer = Writer {
        dice: Dice::of(number),
        text: String::new(),
        clock: true,
        groups: 0,
        polls: Vec::new(),
        uncertain: Vec::new(),
        figures: Vec::new(),
        common: false,
        table: None,
        returns: None,
    };
    writer.top();
    writer.inputs();
    writer.people();
    writer.polls();
    writer.overlaps();
    writer.events();
    writer.reported();
    writer.held_against();
    writer.stories();
    writer.together();
    writer.variants();
    Made {
        text: writer.text,
        table: writer.table,
    }
}

fn hour(minutes: u64) -> String {
    format!("\"{:02}:{:02}\"", minutes / 60, minutes % 60)
}

fn list(names: impl IntoIterator<Item = String>) -> String {
    let names: Vec<String> = names.into_iter().map(|it| format!("\"{it}\"")).collect();
    format!("[{}]", names.join(", "))
}

impl Writer {
    fn line(&mut self, text: impl AsRef<str>) {
        self.text.push_str(text.as_ref());
        self.text.push('\n');
    }

    fn words(&mut self) -> String {
        let at = self.dice.below(1_000);
        format!("{} {at}", self.dice.of_list(&WORDS))
    }

    /// Now and then a label, a note, a source.
    fn remarks(&mut self, label: bool) {
        for (key, wanted) in [("label", label), ("note", true)] {
            if wanted && self.dice.one_in(3) {
                let words = self.words();
                self.line(format!("{key} = \"{words}\""));
            }
        }
        match self.dice.below(4) {
            0 => self.line("source = [\"survey\", \"guess\"]"),
            1 => self.line("source = \"guess\""),
            _ => {}
        }
    }

    fn law(&mut self, of: Of) -> String {
        let (low, high, _) = of.range();
        let wide = (high - low) / 10.0;
        let a = self.dice.between(low, high - 2.0 * wide);
        let b = self.dice.between(a + wide, high);
        let middle = self.dice.between(a, b);
        let inner = self.dice.between(low + 3.0 * wide, high - 3.0 * wide);
        let sd = self.dice.between(wide / 5.0, wide);
        let share = matches!(of, Of::Share | Of::Part);
        // Laws that reach far are for what may reach far.
        let kinds = match of {
            Of::Part => 3,
            Of::Things => 4,
            _ => 7 + u64::from(share),
        };
        match self.dice.below(kinds) {
            0 => format!("{{ uniform = [{a}, {b}] }}"),
            1 => format!("{{ triangular = {{ low = {a}, mode = {middle}, high = {b} }} }}"),
            2 => format!("{{ discrete = [[{a}, 0.25], [{b}, 2]] }}"),
            3 => format!("{{ pert = {{ low = {a}, mode = {middle}, high = {b} }} }}"),
            4 => format!("{{ normal = {{ mean = {inner}, sd = {sd} }} }}"),
            5 => format!("{{ lognormal = {{ mean = {inner}, sd = {sd} }} }}"),
            6 => format!("{{ between = [{}, {}] }}", inner, inner + wide),
            _ => format!("{{ beta = {{ mean = {inner}, sd = {sd} }} }}"),
        }
    }

    /// A number or a law, and whether it is a law.
    fn value(&mut self, of: Of) -> (String, bool) {
        let (low, high, _) = of.range();
        match self.dice.below(5) {
            0 | 1 => (self.law(of), true),
            // The ends of what is allowed too.
            2 if self.dice.one_in(3) => {
                let end = if self.dice.one_in(2) { low } else { high };
                (format!("{end}"), false)
            }
            _ => (format!("{}", self.dice.between(low, high)), false),
        }
    }

    /// An assumption, in one of the four ways.
    fn assumption(&mut self, of: Of, path: &str) -> String {
        let (value, uncertain) = self.value(of);
        if let (Some(input), true) = (of.range().2, self.dice.one_in(6)) {
            return format!("{{ input = \"{input}\" }}");
        }
        if uncertain && !path.is_empty() {
            self.uncertain.push(path.to_string());
        }
        match self.dice.below(3) {
            0 => {
                let (note, label) = (self.words(), self.words());
                let source = self.dice.of_list(&["survey", "guess"]);
                format!(
                    "{{ value = {value}, source = \"{source}\", note = \"{note}\", label = \"{label}\" }}"
                )
            }
            _ => value,
        }
    }

    fn top(&mut self) {
        let words = self.words();
        self.clock = !self.dice.one_in(8);
        self.line(format!("title = \"T {words}\""));
        for key in ["question", "answer", "description", "base-label"] {
            if self.dice.one_in(2) {
                let words = self.words();
                self.line(format!("{key} = \"{words}\""));
            }
        }
        let clock = self.clock;
        self.line("date = 2026-02-11");
        self.line(format!("clock = {clock}\ntrials = 50"));
        if self.dice.one_in(3) {
            self.line("stages = [\"day\", \"night\", \"final\"]");
        } else {
            self.line("stages = [\"final\", \"day\"]");
        }
        if self.dice.one_in(6) {
            self.line("control = true");
        }
        let words = [self.words(), self.words()];
        self.line(format!(
            "[sources.survey]\ntitle = \"S {}\"\nurl = \"https://example.org/a?b=c&d='e'\"\ndate = 2020-02-29\nnote = \"{}\"",
            words[0], words[1]
        ));
        self.line("[sources.guess]\ntitle = \"The author\"\njudgement = true");
    }

    fn inputs(&mut self) {
        for (id, unit, of) in [
            ("any-share", "share", Of::Share),
            ("any-persons", "persons", Of::Persons),
            ("any-factor", "plain", Of::Factor),
        ] {
            let value = if self.dice.one_in(3) {
                self.value(of).0
            } else {
                self.law(of)
            };
            self.line(format!("[inputs.{id}]\nunit = \"{unit}\"\nvalue = {value}"));
            self.remarks(true);
        }
    }

    fn people(&mut self) {
        self.groups = 1 + self.dice.below(4) as usize;
        // Nobody, the groups' own numbers, or parts of a total.
        let total = self.dice.below(3);
        for at in 0..self.groups {
            let path = format!("groups.g{at}");
            self.line(format!("[{path}]"));
            self.remarks(true);
            let own = self.dice.below(2);
            if total == 1 && at < 2 {
                let weight = self.value(Of::Factor).0;
                self.line(format!("share-of = \"everybody\"\nweight = {weight}"));
            } else if own == 0 && total != 2 {
                let adults = self.assumption(Of::Persons, &format!("{path}.adults"));
                self.line(format!("adults = {adults}"));
                if self.dice.one_in(4) {
                    self.line("abroad = true");
                }
                continue;
            } else if total == 2 {
                self.line("residents = { uniform = [20, 150] }");
            } else {
                let residents = self.assumption(Of::Persons, &format!("{path}.residents"));
                self.line(format!("residents = {residents}"));
            }
            let share = self.assumption(Of::Share, &format!("{path}.voting-age-share"));
            self.line(format!("voting-age-share = {share}"));
        }
        match total {
            1 => {
                let of = list((0..self.groups.min(2)).map(|at| format!("g{at}")));
                let value = self.assumption(Of::Persons, "totals.everybody.value");
                self.line(format!("[totals.everybody]\nof = {of}\nvalue = {value}"));
            }
            2 => {
                let of = list((0..self.groups).map(|at| format!("g{at}")));
                let middle = 85 * self.groups;
                self.line(format!(
                    "[totals.everybody]\nof = {of}\nvalue = {{ uniform = [{}, {}] }}",
                    middle - 30,
                    middle + 30
                ));
            }
            _ => {}
        }
    }

    fn polls(&mut self) {
        let polls = 1 + self.dice.below(3);
        for at in 0..polls {
            let opens = self.dice.below(12) * 60 + self.dice.of_list(&[0, 15, 59]);
            let closes = opens + 30 + self.dice.below(900);
            let mut groups: Vec<usize> = (0..self.groups).collect();
            groups.retain(|_| !self.dice.one_in(4));
            if groups.is_empty() {
                groups.push(0);
            }
            let poll = Poll {
                id: format!("p{at}"),
                opens,
                closes,
                groups,
                sets: Vec::new(),
                contests: Vec::new(),
            };
            self.poll(poll);
        }
    }

    fn poll(&mut self, mut poll: Poll) {
        let id = poll.id.clone();
        self.line(format!("[polls.{id}]"));
        self.remarks(true);
        self.line(format!(
            "opens = {}\ncloses = {}",
            hour(poll.opens),
            hour(poll.closes)
        ));
        if self.dice.one_in(3) {
            self.line("queue-may-vote = false");
        }
        let roll = match self.dice.below(3) {
            0 => "\"eligible\"".to_string(),
            _ => self.assumption(Of::Persons, &format!("polls.{id}.registered")),
        };
        self.line(format!("registered = {roll}"));
        let shut: Vec<usize> = (0..self.groups)
            .filter(|it| !poll.groups.contains(it))
            .collect();
        let reasons: Vec<String> = shut
            .iter()
            .map(|group| {
                let words = self.words();
                match self.dice.below(2) {
                    0 => format!("g{group} = \"R {words}\""),
                    _ => format!("g{group} = {{ reason = \"R {words}\", source = \"guess\" }}"),
                }
            })
            .collect();
        if !reasons.is_empty() {
            self.line(format!("excludes = {{ {} }}", reasons.join(", ")));
        }
        self.line(format!("[polls.{id}.participation]"));
        for group in poll.groups.clone() {
            let path = format!("polls.{id}.participation.g{group}");
            let share = self.assumption(Of::Share, &path);
            self.line(format!("g{group} = {share}"));
        }
        let alike = self
            .dice
            .of_list(&["0", "0.01", "0.3", "{ uniform = [0, 0.2] }"]);
        self.line(format!("overdispersion = {alike}"));
        if self.dice.one_in(2) {
            let rank = self.dice.of_list(&["0", "0.5", "1"]);
            self.line(format!("common-factor = {rank}"));
            self.common = true;
        }
        let sets = 1 + self.dice.below(3);
        for at in 0..sets {
            self.set(&mut poll, at, sets);
        }
        let contests = self.dice.below(3);
        for at in 0..contests {
            self.contest(&mut poll, at);
        }
        self.polls.push(poll);
    }

    fn set(&mut self, poll: &mut Poll, at: u64, sets: u64) {
        let path = format!("polls.{}.stations.s{at}", poll.id);
        self.line(format!("[{path}]"));
        self.remarks(true);
        let from_table = self.table.is_none() && self.dice.one_in(4);
        if from_table {
            self.stations_table(poll, at);
            self.line("file = \"stations.csv\"");
        } else {
            let count = self.dice.of_list(&[1, 1, 2, 3, 5]);
            self.line(format!("count = {count}"));
            if self.dice.one_in(4) {
                self.line("size = { lognormal = { mean = 450, sd = 350 } }");
            }
        }
        if sets > 1 {
            // The first set serves everybody, so that nobody is without.
            let mut groups = poll.groups.clone();
            if at > 0 {
                groups.retain(|_| !self.dice.one_in(2));
            }
            if groups.is_empty() {
                groups.push(poll.groups[0]);
            }
            let groups = list(groups.iter().map(|it| format!("g{it}")));
            self.line(format!("serves = {groups}"));
        }
        let booths = self.assumption(Of::Things, &format!("{path}.booths"));
        let service = self.value(Of::Seconds).0;
        self.line(format!("booths = {booths}\nservice-seconds = {service}"));
        if self.dice.one_in(3) {
            let pace = self.assumption(Of::Factor, &format!("{path}.service-pace"));
            self.line(format!("service-pace = {pace}"));
        }
        if self.dice.one_in(2) {
            self.arrivals(poll);
        }
        let mut gives_up = self.dice.one_in(2);
        if gives_up {
            let patience = self.value(Of::Minutes).0;
            self.line(format!("patience-minutes = {patience}"));
            if self.dice.one_in(2) {
                let pace = self.assumption(Of::Factor, &format!("{path}.patience-pace"));
                self.line(format!("patience-pace = {pace}"));
            }
        }
        if self.dice.one_in(3) {
            gives_up = true;
            let many = self.assumption(Of::Things, &format!("{path}.turn-back-at"));
            self.line(format!("turn-back-at = {many}"));
        }
        if gives_up && self.dice.one_in(2) {
            let (share, after) = (
                self.assumption(Of::Share, &format!("{path}.come-back.share")),
                self.value(Of::Minutes).0,
            );
            self.line(format!(
                "come-back = {{ share = {share}, after-minutes = {after} }}"
            ));
        }
        if self.dice.one_in(3) {
            let papers = self.assumption(Of::Papers, &format!("{path}.ballot-papers"));
            self.line(format!("ballot-papers = {papers}"));
        }
        if self.dice.one_in(3) {
            let clerks = self.assumption(Of::Things, &format!("{path}.desk.clerks"));
            let service = self.value(Of::Seconds).0;
            self.line(format!(
                "desk = {{ clerks = {clerks}, service-seconds = {service} }}"
            ));
        }
        if self.dice.one_in(3) {
            let share = self.assumption(Of::Part, &format!("{path}.mobile.share"));
            let boxes = self.assumption(Of::Things, &format!("{path}.mobile.boxes"));
            let visit = self.value(Of::Minutes).0;
            self.line(format!(
                "mobile = {{ share = {share}, boxes = {boxes}, visit-minutes = {visit} }}"
            ));
        }
        poll.sets.push(format!("s{at}"));
    }

    fn arrivals(&mut self, poll: &Poll) {
        let middle = poll.opens + 1 + self.dice.below(poll.closes - poll.opens - 1);
        let last = self.value(Of::Factor).0;
        let text = format!(
            "arrivals = [[{}, {}], [{}, {}], [{}, {last}]]",
            hour(poll.opens),
            self.dice.below(3),
            hour(middle),
            1 + self.dice.below(9),
            hour(poll.closes),
        );
        self.line(text);
    }

    fn stations_table(&mut self, poll: &Poll, at: u64) {
        let rows = 1 + self.dice.below(6);
        let (districts, returns) = (self.dice.one_in(2), self.dice.one_in(2));
        let mut table = String::from("id,registered,booths");
        table.push_str(if districts { ",district,x-note" } else { "" });
        table.push_str(if returns { ",ballots-cast,valid" } else { "" });
        for row in 0..rows {
            let registered = 1 + self.dice.below(2_000);
            let booths = self.dice.of_list(&["", "1", "2"]);
            let _ = write!(table, "\n{row}-x,{registered},{booths}");
            if districts {
                let _ = write!(table, ",\"North, {}\",\"=1+1 <b>\"", self.dice.below(2));
            }
            if returns {
                match self.dice.below(3) {
                    0 => table.push_str(",,"),
                    _ => {
                        let ballots = self.dice.below(2_400);
                        let _ = write!(table, ",{ballots},{}", self.dice.below(ballots + 9));
                    }
                }
            }
        }
        table.push('\n');
        self.table = Some(table);
        if returns {
            self.returns = Some((poll.id[1..].parse().unwrap_or(0), format!("s{at}")));
        }
    }

    fn contest(&mut self, poll: &mut Poll, at: u64) {
        let path = format!("polls.{}.contests.c{at}", poll.id);
        let options: &[&'static str] = self.dice.of_list(&[
            &["yes", "no"][..],
            &["yes", "no", "blank"],
            &["a", "b", "c", "d"],
        ]);
        self.line(format!("[{path}]"));
        self.remarks(true);
        if self.dice.one_in(2) {
            let names: Vec<String> = options
                .iter()
                .map(|id| format!("{id} = \"{} {id}\"", self.words()))
                .collect();
            self.line(format!("options = {{ {} }}", names.join(", ")));
        } else {
            self.line(format!(
                "options = {}",
                list(options.iter().map(|it| it.to_string()))
            ));
        }
        let invalid = self.assumption(Of::Share, &format!("{path}.invalid-share"));
        self.line(format!("invalid-share = {invalid}"));
        if self.dice.one_in(2) {
            let alike = self
                .dice
                .of_list(&["0", "0.01", "0.3", "{ uniform = [0, 0.2] }"]);
            self.line(format!("overdispersion = {alike}"));
        }
        let mut named = poll.groups.clone();
        named.retain(|_| self.dice.one_in(2));
        let named = named.iter().map(|it| format!("g{it}"));
        for who in named.chain(["all".to_string()]) {
            let mut shares = Vec::new();
            for option in &options[..options.len() - 1] {
                let share = self.assumption(Of::Part, &format!("{path}.support.{who}.{option}"));
                shares.push(format!("{option} = {share}"));
            }
            self.line(format!("support.{who} = {{ {} }}", shares.join(", ")));
        }
        poll.contests.push((format!("c{at}"), options.to_vec()));
    }

    fn overlaps(&mut self) {
        let mut seen = Vec::new();
        for _ in 0..self.dice.below(3) {
            let (from, to) = (
                self.dice.below(self.polls.len() as u64) as usize,
                self.dice.below(self.polls.len() as u64) as usize,
            );
            if from == to || seen.contains(&(from, to)) {
                continue;
            }
            seen.push((from, to));
            self.line(format!(
                "[[overlap]]\nvoted-in = \"p{from}\"\nalso-votes-in = \"p{to}\""
            ));
            if self.dice.one_in(2) {
                let group = self.polls[from].groups[0];
                self.line(format!("groups = [\"g{group}\"]"));
            }
            let share = self.assumption(Of::Share, "");
            let travel = self.value(Of::Minutes).0;
            self.line(format!("share = {share}\ntravel-minutes = {travel}"));
        }
    }

    fn events(&mut self) {
        for at in 0..self.dice.below(4) {
            let poll = self.dice.below(self.polls.len() as u64) as usize;
            let (opens, closes) = (self.polls[poll].opens, self.polls[poll].closes);
            let when = opens + self.dice.below(closes - opens);
            let span = 1 + self.dice.below(200);
            self.line(format!("[[events]]\nid = \"e{at}\"\npoll = \"p{poll}\""));
            self.remarks(true);
            if self.dice.one_in(2) {
                let set = self.polls[poll].sets[0].clone();
                self.line(format!("stations = [\"{set}\"]"));
            }
            for key in ["share-of-stations", "probability"] {
                if self.dice.one_in(2) {
                    let share = self.assumption(Of::Share, &format!("events.e{at}.{key}"));
                    self.line(format!("{key} = {share}"));
                }
            }
            let factor = self.assumption(Of::Factor, "");
            let share = self.assumption(Of::Share, "");
            let what = match self.dice.below(6) {
                0 => format!("open-late = {}", hour(when.max(opens + 1))),
                1 => format!("close-at = {}", hour(when.max(opens + 1))),
                2 => format!("at = {}\nclose-for-minutes = {span}", hour(when)),
                3 => format!(
                    "at = {}\nslow = {{ for-minutes = {span}, factor = {factor} }}",
                    hour(when)
                ),
                4 => format!(
                    "at = {}\nbooths = {{ count = {}, for-minutes = {span} }}",
                    hour(when),
                    self.dice.below(4)
                ),
                _ => format!(
                    "at = {}\nsurge = {{ for-minutes = {span}, share = {share} }}",
                    hour(when)
                ),
            };
            self.line(what);
        }
    }

    fn persons(&mut self) -> String {
        let n = self.dice.below(300);
        match self.dice.below(9) {
            0 => format!("{n}"),
            1 => format!("{{ exact = {n} }}"),
            2 => format!("{{ rounded = {{ value = {}, to = 10 }} }}", n * 10),
            3 => format!("{{ about = {n} }}"),
            4 => format!("{{ about = {{ value = {n}, grain = 7 }} }}"),
            5 => format!("{{ more-than = {n} }}"),
            6 => format!("{{ at-least = {n} }}"),
            7 => format!("{{ at-most = {n} }}"),
            _ => format!("{{ between = [{n}, {}] }}", n + self.dice.below(50)),
        }
    }

    fn percent(&mut self) -> String {
        let n = self.dice.below(112);
        match self.dice.below(9) {
            0 => format!("{n}.{}", self.dice.below(10)),
            1 => format!("{{ exact = {n} }}"),
            2 => format!("{{ rounded = {{ value = {n}.5, to = 0.1 }} }}"),
            3 => format!("{{ about = {n}.25 }}"),
            4 => format!("{{ about = {{ value = {n}, grain = 0.5 }} }}"),
            5 => format!("{{ more-than = {n} }}"),
            6 => format!("{{ less-than = {} }}", n + 1),
            7 => format!("{{ at-most = {n} }}"),
            _ => format!("{{ between = [{n}, {}] }}", n + 3),
        }
    }

    fn reported(&mut self) {
        for at in 0..self.dice.below(7) {
            let poll = self.dice.below(self.polls.len() as u64) as usize;
            let contest = self.polls[poll].contests.first().cloned();
            let kinds = if contest.is_some() { 8 } else { 4 };
            let kind = self.dice.below(kinds);
            let quantity = [
                "ballots-cast",
                "turnout-percent",
                "registered",
                "abstentions",
                "valid",
                "invalid",
                "votes",
                "vote-percent",
            ][kind as usize];
            let id = format!("r{at}");
            self.line(format!(
                "[[reported]]\nid = \"{id}\"\nquantity = \"{quantity}\""
            ));
            let several = kind < 4 && self.polls.len() > 1 && self.dice.one_in(4);
            let about = match several {
                true => list(self.polls.iter().map(|it| it.id.clone())),
                false => format!("\"p{poll}\""),
            };
            self.line(format!("poll = {about}"));
            self.remarks(true);
            let whole_day = kind > 1 || several || !self.clock || self.dice.one_in(2);
            if !whole_day {
                let (opens, closes) = (self.polls[poll].opens, self.polls[poll].closes);
                let when = opens + self.dice.below(closes - opens + 1);
                self.line(format!("at = {}", hour(when)));
            }
            if let (true, Some((contest, options))) = (kind >= 4, contest) {
                self.line(format!("contest = \"{contest}\""));
                if kind >= 6 {
                    let option = self.dice.of_list(&options);
                    self.line(format!("option = \"{option}\""));
                }
            }
            if quantity.ends_with("percent") {
                let base = match kind {
                    1 => self.dice.of_list(&["registered", "eligible"]),
                    _ => self
                        .dice
                        .of_list(&["valid", "ballots", "registered", "eligible"]),
                };
                let figure = self.percent();
                self.line(format!("of = \"{base}\"\npercent = {figure}"));
            } else {
                let figure = self.persons();
                self.line(format!("persons = {figure}"));
            }
            if self.dice.one_in(2) {
                let stage = self.dice.of_list(&["day", "final"]);
                let words = self.words();
                self.line(format!("stage = \"{stage}\"\nclaimant = \"{words}\""));
            }
            if self.dice.one_in(2) {
                let side = self.dice.of_list(&["high", "low", "both"]);
                self.line(format!("direction = \"{side}\""));
            }
            if self.dice.one_in(3) {
                self.line("headline = true");
            }
            if self.dice.one_in(7) {
                self.line("used-for-assumptions = true");
            }
            if kind < 2 && whole_day && !several {
                self.figures.push((id, poll, kind == 1));
            }
        }
    }

    fn held_against(&mut self) {
        if self.dice.one_in(3) {
            let kind = self.dice.of_list(&["other-poll", "other-roll"]);
            let (words, n) = (self.words(), self.dice.below(500));
            self.line(format!(
                "[[context]]\nlabel = \"C {words}\"\nkind = \"{kind}\"\npoll = \"p0\"\npersons = {n}"
            ));
        }
        let contest = self.polls[0].contests.first().cloned();
        if self.dice.one_in(3) {
            let percent = self.dice.below(101);
            self.line(format!(
                "[[thresholds]]\npoll = \"p0\"\npercent = {percent}"
            ));
            if let (Some((contest, options)), true) = (&contest, self.dice.one_in(2)) {
                let base = self.dice.of_list(&["valid", "registered", "eligible"]);
                self.line(format!(
                    "contest = \"{contest}\"\noption = \"{}\"\nof = \"{base}\"",
                    options[0]
                ));
            }
        }
        if let (Some((contest, options)), true) = (&contest, self.dice.one_in(3)) {
            let words = self.words();
            let found = match self.dice.below(2) {
                0 => format!("votes = {}", self.dice.below(200)),
                _ => format!(
                    "percent = {}\ncoverage-percent = {}",
                    self.dice.below(101),
                    1 + self.dice.below(100)
                ),
            };
            self.line(format!(
                "[[parallel]]\nlabel = \"P {words}\"\npoll = \"p0\"\ncontest = \"{contest}\"\noption = \"{}\"\n{found}",
                options[0]
            ));
        }
        if let Some((poll, set)) = self.returns.clone() {
            self.line(format!(
                "[[returns]]\npoll = \"p{poll}\"\nstations = \"{set}\"\nsource = \"survey\""
            ));
        }
    }

    fn stories(&mut self) {
        let Some((figure, _, _)) = self.figures.first().cloned() else {
            return;
        };
        for at in 0..self.dice.below(3) {
            let words = self.words();
            let share = self.law(Of::Share);
            let what = match self.dice.below(5) {
                0 => format!("added = {share}"),
                1 => "factor = { uniform = [1, 2.5] }".to_string(),
                2 => "percent = { uniform = [50, 100] }\nheap = 0.4\nheap-to = 10".to_string(),
                3 => format!("repeated = {share}\nwithin-roll = {}", self.dice.one_in(2)),
                _ => "padded = { uniform = [0, 60] }".to_string(),
            };
            self.line(format!(
                "[stories.t{at}]\nlabel = \"Y {words}\"\nabout = [\"{figure}\"]\n{what}"
            ));
        }
    }

    fn together(&mut self) {
        // A group whose sum a total bends has no rank of its own, so only shares are tied.
        let free: Vec<String> = self
            .uncertain
            .iter()
            .filter(|it| it.contains("voting-age") || it.contains("participation") && !self.common)
            .cloned()
            .collect();
        if free.len() >= 2 && self.dice.one_in(2) {
            let rank = self.dice.of_list(&["-0.6", "0.3", "0.9"]);
            let (one, other) = (&free[0], &free[1]);
            let line =
                format!("[[correlation]]\nbetween = [\"{one}\", \"{other}\"]\nrank = {rank}");
            self.line(line);
        }
    }

    fn variants(&mut self) {
        for at in 0..self.dice.below(3) {
            let words = self.words();
            self.line(format!("[variants.v{at}]\nlabel = \"V {words}\""));
            let group = self.polls[0].groups[0];
            let share = self.assumption(Of::Share, "");
            self.line(format!("\"polls.p0.participation.g{group}\" = {share}"));
            if self.dice.one_in(2) {
                let booths = self.assumption(Of::Things, "");
                self.line(format!("\"polls.p0.stations.s0.booths\" = {booths}"));
            }
        }
        if let (Some((figure, ..)), true) = (self.figures.first(), self.dice.one_in(3)) {
            let line =
                format!("[expect]\nstanding = {{ \"{figure}\" = [\"within\", \"outside\"] }}");
            self.line(line);
        }
    }
}
