//! Picking parts of a scenario by the names typed.

use super::exit::Failure;
use crate::model::{Assumptions, Scenario};

/// Leaves only the variants asked for, in file order; asking for none leaves all. The base set of
/// assumptions (`base`) is always there.
///
/// # Errors
/// [`Failure::Unknown`] for a name that is not a variant's.
pub fn variants(scenario: &mut Scenario, asked: &[String]) -> Result<(), Failure> {
    if asked.is_empty() {
        return Ok(());
    }
    for id in asked {
        assumptions(scenario, Some(id))?;
    }
    scenario.variants.retain(|variant| asked.contains(&variant.id));
    Ok(())
}

/// The assumptions of a variant, or the base set.
///
/// # Errors
/// [`Failure::Unknown`] for a name that is not a variant's.
pub fn assumptions<'a>(
    scenario: &'a Scenario,
    id: Option<&str>,
) -> Result<&'a Assumptions, Failure> {
    match id {
        None | Some("base") => Ok(&scenario.assumptions),
        Some(id) => scenario
            .variants
            .iter()
            .find(|variant| variant.id == id)
            .map(|variant| &variant.assumptions)
            .ok_or_else(|| Failure::Unknown {
                what: "variant",
                name: id.into(),
                known: std::iter::once("base".to_string())
                    .chain(scenario.variants.iter().map(|variant| variant.id.clone()))
                    .collect(),
            }),
    }
}
