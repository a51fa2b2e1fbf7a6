use super::*;
use crate::report::run::Shelf;
use crate::report::{sample, words};

const SVG: &str = "<svg viewBox=\"0 0 200 80\" role=\"img\" aria-labelledby=\"t d\"><title id=\"t\">A finding</title>\
<desc id=\"d\">What is drawn.</desc><rect width=\"200\" height=\"80\" fill=\"#FFFFFF\"/>\
<rect x=\"10\" y=\"10\" width=\"90\" height=\"60\" fill=\"#0072B2\"/></svg>";

fn sample_page(scenario: &crate::model::Scenario, comparison: &Comparison) -> String {
    let columns = ["votes".to_string(), "days".to_string()];
    let rows = [vec!["25000".to_string(), "12".to_string()]];
    let plate = Plate {
        name: "c1-west",
        title: "42,163 lies beyond the simulated values",
        caption: "How to read it.",
        svg: SVG,
        columns: &columns,
        rows: &rows,
        shelf: Shelf::First,
    };
    page(
        scenario,
        comparison,
        &[plate],
        &[("#0072B2", "#4EA8DE")],
        &sample::run(),
    )
}

/// The names of tags in order, and whether every tag that opens also closes where it should.
fn tags(page: &str) -> Vec<String> {
    const EMPTY: &[&str] = &["meta", "br", "rect", "!doctype", "img"];
    let mut open: Vec<String> = Vec::new();
    let mut all = Vec::new();
    let mut rest = page;
    while let Some((_, after)) = rest.split_once('<') {
        let (tag, after) = after.split_once('>').expect("a tag ends");
        rest = after;
        let closed = tag.ends_with('/');
        let name: String = tag
            .trim_start_matches('/')
            .chars()
            .take_while(|c| c.is_ascii_alphanumeric() || *c == '!')
            .collect();
        assert!(!name.is_empty(), "a lone < before {tag:?}");
        if tag.starts_with('/') {
            assert_eq!(open.pop().as_deref(), Some(name.as_str()));
        } else if !closed && !EMPTY.contains(&name.as_str()) {
            if name == "style" {
                rest = rest.split_once("</style>").expect("the style sheet ends").1;
            } else {
                open.push(name.clone());
            }
        }
        all.push(name);
    }
    assert!(open.is_empty(), "left open: {open:?}");
    all
}

/// The words of the page, tags removed.
fn skeleton(page: &str) -> String {
    let body = page.split_once("<body>").expect("a body").1;
    let (before, after) = body.split_once("<script>").unwrap_or((body, "</script>"));
    let after = after.split_once("</script>").expect("a script ends").1;
    let body = format!("{before}{after}");
    let mut text = String::new();
    for part in body.split('<').skip(1) {
        let (tag, words) = part.split_once('>').expect("a tag ends");
        let breaks = [
            "h1",
            "h2",
            "h3",
            "h4",
            "p",
            "li",
            "tr",
            "td",
            "th",
            "dt",
            "dd",
            "summary",
            "caption",
            "figcaption",
        ];
        let name = tag.split(' ').next().unwrap_or("");
        if breaks.contains(&name) {
            text.push_str(if name.starts_with('h') && name.len() == 2 {
                "\n# "
            } else {
                "\n"
            });
        }
        text.push_str(words.trim_matches('\n'));
    }
    let lines = text
        .lines()
        .map(str::trim)
        .filter(|l| !l.is_empty() && *l != "#");
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn the_words_of_the_sample_page() {
    let page = sample_page(&sample::scenario(), &sample::comparison());
    insta::assert_snapshot!(skeleton(&page));
}

#[test]
fn same_inputs_same_bytes() {
    let once = sample_page(&sample::scenario(), &sample::comparison());
    assert_eq!(
        once,
        sample_page(&sample::scenario(), &sample::comparison())
    );
    assert!(!once.contains("2026-01-02"), "no time of day on the page");
}

#[test]
fn every_tag_is_closed_and_hostile_text_adds_none() {
    let plain = tags(&sample_page(&sample::scenario(), &sample::comparison()));
    let count = |tags: &[String], name: &str| tags.iter().filter(|t| *t == name).count();
    assert_eq!(count(&plain, "script"), 2, "one script, opened and closed");
    assert_eq!(count(&plain, "h1"), 2, "one heading, opened and closed");
    let long = "x".repeat(300);
    for text in sample::HOSTILE.iter().copied().chain([long.as_str()]) {
        let (scenario, comparison) = sample::hostile(text);
        let page = sample_page(&scenario, &comparison);
        let found = tags(&page);
        for name in ["script", "img", "title", "style", "svg", "iframe", "form"] {
            assert_eq!(
                count(&found, name),
                count(&plain, name),
                "{name} with {text:?}"
            );
        }
        assert!(
            !page.contains("55433"),
            "template text of the author must not run: {text:?}"
        );
        assert!(
            page.chars().all(|c| c == '\n' || !c.is_control()),
            "{text:?}"
        );
        assert!(!page.contains('\u{202e}') && !page.contains('\u{2066}'));
    }
}

#[test]
fn addresses_of_sources_are_the_only_ones() {
    let page = sample_page(&sample::scenario(), &sample::comparison());
    for (at, _) in page.match_indices("http") {
        let before = &page[..at];
        let allowed = before.ends_with("<meta ")
            || before.ends_with("href=\"")
            || before.ends_with("class=\"address\">")
            || page[at..].starts_with("http-equiv");
        assert!(allowed, "{}", &page[at.saturating_sub(40)..at + 40]);
    }
    for loader in ["src=", "@import", "url(", "<link", "onload", "javascript:"] {
        assert!(!page.contains(loader), "{loader}");
    }
    assert!(page.contains("default-src 'none'"));
}

#[test]
fn the_only_script_is_the_one_the_policy_names() {
    let page = sample_page(&sample::scenario(), &sample::comparison());
    assert_eq!(page.matches("<script").count(), 1);
    assert_eq!(page.matches("; script-src 'sha256-").count(), 1);
    assert!(page.contains("<script>(function () {"));
    // Without it all steps are there, and no button.
    assert_eq!(
        page.matches("<div class=\"step\">").count(),
        2,
        "1 and 4 days"
    );
    assert!(page.contains("aria-label=\"How many days to show\" hidden>"));
}

#[test]
fn an_address_that_is_no_web_address_is_text() {
    let mut scenario = sample::scenario();
    scenario.sources[0].url = Some("javascript:alert(1)".into());
    let page = sample_page(&scenario, &sample::comparison());
    assert!(!page.contains("href=\"javascript"));
    assert!(page.contains("javascript:alert(1)"));
}

#[test]
fn every_table_has_a_caption_and_scopes() {
    let page = sample_page(&sample::scenario(), &sample::comparison());
    assert_eq!(
        page.matches("<table").count(),
        page.matches("<caption").count()
    );
    assert_eq!(
        page.matches("<th ").count(),
        page.matches("<th scope=").count()
    );
    assert!(page.contains("<a class=\"skip\" href=\"#answer\">"));
}

#[test]
fn every_inner_link_has_its_target() {
    let page = sample_page(&sample::scenario(), &sample::comparison());
    for part in page.split("href=\"#").skip(1) {
        let id = part.split('"').next().unwrap_or("");
        assert!(page.contains(&format!("id=\"{id}\"")), "#{id}");
    }
}

#[test]
fn dark_pages_recolour_charts_in_the_style_sheet() {
    let page = sample_page(&sample::scenario(), &sample::comparison());
    assert!(page.contains("figure svg [fill=\"#0072B2\"]{fill:#4EA8DE}"));
}

#[test]
fn it_speaks_of_assumptions_and_never_of_guilt() {
    let page = sample_page(&sample::scenario(), &sample::comparison()).to_lowercase();
    for word in [
        "fra\u{75}d",
        "fake",
        "true turnout",
        "guilt",
        "rigged",
        "honest",
    ] {
        assert!(!page.contains(word), "{word}");
    }
    assert!(page.contains("under these assumptions"));
}

/// A template without what it fills in, its tags and its code: its own words.
fn own_words(template: &str) -> String {
    let mut text = template.to_string();
    for (open, close) in [
        ("{%", "%}"),
        ("{{", "}}"),
        ("<code>", "</code>"),
        ("<", ">"),
    ] {
        while let Some(at) = text.find(open) {
            let end = text[at..].find(close).expect("it is closed") + close.len();
            text.replace_range(at..at + end, " ");
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn the_templates_have_no_words_of_their_own() {
    for template in [TEMPLATE, include_str!("steps.html")] {
        let words = own_words(template);
        assert!(
            !words.contains(char::is_alphabetic),
            "these belong to the room of words: {words}"
        );
        for part in template.split("aria-label=\"").skip(1) {
            assert!(
                part.starts_with("{{"),
                "a label in the template: {}",
                &part[..40]
            );
        }
    }
}

#[test]
fn every_heading_is_used_and_named_once() {
    let names: Vec<_> = words::ON_THE_PAGE.iter().map(|(name, _)| name).collect();
    for (at, name) in names.iter().enumerate() {
        assert!(TEMPLATE.contains(&format!("t.{name}")), "unused: {name}");
        assert!(!names[..at].contains(name), "twice: {name}");
    }
}

#[test]
fn texts_are_filled_in_by_number() {
    let values = || Rest(vec![Value::from("a {1} <b>"), Value::from(3)]);
    assert_eq!(fill("of {1}: {0}.", values()), "of 3: a {1} <b>.");
    assert_eq!(fill("plain", values()), "plain");
}
