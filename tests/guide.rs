//! The guide: every file and command of its pages works, every line they quote is printed, and no link of
//! the documentation leads nowhere.

#[path = "common/pages.rs"]
mod pages;

use std::fs;
use std::path::{Path, PathBuf};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The Markdown files of a folder, by name.
fn markdown(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .expect("the folder is part of the project")
        .map(|entry| entry.expect("readable").path())
        .filter(|path| path.extension().is_some_and(|kind| kind == "md"))
        .collect();
    paths.sort();
    paths
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).expect("text")
}

#[test]
fn every_command_of_the_guide_works_and_prints_what_the_guide_quotes() {
    let (mut commands, mut quotes) = (0, 0);
    for path in markdown(&root().join("docs/guide")) {
        let place = tempfile::TempDir::new().expect("a temporary folder");
        let name = path.display().to_string();
        let ran = pages::walk(&name, &read(&path), place.path());
        commands += ran.commands;
        quotes += ran.quotes;
    }
    assert!(commands >= 12, "{commands}");
    assert!(quotes >= 20, "{quotes}");
}

#[test]
#[should_panic(expected = "quotes")]
fn a_line_that_is_not_printed_is_noticed() {
    let place = tempfile::TempDir::new().expect("a temporary folder");
    let page = "```sh\nscrutineer list\n```\n```text\nno such line\n```\n";
    pages::walk("a page", page, place.path());
}

/// Targets of the links of a page that are files.
fn links(page: &str) -> Vec<&str> {
    let ends = page.split("](").skip(1);
    let targets = ends.filter_map(|rest| rest.split_once(')').map(|it| it.0));
    let local = |target: &&str| !target.contains("://") && !target.starts_with('#');
    targets.filter(local).collect()
}

#[test]
fn every_link_of_the_documentation_leads_to_a_file() {
    let folders = ["", "docs", "docs/guide", "docs/course", "benches"];
    let mut looked_at = 0;
    for folder in folders.map(|it| root().join(it)) {
        for path in markdown(&folder) {
            for link in links(&read(&path)) {
                let file = link.split('#').next().unwrap_or(link);
                looked_at += 1;
                let exists = folder.join(file).exists();
                assert!(exists, "{}: {link}", path.display());
            }
        }
    }
    assert!(looked_at > 20, "{looked_at}");
}
