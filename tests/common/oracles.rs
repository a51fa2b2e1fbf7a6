//! Reading the oracles, and making sure that none is left out.

use std::collections::BTreeSet;

use serde_json::Value;

/// One oracle: inputs, and expected values that are ticked off as they are checked.
pub struct Oracle {
    value: Value,
    tolerance: f64,
    open: BTreeSet<String>,
    wrong: Vec<String>,
}

/// Checks every oracle of a topic with `check`, which returns whether it knows the kind. Those whose id
/// begins with an entry of `left_out` are passed over; each entry must match something.
///
/// # Panics
/// With one line for every oracle that is unknown, wrong or not checked to the end.
pub fn run(topic: &str, left_out: &[(&str, &str)], mut check: impl FnMut(&mut Oracle) -> bool) {
    let mut complaints = Vec::new();
    let mut unused: BTreeSet<&str> = left_out.iter().map(|(id, _)| *id).collect();
    let mut checked = 0;
    for mut oracle in of_topic(topic) {
        let id = oracle.id().to_string();
        if let Some((prefix, _)) = left_out.iter().find(|(start, _)| id.starts_with(start)) {
            unused.remove(prefix);
            continue;
        }
        checked += 1;
        if !check(&mut oracle) {
            complaints.push(format!("{id}: nothing checks it"));
            continue;
        }
        complaints.append(&mut oracle.wrong);
        for name in &oracle.open {
            complaints.push(format!("{id}: `{name}` is not checked"));
        }
    }
    for id in unused {
        complaints.push(format!("{id}: left out, but there is none"));
    }
    assert!(complaints.is_empty(), "\n{}", complaints.join("\n"));
    assert!(checked > 0, "no oracle of topic {topic}");
}

fn of_topic(topic: &str) -> Vec<Oracle> {
    let file: Value = serde_json::from_str(include_str!("../data/oracles.json")).unwrap();
    let all = file["oracles"].as_array().unwrap();
    all.iter()
        .filter(|oracle| oracle["topic"] == topic)
        .map(|oracle| Oracle {
            value: oracle.clone(),
            tolerance: oracle["tol_rel"].as_f64().unwrap(),
            open: oracle["expected"]
                .as_object()
                .unwrap()
                .keys()
                .cloned()
                .collect(),
            wrong: Vec::new(),
        })
        .collect()
}

#[allow(dead_code)] // not every test file needs every kind of value
impl Oracle {
    /// Its id, e.g. `1:mcp_7_10000`.
    pub fn id(&self) -> &str {
        self.value["id"].as_str().unwrap()
    }

    /// The first word of the id, `mcp`.
    pub fn kind(&self) -> &'static str {
        let id = self.id();
        let word = id.split(':').nth(1).unwrap_or(id);
        let word = word.split('_').next().unwrap_or(word);
        // Leaked, so that a caller may match on it while it checks; there are some hundred.
        Box::leak(word.to_string().into_boxed_str())
    }

    /// An input of any type.
    pub fn input(&self, name: &str) -> &Value {
        let value = &self.value["inputs"][name];
        assert!(!value.is_null(), "{}: no input `{name}`", self.id());
        value
    }

    /// An expected value of any type, ticked off.
    pub fn expected(&mut self, name: &str) -> Value {
        assert!(self.open.remove(name), "{}: no `{name}`", self.id());
        self.value["expected"][name].clone()
    }

    /// A number among the inputs.
    pub fn number(&self, name: &str) -> f64 {
        self.input(name).as_f64().unwrap()
    }

    /// A list of numbers among the inputs.
    pub fn numbers(&self, name: &str) -> Vec<f64> {
        let list = self.input(name).as_array().unwrap();
        list.iter().map(|x| x.as_f64().unwrap()).collect()
    }

    /// A whole number among the inputs.
    pub fn count(&self, name: &str) -> u64 {
        self.input(name).as_u64().unwrap()
    }

    /// A word among the inputs.
    pub fn text(&self, name: &str) -> String {
        self.input(name).as_str().unwrap().to_string()
    }

    /// From here on another relative tolerance, because the test itself is not more precise.
    pub fn loosen(&mut self, tolerance: f64) {
        self.tolerance = tolerance;
    }

    /// Ticks off expected values that nothing here computes.
    pub fn leave(&mut self, names: &[&str]) {
        for name in names {
            self.expected(name);
        }
    }

    /// Compares one number.
    pub fn check(&mut self, name: &str, got: f64) {
        let expected = self.expected(name).as_f64().unwrap();
        self.compare(name, got, expected);
    }

    /// Compares a list of numbers.
    pub fn check_all(&mut self, name: &str, got: &[f64]) {
        let expected = self.expected(name);
        let expected = expected.as_array().unwrap();
        assert_eq!(got.len(), expected.len(), "{}: {name}", self.id());
        for (&got, expected) in got.iter().zip(expected) {
            self.compare(name, got, expected.as_f64().unwrap());
        }
    }

    fn compare(&mut self, name: &str, got: f64, expected: f64) {
        // Relative; a result of 0 may differ from an expected 0 by as much absolutely.
        let scale = if expected == 0.0 { 1.0 } else { expected.abs() };
        let gap = (got - expected).abs() / scale;
        if gap.is_nan() || gap > self.tolerance {
            self.wrong.push(format!(
                "{}: `{name}` is {got:e}, not {expected:e} (off by {gap:.1e})",
                self.value["id"]
            ));
        }
    }
}
