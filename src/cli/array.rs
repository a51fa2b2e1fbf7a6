//! `--shard auto`: which shard this task of a job array is, as the batch system tells it.

use super::long::Shard;

/// How a batch system tells a task its place in a job array.
struct System {
    /// Name in messages.
    name: &'static str,
    /// The variable with the number of the task.
    number: &'static str,
    /// From what tasks are counted: a variable, or what stands there where it is not told.
    first: (&'static str, u64),
    /// The variable with the step between tasks.
    step: &'static str,
    /// How many there are.
    many: Many,
}

/// How a batch system tells how many tasks there are.
enum Many {
    /// A variable has their number.
    Count(&'static str),
    /// A variable has the number of the last.
    Last(&'static str),
    /// It does not.
    Untold,
}

/// The batch systems that are known, by the variables that their manuals name.
const SYSTEMS: [System; 6] = [
    System {
        name: "Slurm",
        number: "SLURM_ARRAY_TASK_ID",
        first: ("SLURM_ARRAY_TASK_MIN", 1),
        step: "SLURM_ARRAY_TASK_STEP",
        many: Many::Count("SLURM_ARRAY_TASK_COUNT"),
    },
    System {
        name: "Grid Engine",
        number: "SGE_TASK_ID",
        first: ("SGE_TASK_FIRST", 1),
        step: "SGE_TASK_STEPSIZE",
        many: Many::Last("SGE_TASK_LAST"),
    },
    System {
        name: "AWS Batch",
        number: "AWS_BATCH_JOB_ARRAY_INDEX",
        first: ("", 0),
        step: "",
        many: Many::Count("AWS_BATCH_JOB_ARRAY_SIZE"),
    },
    System {
        name: "PBS",
        number: "PBS_ARRAY_INDEX",
        first: ("", 1),
        step: "",
        many: Many::Untold,
    },
    System {
        name: "LSF",
        number: "LSB_JOBINDEX",
        first: ("", 1),
        step: "",
        many: Many::Untold,
    },
    System {
        name: "Kubernetes",
        number: "JOB_COMPLETION_INDEX",
        first: ("", 0),
        step: "",
        many: Many::Untold,
    },
];

/// The shard of this task: `auto` where the system tells how many there are, `auto/N` everywhere.
///
/// With `auto/N` the number of the task is taken as it is (plus 1 where tasks are counted from 0), so
/// that a few tasks given again are the same shards as before. `variable` reads the environment.
///
/// # Errors
/// In words: no job array, or a task that is none of N.
pub fn shard(of: Option<u64>, variable: &dyn Fn(&str) -> Option<String>) -> Result<Shard, String> {
    let number = |name: &str| variable(name)?.trim().parse::<u64>().ok();
    let found = SYSTEMS.iter().find_map(|it| Some((it, number(it.number)?)));
    let Some((system, task)) = found else {
        return Err(format!(
            "no task of a job array: none of {} has a number",
            SYSTEMS.map(|it| it.number).join(", ")
        ));
    };
    let first = number(system.first.0).unwrap_or(system.first.1);
    let step = number(system.step).filter(|&step| step > 0).unwrap_or(1);
    let many = || match system.many {
        Many::Count(name) => number(name),
        Many::Last(name) => Some(number(name)?.checked_sub(first)? / step + 1),
        Many::Untold => None,
    };
    let (at, of) = match of {
        Some(of) => (task.checked_sub(system.first.1), of),
        None => {
            let of = many().ok_or_else(|| untold(system.name))?;
            (task.checked_sub(first).map(|it| it / step), of)
        }
    };
    match at {
        Some(at) if at < of && of <= 1_000_000 => Ok(Shard { number: at + 1, of }),
        _ => Err(format!(
            "{} says {}={task}, which is none of {of} shards",
            system.name, system.number
        )),
    }
}

fn untold(system: &str) -> String {
    format!("{system} does not tell how many tasks there are: write auto/N, such as auto/64")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(of: Option<u64>, variables: &[(&str, &str)]) -> Result<(u64, u64), String> {
        let variable = |name: &str| {
            let found = variables.iter().find(|it| it.0 == name);
            found.map(|it| it.1.to_string())
        };
        shard(of, &variable).map(|it| (it.number, it.of))
    }

    #[test]
    fn every_system_tells_its_tasks() {
        let slurm = |id, min, step, count| {
            [
                ("SLURM_ARRAY_TASK_ID", id),
                ("SLURM_ARRAY_TASK_MIN", min),
                ("SLURM_ARRAY_TASK_STEP", step),
                ("SLURM_ARRAY_TASK_COUNT", count),
            ]
        };
        assert_eq!(told(None, &slurm("3", "1", "1", "64")), Ok((3, 64)));
        assert_eq!(told(None, &slurm("0", "0", "1", "64")), Ok((1, 64)));
        assert_eq!(told(None, &slurm("7", "1", "2", "4")), Ok((4, 4)));
        let sge = [
            ("SGE_TASK_ID", "5"),
            ("SGE_TASK_FIRST", "1"),
            ("SGE_TASK_LAST", "9"),
            ("SGE_TASK_STEPSIZE", "2"),
        ];
        assert_eq!(told(None, &sge), Ok((3, 5)));
        let aws = [
            ("AWS_BATCH_JOB_ARRAY_INDEX", "9"),
            ("AWS_BATCH_JOB_ARRAY_SIZE", "10"),
        ];
        assert_eq!(told(None, &aws), Ok((10, 10)));
        assert_eq!(told(Some(64), &[("PBS_ARRAY_INDEX", "64")]), Ok((64, 64)));
        assert_eq!(told(Some(8), &[("LSB_JOBINDEX", "1")]), Ok((1, 8)));
        assert_eq!(told(Some(8), &[("JOB_COMPLETION_INDEX", "7")]), Ok((8, 8)));
    }

    #[test]
    fn a_task_given_again_is_the_same_shard() {
        // `sbatch --array=3,7` after a run of 64.
        let again = [
            ("SLURM_ARRAY_TASK_ID", "7"),
            ("SLURM_ARRAY_TASK_MIN", "3"),
            ("SLURM_ARRAY_TASK_COUNT", "2"),
        ];
        assert_eq!(told(Some(64), &again), Ok((7, 64)));
        assert!(told(None, &again).is_err());
    }

    #[test]
    fn what_cannot_be_known_is_said() {
        assert!(told(None, &[]).is_err_and(|it| it.contains("SLURM_ARRAY_TASK_ID")));
        // Grid Engine says so outside an array.
        assert!(told(None, &[("SGE_TASK_ID", "undefined")]).is_err());
        let pbs = told(None, &[("PBS_ARRAY_INDEX", "3")]);
        assert!(pbs.is_err_and(|it| it.contains("auto/N")));
        // LSF outside an array: 0.
        assert!(told(Some(8), &[("LSB_JOBINDEX", "0")]).is_err());
        assert!(told(Some(8), &[("JOB_COMPLETION_INDEX", "8")]).is_err());
    }
}
