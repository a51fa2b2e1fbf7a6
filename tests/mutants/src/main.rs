//! Rewrites a copy of the sources so that each of some changes stands behind `crate::changed(n)`.
//!
//! `scrutineer-mutants LIST ROOT`: LIST are changes as `cargo mutants --list --json` writes them, with a number
//! `n` each; ROOT is the copy. Prints one JSON object a change, `{"n": 17, "left_out": reason or null}`. Around each
//! change stand the marks `/*17[*/` and `/*]17*/`, around the changed code `/*17<*/` and `/*>17*/`.
//!
//! An operator is changed in the syntax tree, so that brackets stay where they were.

use proc_macro2::{LineColumn, Span};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::ops::Range;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};

/// One change that was asked for.
struct Asked {
    n: u64,
    genre: String,
    with: String,
    at: Range<usize>,
}

/// How a piece of the source is written anew: the parts of `whole` that stand as they are are rendered with the
/// changes inside them.
struct Edit {
    n: u64,
    whole: Range<usize>,
    before: String,
    after: String,
}

/// Walks over a file and finds the place of every change.
struct Finder<'a> {
    text: &'a str,
    lines: Vec<usize>,
    asked: &'a [Asked],
    edits: Vec<Edit>,
    left_out: BTreeMap<u64, &'static str>,
    constant: bool,
}

impl Finder<'_> {
    fn place(&self, at: LineColumn) -> usize {
        let line = &self.text[self.lines[at.line - 1]..];
        let column = line
            .char_indices()
            .nth(at.column)
            .map_or(line.len(), |it| it.0);
        self.lines[at.line - 1] + column
    }

    fn range(&self, span: Span) -> Range<usize> {
        self.place(span.start())..self.place(span.end())
    }

    /// The changes of a kind that were asked for at a place.
    fn asked_at(&self, genre: &str, at: &Range<usize>) -> Vec<(u64, String)> {
        let here = |it: &&Asked| it.genre == genre && it.at == *at;
        let found = self.asked.iter().filter(here);
        found.map(|it| (it.n, it.with.clone())).collect()
    }

    /// An expression of which some changes replace the whole.
    fn choose(&mut self, whole: &Range<usize>, changed: Vec<(u64, String)>) {
        for (n, with) in changed {
            if self.constant {
                self.left_out.insert(n, "constant");
                continue;
            }
            self.edits.push(Edit {
                n,
                whole: whole.clone(),
                before: format!(
                    "(/*{n}[*/if crate::changed({n}) {{ /*{n}<*/{with}/*>{n}*/ }} else {{ "
                ),
                after: format!(" }}/*]{n}*/)"),
            });
        }
    }

    fn in_constant(&mut self, constant: bool, visit: impl FnOnce(&mut Self)) {
        let before = std::mem::replace(&mut self.constant, constant);
        visit(self);
        self.constant = before;
    }

    /// A function's body: a change returns at once.
    fn body(&mut self, block: &syn::Block, constant: bool) {
        let (Some(first), Some(last)) = (block.stmts.first(), block.stmts.last()) else {
            return;
        };
        let body = self.range(first.span()).start..self.range(last.span()).end;
        for (n, with) in self.asked_at("FnValue", &body) {
            if constant {
                self.left_out.insert(n, "constant");
                continue;
            }
            self.edits.push(Edit {
                n,
                whole: body.start..body.start,
                before: format!(
                    "/*{n}[*/if crate::changed({n}) {{ /*{n}<*/return {with};/*>{n}*/ }}/*]{n}*/ "
                ),
                after: String::new(),
            });
        }
    }
}

/// Whether an operand has a `let`, which is no expression of its own.
fn has_let(it: &syn::Expr) -> bool {
    match it {
        syn::Expr::Let(_) => true,
        syn::Expr::Binary(it) => has_let(&it.left) || has_let(&it.right),
        _ => false,
    }
}

impl<'ast> Visit<'ast> for Finder<'_> {
    fn visit_item_fn(&mut self, it: &'ast syn::ItemFn) {
        let constant = it.sig.constness.is_some();
        self.body(&it.block, constant);
        self.in_constant(constant, |me| visit::visit_item_fn(me, it));
    }

    fn visit_impl_item_fn(&mut self, it: &'ast syn::ImplItemFn) {
        let constant = it.sig.constness.is_some();
        self.body(&it.block, constant);
        self.in_constant(constant, |me| visit::visit_impl_item_fn(me, it));
    }

    fn visit_trait_item_fn(&mut self, it: &'ast syn::TraitItemFn) {
        if let Some(block) = &it.default {
            self.body(block, false);
        }
        visit::visit_trait_item_fn(self, it);
    }

    fn visit_item_const(&mut self, it: &'ast syn::ItemConst) {
        self.in_constant(true, |me| visit::visit_item_const(me, it));
    }

    fn visit_impl_item_const(&mut self, it: &'ast syn::ImplItemConst) {
        self.in_constant(true, |me| visit::visit_impl_item_const(me, it));
    }

    fn visit_item_static(&mut self, it: &'ast syn::ItemStatic) {
        self.in_constant(true, |me| visit::visit_item_static(me, it));
    }

    fn visit_expr_binary(&mut self, it: &'ast syn::ExprBinary) {
        let (whole, op) = (self.range(it.span()), self.range(it.op.span()));
        let asked = self.asked_at("BinaryOperator", &op);
        if has_let(&it.left) || has_let(&it.right) {
            for (n, _) in asked {
                self.left_out.insert(n, "a chain of let");
            }
        } else {
            let text = |range: Range<usize>| &self.text[range];
            let (left, right) = (text(whole.start..op.start), text(op.end..whole.end));
            let assigns =
                |with: &str| with.ends_with('=') && !["==", "!=", "<=", ">="].contains(&with);
            let changed = asked.into_iter().map(|(n, with)| match assigns(&with) {
                true => (n, format!("{left} {with} {right}")),
                false => (n, format!("({left}) {with} ({right})")),
            });
            let changed = changed.collect();
            self.choose(&whole, changed);
        }
        visit::visit_expr_binary(self, it);
    }

    fn visit_expr_unary(&mut self, it: &'ast syn::ExprUnary) {
        let (whole, op) = (self.range(it.span()), self.range(it.op.span()));
        let rest = self.text[op.end..whole.end].to_owned();
        let asked = self.asked_at("UnaryOperator", &op).into_iter();
        self.choose(&whole, asked.map(|(n, _)| (n, rest.clone())).collect());
        visit::visit_expr_unary(self, it);
    }

    fn visit_expr_struct(&mut self, it: &'ast syn::ExprStruct) {
        let whole = self.range(it.span());
        let mut changed = Vec::new();
        for field in &it.fields {
            // The comma after it may be counted in.
            let at = self.range(field.span());
            let here = |it: &&Asked| it.genre == "StructField" && it.at.start == at.start;
            let asked: Vec<u64> = self.asked.iter().filter(here).map(|it| it.n).collect();
            for n in asked {
                let rest = self.text[at.end..whole.end].trim_start_matches(',');
                changed.push((n, format!("{}{rest}", &self.text[whole.start..at.start])));
            }
        }
        self.choose(&whole, changed);
        visit::visit_expr_struct(self, it);
    }

    fn visit_arm(&mut self, it: &'ast syn::Arm) {
        let whole = self.range(it.span());
        let here = |at: &Range<usize>| at.start == whole.start && at.end <= whole.end + 1;
        let arms = self
            .asked
            .iter()
            .filter(|a| a.genre == "MatchArm" && here(&a.at));
        let arms: Vec<u64> = arms.map(|it| it.n).collect();
        for n in arms {
            let (whole, before, after) = match &it.guard {
                None => {
                    let end = self.range(it.pat.span()).end;
                    (
                        end..end,
                        format!(" /*{n}[*/if !crate::changed({n})/*]{n}*/"),
                        String::new(),
                    )
                }
                Some((_, guard)) => (
                    self.range(guard.span()),
                    format!("/*{n}[*/!crate::changed({n})/*]{n}*/ && ("),
                    ")".to_owned(),
                ),
            };
            self.edits.push(Edit {
                n,
                whole,
                before,
                after,
            });
        }
        if let Some((_, guard)) = &it.guard {
            let at = self.range(guard.span());
            let changed = self.asked_at("MatchArmGuard", &at);
            self.choose(&at, changed);
        }
        visit::visit_arm(self, it);
    }
}

/// The text with all edits: of those at one place the widest is outside.
fn render(text: &str, edits: &[Edit]) -> String {
    let mut marks: Vec<(usize, i64, &str)> = Vec::new();
    for (nth, edit) in edits.iter().enumerate() {
        let (width, nth) = ((edit.whole.end - edit.whole.start) as i64, nth as i64);
        // What ends at a place stands before what begins there, the narrowest first; what is only put in is
        // outside of all that begins there.
        let order = width * 1_000 + nth;
        let opens = if width == 0 {
            nth
        } else {
            i64::MAX / 2 - order
        };
        marks.push((edit.whole.start, opens.max(1), &edit.before));
        marks.push((edit.whole.end, i64::MIN / 2 + order, &edit.after));
    }
    marks.sort();
    let (mut out, mut at) = (String::new(), 0);
    for (place, _, mark) in marks {
        out.push_str(&text[at..place]);
        out.push_str(mark);
        at = place;
    }
    out + &text[at..]
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut words = std::env::args().skip(1);
    let (Some(list), Some(root)) = (words.next(), words.next()) else {
        return Err("scrutineer-mutants LIST ROOT".into());
    };
    let list: Vec<Value> = serde_json::from_str(&std::fs::read_to_string(list)?)?;
    let mut files: BTreeMap<String, Vec<&Value>> = BTreeMap::new();
    for it in &list {
        let file = it["file"].as_str().ok_or("a change without a file")?;
        files.entry(file.to_owned()).or_default().push(it);
    }
    for (file, of_file) in files {
        let path = format!("{root}/{file}");
        let text = std::fs::read_to_string(&path)?;
        let ends = text.match_indices('\n').map(|(at, _)| at + 1);
        let lines: Vec<usize> = std::iter::once(0).chain(ends).collect();
        let mut finder = Finder {
            text: &text,
            lines,
            asked: &[],
            edits: Vec::new(),
            left_out: BTreeMap::new(),
            constant: false,
        };
        let place = |at: &Value| {
            let number = |name: &str| at[name].as_u64().unwrap_or(1) as usize;
            finder.place(LineColumn {
                line: number("line"),
                column: number("column") - 1,
            })
        };
        let asked: Vec<Asked> = of_file
            .iter()
            .map(|it| Asked {
                n: it["n"].as_u64().unwrap_or(0),
                genre: it["genre"].as_str().unwrap_or("").to_owned(),
                with: it["replacement"].as_str().unwrap_or("").to_owned(),
                at: place(&it["span"]["start"])..place(&it["span"]["end"]),
            })
            .collect();
        finder.asked = &asked;
        finder.visit_file(&syn::parse_file(&text)?);
        for it in &asked {
            let done = finder.edits.iter().any(|edit| edit.n == it.n);
            let reason = finder.left_out.get(&it.n).copied();
            let reason = reason.or((!done).then_some("place not found"));
            println!("{}", json!({ "n": it.n, "left_out": reason }));
        }
        std::fs::write(&path, render(&text, &finder.edits))?;
    }
    Ok(())
}
