//! A difference for a pull request's comment. It must not know how it was found.

use std::fmt::Write as _;

use terraform::compare::{Change, Difference, Following};

use super::advice::{Advice, advised, why};
use super::text::{anew_words, argument_text, indented, moved_words};

/// What differs, as a list by module: warnings first, arguments folded under their block.
pub fn markdown(difference: &Difference) -> String {
    let mut out = String::new();
    for block in difference.lost() {
        let _ = writeln!(out, "> [!CAUTION]\n> {} is **destroyed, with all that it holds**\n", code(&block.address));
    }
    for block in difference.replaced() {
        let what = if block.stateful { "**destroyed and made anew, with all that it holds**" } else { "replaced" };
        let arguments: Vec<String> = block.replacing().iter().map(|path| code(path)).collect();
        let _ = writeln!(
            out,
            "> [!{}]\n> {} is {what}, because of {}\n",
            if block.stateful { "CAUTION" } else { "WARNING" },
            code(&block.address),
            arguments.join(", ")
        );
    }
    for Following { address, because, replaced, stateful } in &difference.follows {
        let (mark, what) = match (replaced, stateful) {
            (true, true) => ("CAUTION", "**destroyed and made anew, with all that it holds**"),
            (true, false) => ("WARNING", "replaced"),
            (false, _) => ("NOTE", "changed"),
        };
        let because: Vec<String> = because.iter().map(|address| code(address)).collect();
        let _ = writeln!(out, "> [!{mark}]\n> {} is {what}, because it refers to {}\n", code(address), because.join(", "));
    }
    let Advice { settings, kept, anew } = advised(&difference.relocations);
    if kept > 0 {
        let blocks = indented(&settings, "> ");
        let _ = writeln!(out, "> [!WARNING]\n> {}\n>\n> ```toml\n{blocks}> ```\n", moved_words(kept));
    }
    if !anew.is_empty() {
        let _ = writeln!(out, "> [!WARNING]\n> {}\n>", anew_words(anew.len()));
        for it in &anew {
            let _ = writeln!(out, "> - {} → {}, {}", code(&it.from), code(&it.to), why(it));
        }
        out.push('\n');
    }
    let mut module = None;
    for block in &difference.blocks {
        if module != Some(&block.module) {
            let gap = if module.is_some() { "\n" } else { "" };
            let _ = writeln!(out, "{gap}#### {}\n", if block.module.is_empty() { "root module" } else { &block.module });
            module = Some(&block.module);
        }
        let what = match block.change {
            Change::Added => "added",
            Change::Removed => "removed",
            Change::Changed => "changed",
        };
        let moved = block.moved_from.as_ref().map(|from| format!(", moved from {}", code(from))).unwrap_or_default();
        let _ = writeln!(out, "- {what} {}{moved}", code(&block.address));
        for argument in &block.arguments {
            let replaces = if argument.replaces { " **replaces it**" } else { "" };
            let _ = writeln!(out, "  - {}{replaces}", code(&argument_text(argument)));
        }
    }
    out
}

/// Text as code, whatever it holds: fenced by more backticks than it has in a row (`CommonMark`, "Code spans").
pub fn code(text: &str) -> String {
    let text = text.replace(['\n', '\r'], " ");
    let longest = text.split(|letter| letter != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    if text.starts_with('`') || text.ends_with('`') { format!("{fence} {text} {fence}") } else { format!("{fence}{text}{fence}") }
}
