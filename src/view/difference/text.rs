//! A difference for people at a terminal. It must not know how it was found.

use std::fmt::Write as _;

use terraform::json::Json;

use terraform::compare::{ArgumentChange, BlockChange, Change, Difference, Following};

use super::advice::{Advice, advised, why};
use crate::view::secret;

/// How much of a value is shown: enough to know it, and the line stays one.
const WIDTH: usize = 120;

const BOLD: &str = "\u{1b}[1m";
const RED: &str = "\u{1b}[31m";
const GREEN: &str = "\u{1b}[32m";
const YELLOW: &str = "\u{1b}[33m";
const LOUD: &str = "\u{1b}[1m\u{1b}[91m";
const PLAIN: &str = "\u{1b}[0m";

/// What differs: first what would be destroyed and what probably moved, then every block by module.
pub fn text(difference: &Difference, colour: bool) -> String {
    let paint = |style: &str, text: &str| if colour { format!("{style}{text}{PLAIN}") } else { text.to_owned() };
    let mut out = String::new();
    for block in difference.lost() {
        let _ = writeln!(out, "{}: {}", paint(LOUD, "DESTROYED, WITH ALL THAT IT HOLDS"), block.address);
    }
    for block in difference.replaced() {
        let (style, word) =
            if block.stateful { (LOUD, "DESTROYED AND MADE ANEW, WITH ALL THAT IT HOLDS") } else { (YELLOW, "replaced") };
        let _ = writeln!(out, "{}: {}, because of {}", paint(style, word), block.address, block.replacing().join(", "));
    }
    for Following { address, because, replaced, stateful } in &difference.follows {
        let (style, word) = match (replaced, stateful) {
            (true, true) => (LOUD, "DESTROYED AND MADE ANEW, WITH ALL THAT IT HOLDS"),
            (true, false) => (YELLOW, "replaced"),
            (false, _) => (YELLOW, "changed"),
        };
        let _ = writeln!(out, "{}: {address}, because it refers to {}", paint(style, word), because.join(", "));
    }
    let Advice { settings, kept, anew } = advised(&difference.relocations);
    if kept > 0 {
        let style = if difference.relocations.iter().any(|it| it.stateful) { LOUD } else { YELLOW };
        let _ = writeln!(out, "{}: {}", paint(style, "moved"), moved_words(kept));
        out.push_str(&indented(&settings, "    "));
    }
    if !anew.is_empty() {
        let style = if anew.iter().any(|it| it.stateful) { LOUD } else { YELLOW };
        let _ = writeln!(out, "{}: {}", paint(style, "made anew"), anew_words(anew.len()));
        for it in &anew {
            let _ = writeln!(out, "    {} → {}, {}", it.from, it.to, why(it));
        }
    }
    if !out.is_empty() {
        out.push('\n');
    }
    let mut module = None;
    for block in &difference.blocks {
        if module != Some(&block.module) {
            if module.is_some() {
                out.push('\n');
            }
            let name = if block.module.is_empty() { "root module" } else { &block.module };
            let _ = writeln!(out, "{}", paint(BOLD, name));
            module = Some(&block.module);
        }
        let (style, sign) = match block.change {
            Change::Added => (GREEN, "+"),
            Change::Removed => (RED, "-"),
            Change::Changed => (YELLOW, "~"),
        };
        let _ = writeln!(out, "  {} {}{}", paint(style, sign), local(block), remarks(block));
        for argument in &block.arguments {
            let replaces = if argument.replaces {
                paint(if block.stateful { LOUD } else { YELLOW }, "  # replaces it")
            } else {
                String::new()
            };
            let _ = writeln!(out, "      {}{replaces}", argument_text(argument));
        }
    }
    out
}

/// The text with something before each of its lines.
pub fn indented(text: &str, before: &str) -> String {
    text.lines().flat_map(|line| [before, line, "\n"]).collect()
}

pub(crate) fn moved_words(count: usize) -> String {
    let (what, it) = if count == 1 { ("1 resource seems".to_owned(), "it") } else { (format!("{count} resources seem"), "them") };
    format!("{what} to have another address now; so that Terraform keeps {it}, add to the settings")
}

pub(crate) fn anew_words(count: usize) -> String {
    let (what, it) = if count == 1 { ("1 resource seems".to_owned(), "it") } else { (format!("{count} resources seem"), "them") };
    format!("{what} to have another address now, and no `[[moved]]` keeps {it}: AWS makes {it} anew, and what is there goes")
}

/// The address in its module, which stands above it.
fn local(block: &BlockChange) -> &str {
    block.address.strip_prefix(&format!("module.{}.", block.module)).unwrap_or(&block.address)
}

fn remarks(block: &BlockChange) -> String {
    block.moved_from.as_ref().map(|from| format!(" (moved from {from})")).unwrap_or_default()
}

pub(crate) fn argument_text(ArgumentChange { path, old, new, replaces: _ }: &ArgumentChange) -> String {
    let shown = |value: &Json| shown(&secret::shown(path, value));
    let path = if path.is_empty() { String::new() } else { format!("{path}: ") };
    match (old, new) {
        (Some(old), Some(new)) => format!("{path}{} → {}", shown(old), shown(new)),
        (None, Some(new)) => format!("{path}+ {}", shown(new)),
        (Some(old), None) => format!("{path}- {}", shown(old)),
        (None, None) => path,
    }
}

/// The value on one line, cut where it is long.
fn shown(value: &Json) -> String {
    let text = value.to_string();
    match text.char_indices().nth(WIDTH) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}
