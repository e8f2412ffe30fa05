//! Puts snapshots that stand inside a test into its source. insta writes them only aside, for a tool of its own, as lines of JSON.

use std::collections::BTreeMap;
use std::fs;
use std::ops::Range;
use std::path::Path;

use anyhow::{Context, Result, bail};
use serde_json::Value as Json;

/// Writes every snapshot of the folder into the source that it belongs to; how many there were.
pub(crate) fn accept(root: &Path, pending: &Path) -> Result<usize> {
    let mut files = Vec::new();
    super::collect(pending, &mut files)?;
    let mut accepted = 0;
    for file in files {
        let Some(name) = file.file_name().and_then(|name| name.to_str()?.strip_prefix('.')?.strip_suffix(".pending-snap")) else {
            continue;
        };
        let folder = file.parent().unwrap_or(pending).strip_prefix(pending)?;
        let source = root.join(folder).join(name);
        let text = fs::read_to_string(&source).with_context(|| format!("cannot read {}", source.display()))?;
        let snapshots = snapshots(&fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?)?;
        let written = rewritten(&text, &snapshots).with_context(|| source.display().to_string())?;
        fs::write(&source, written).with_context(|| format!("cannot write {}", source.display()))?;
        accepted += snapshots.len();
    }
    Ok(accepted)
}

/// The new texts by the line of their assertion. A line without a new text says that the old one is right.
fn snapshots(lines: &str) -> Result<BTreeMap<usize, String>> {
    let mut snapshots = BTreeMap::new();
    for line in lines.lines() {
        let entry: Json = serde_json::from_str(line).context("insta's proposal cannot be read")?;
        let number = usize::try_from(entry["line"].as_u64().context("insta's proposal has no line")?)?;
        match entry["new"]["snapshot"].as_str() {
            Some(text) => snapshots.insert(number, text.to_owned()),
            None => snapshots.remove(&number),
        };
    }
    Ok(snapshots)
}

/// The source with these snapshots at the assertions of these lines.
fn rewritten(source: &str, snapshots: &BTreeMap<usize, String>) -> Result<String> {
    let mut text = source.to_owned();
    // From the end, so that the lines of those before stay where they are.
    for (&number, snapshot) in snapshots.iter().rev() {
        let start: usize = source.split_inclusive('\n').take(number - 1).map(str::len).sum();
        let Some(range) = literal(source, start) else { bail!("line {number} begins no assertion with a snapshot in it") };
        let line = &source[start..];
        let indent = &line[..line.len() - line.trim_start_matches(' ').len()];
        text.replace_range(range, &written(snapshot, indent));
    }
    Ok(text)
}

/// Where the first literal after an `@` stands, seen from here: `"…"`, `r"…"` or `r#"…"#`.
fn literal(source: &str, start: usize) -> Option<Range<usize>> {
    let bytes = source.as_bytes();
    let mut at = start;
    loop {
        at += source[at..].find('@')?;
        let begin = at + 1;
        let raw = bytes.get(begin) == Some(&b'r');
        let hashes = source[begin + usize::from(raw)..].bytes().take_while(|byte| *byte == b'#').count();
        let quote = begin + usize::from(raw) + hashes;
        if bytes.get(quote) != Some(&b'"') {
            at = begin;
            continue;
        }
        if raw {
            let end = format!("\"{}", "#".repeat(hashes));
            let length = source[quote + 1..].find(&end)?;
            return Some(begin..quote + 1 + length + end.len());
        }
        let mut escaped = false;
        let length = source[quote + 1..].bytes().position(|byte| {
            let is_end = byte == b'"' && !escaped;
            escaped = byte == b'\\' && !escaped;
            is_end
        })?;
        return Some(begin..quote + 1 + length + 1);
    }
}

/// The text as a literal: on lines of its own where it has several, raw where it has to be.
fn written(snapshot: &str, indent: &str) -> String {
    let text = snapshot.trim_end();
    let is_raw = text.contains(['"', '\\']);
    let hashes = (1..=snapshot.len())
        .map(|count| "#".repeat(count))
        .find(|hashes| !text.contains(&format!("\"{hashes}")))
        .unwrap_or_default();
    let (open, close) = if is_raw { (format!("r{hashes}\""), format!("\"{hashes}")) } else { ("\"".to_owned(), "\"".to_owned()) };
    if !text.contains('\n') {
        return format!("{open}{text}{close}");
    }
    let lines = text.lines().map(|line| if line.is_empty() { "\n".to_owned() } else { format!("{indent}{line}\n") });
    format!("{open}\n{}{indent}{close}", lines.collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_snapshot_takes_the_place_of_the_old_one() {
        let source = "fn a() {\n    assert_snapshot!(mail(\"a@b\"), @\"old\");\n    assert_snapshot!(\n        two(),\n        @r#\"\n    x\n    \"#\n    );\n}\n";
        let new = BTreeMap::from([(2, "say \"new\"".to_owned()), (3, "one\n\n  two".to_owned())]);
        let expected = "fn a() {\n    assert_snapshot!(mail(\"a@b\"), @r#\"say \"new\"\"#);\n    assert_snapshot!(\n        two(),\n        @\"\n    one\n\n      two\n    \"\n    );\n}\n";
        assert_eq!(rewritten(source, &new).expect("both are there"), expected);
    }

    #[test]
    fn a_proposal_that_was_withdrawn_is_none() {
        let lines = "{\"line\":2,\"new\":{\"snapshot\":\"x\"},\"old\":null}\n{\"line\":2,\"new\":null,\"old\":null}\n";
        assert!(snapshots(lines).expect("they can be read").is_empty());
    }
}
