//! `lesson`: the course. Lists the lessons, prints one, runs its scenario where the page says so.

use std::io::{self, IsTerminal};
use std::path::PathBuf;

use super::args::{LOOK_SECONDS, SeedArg, Sets, Simulate};
use super::exit::{Exit, Failure};
use super::rare::RareArg;
use super::shipped::{self, Shipped};
use super::streams::Voice;
use super::typed::{parse_seed, parse_trials};
use super::{run, step};
use crate::random::Seed;
use crate::report::{self, Style, markdown};
use crate::words::command as says;
use crate::words::course as words;

/// Arguments of `lesson`.
#[derive(clap::Args, Debug)]
#[command(after_help = "\
Examples:
  scrutineer lesson                  which lessons there are
  scrutineer lesson 3                the page, and its scenario run where the page says so
  scrutineer lesson 1 --step         one day, ten days, a thousand
  scrutineer lesson 8 --set polls.village.stations.hall.booths=3")]
pub struct Args {
    /// Which lesson [default: list them]
    #[arg(value_name = "NUMBER")]
    pub number: Option<u8>,
    /// Print the page alone, run nothing
    #[arg(long, alias = "text-only")]
    pub no_run: bool,
    /// Print the answers to its exercise
    #[arg(long, conflicts_with = "no_run")]
    pub answers: bool,
    /// Show one day, then ten days, then a thousand, before the result
    #[arg(long, conflicts_with_all = ["no_run", "answers"])]
    pub step: bool,
    /// Flags that change what the scenario says.
    #[command(flatten)]
    pub sets: Sets,
    /// The seed of all dice
    #[arg(long, value_name = "N", default_value = "20061112", value_parser = parse_seed)]
    pub seed: SeedArg,
    /// How many days to simulate for each set of assumptions [default: the scenario's]
    #[arg(long, value_name = "N", value_parser = parse_trials)]
    pub trials: Option<u64>,
    /// Also write a report page and everything that goes with it into this folder
    #[arg(long, value_name = "DIR", value_hint = clap::ValueHint::DirPath)]
    pub out: Option<PathBuf>,
    /// Write even where another run's results are
    #[arg(long, requires = "out")]
    pub force: bool,
}

/// The pages of the lessons, in their order; each has the shipped scenario `lesson-N`.
const PAGES: [&str; 9] = [
    include_str!("../../docs/course/1-one-hundred-coins.md"),
    include_str!("../../docs/course/2-rounding.md"),
    include_str!("../../docs/course/3-who-is-not-counted.md"),
    include_str!("../../docs/course/4-two-polls.md"),
    include_str!("../../docs/course/5-how-rare-is-rare.md"),
    include_str!("../../docs/course/6-assumptions-decide.md"),
    include_str!("../../docs/course/7-near-unanimity.md"),
    include_str!("../../docs/course/8-the-queue.md"),
    include_str!("../../docs/course/9-looking-too-often.md"),
];

/// The answer key, one section a lesson.
const ANSWERS: &str = include_str!("../../docs/course/answers.md");

/// Lists the lessons, or gives one.
pub fn lesson(args: &Args, voice: &Voice) -> Result<Exit, Failure> {
    let Some(number) = args.number.map(usize::from) else {
        return list(voice);
    };
    let page = number.checked_sub(1).and_then(|at| PAGES.get(at));
    let page = page.ok_or_else(|| Failure::Unknown {
        what: "lesson",
        name: number.to_string(),
        known: (1..=PAGES.len()).map(|n| n.to_string()).collect(),
    })?;
    let style = style(voice);
    let print = |text: &str| {
        voice
            .out(&markdown::plain(text, style))
            .map(|()| Exit::Done)
    };
    if args.answers {
        let key =
            markdown::section(ANSWERS, &says::lesson(number)).expect("a test finds every answer");
        return print(&format!("{}\n\n{key}\n", says::lesson_answers(number)));
    }
    match args.no_run {
        true => print(page),
        false => give(page, number, args, voice),
    }
}

/// The page up to the command, what comes out of it now, then the rest of the page.
fn give(page: &str, number: usize, args: &Args, voice: &Voice) -> Result<Exit, Failure> {
    let style = style(voice);
    let heading = format!("## {}\n", words::COMES_OUT);
    let (before, after) = page.split_once(&heading).expect("a test finds it");
    voice.out(&(markdown::plain(before.trim_end(), style) + "\n"))?;
    if io::stdin().is_terminal() && io::stderr().is_terminal() {
        step::wait(words::PREDICT, voice);
    }
    voice.out(&(markdown::plain(&heading, style) + "\n"))?;
    let shipped = scenario(number);
    let exit = run::shipped(&shipped.source(), &simulate(args), report::in_short, voice)?;
    if exit != Exit::Done {
        return Ok(exit);
    }
    let (explained, rest) = after.split_once("\n## ").unwrap_or((after, ""));
    let mut text = markdown::without_blocks(explained);
    if !rest.is_empty() {
        text.push_str(&format!("\n## {rest}"));
    }
    let other_dice = args.seed.seed != Seed::default() || args.trials.is_some();
    if other_dice || !args.sets.sets.is_empty() {
        voice.out(&format!("\n{}\n", words::AS_PRINTED))?;
    }
    voice.out(&format!("\n{}", markdown::plain(text.trim_start(), style)))?;
    Ok(exit)
}

/// The scenario of a lesson, counted from 1.
fn scenario(number: usize) -> &'static Shipped {
    let name = format!("lesson-{number}");
    shipped::find(&name).expect("a test finds the scenario of every lesson")
}

/// The flags of the main job that a lesson has, and the others as they are there. No rare days are
/// sought: a lesson is over in a second.
fn simulate(args: &Args) -> Simulate {
    Simulate {
        seed: args.seed,
        trials: args.trials,
        max_time: LOOK_SECONDS,
        sets: Sets {
            sets: args.sets.sets.clone(),
        },
        variants: Vec::new(),
        lane: None,
        rare: RareArg::Off,
        threads: None,
        out: args.out.clone(),
        force: args.force,
        png: false,
        json: false,
        step: args.step,
        deny: None,
        fail_if: None,
    }
}

/// Number, title and question of every lesson.
fn list(voice: &Voice) -> Result<Exit, Failure> {
    let mut text = format!("{}\n\n", words::LESSONS);
    for (at, page) in PAGES.iter().enumerate() {
        let shipped = scenario(at + 1);
        let checked = crate::scenario::read(shipped.text, shipped.name)
            .expect("shipped scenarios are checked by the tests");
        let title = page.lines().next().unwrap_or_default();
        let title = title.split_once(": ").map_or(title, |it| it.1);
        text += &format!("  {}  {title}\n", at + 1);
        if let Some(question) = checked.scenario.question {
            text += &format!("     {question}\n");
        }
    }
    voice.out(&text)?;
    voice.note(format_args!("\n{}", words::LESSONS_NOTE));
    Ok(Exit::Done)
}

fn style(voice: &Voice) -> Style {
    Style {
        width: 80,
        color: voice.color_out,
        ascii: voice.plain,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_lesson_has_its_parts_an_answer_and_a_sound_scenario() {
        for (at, page) in PAGES.iter().enumerate() {
            let number = at + 1;
            assert!(page.starts_with(&format!("# Lesson {number}: ")));
            let titles: Vec<&str> = page
                .lines()
                .filter_map(|line| line.strip_prefix("## "))
                .collect();
            let parts = [
                "Question",
                "Predict",
                "Run",
                words::COMES_OUT,
                "Explain",
                "Exercise",
                "In class",
            ];
            assert_eq!(titles, parts, "lesson {number}");
            let key = markdown::section(ANSWERS, &format!("Lesson {number}"));
            assert!(key.is_some_and(|key| !key.is_empty()), "lesson {number}");
            let shipped = scenario(number);
            let checked = crate::scenario::read(shipped.text, shipped.name).expect("sound");
            assert!(checked.warnings.is_empty(), "lesson {number}");
        }
    }

    #[test]
    fn every_page_in_the_folder_is_in_the_command() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/course");
        let pages = std::fs::read_dir(folder).expect("part of the project");
        // Beside the lessons: the answers, and a page for teachers.
        assert_eq!(pages.count(), PAGES.len() + 2);
    }
}
