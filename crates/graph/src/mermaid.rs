//! A chart as a Mermaid flowchart.

use std::fmt::Write as _;

use crate::chart::{Chart, ChartNode, Edge, Group, Item};

/// The flowchart.
pub fn render(chart: &Chart, direction: &str) -> String {
    let mut text = format!("---\ntitle: {}\n---\nflowchart {direction}\n", quoted(&chart.title));
    for item in &chart.items {
        write_item(&mut text, item, 1);
    }
    for Edge { from, to, label, dashed, back: _ } in &chart.edges {
        let arrow = if *dashed { "-.->" } else { "-->" };
        let label = if label.is_empty() { String::new() } else { format!("|\"{}\"|", escaped(label)) };
        let _ = writeln!(text, "  {} {arrow}{label} {}", identifier(from), identifier(to));
    }
    text
}

fn write_item(text: &mut String, item: &Item, depth: usize) {
    let indent = "  ".repeat(depth);
    match item {
        Item::Node(ChartNode { id, lines }) => {
            let lines: Vec<String> = lines.iter().map(|line| escaped(line)).collect();
            let _ = writeln!(text, "{indent}{}[\"{}\"]", identifier(id), lines.join("<br/>"));
        }
        Item::Group(Group { id, label, items }) => {
            let _ = writeln!(text, "{indent}subgraph {}[\"{}\"]", identifier(id), escaped(label));
            for item in items {
                write_item(text, item, depth + 1);
            }
            let _ = writeln!(text, "{indent}end");
        }
    }
}

/// A name that Mermaid takes as one: dots and dashes are none of its letters, and `end` alone would close a group.
fn identifier(id: &str) -> String {
    let mut identifier = String::from("n_");
    for letter in id.chars() {
        match letter {
            letter if letter.is_ascii_alphanumeric() || letter == '_' => identifier.push(letter),
            '.' => identifier.push_str("__"),
            other => {
                let _ = write!(identifier, "_{:x}_", u32::from(other));
            }
        }
    }
    identifier
}

/// A text inside quotes: what means something to Mermaid or to HTML stands as an entity (Mermaid, "Entity codes to escape characters").
fn escaped(text: &str) -> String {
    let mut result = String::new();
    for letter in text.chars() {
        match letter {
            '"' => result.push_str("#quot;"),
            '#' => result.push_str("#35;"),
            '&' => result.push_str("#amp;"),
            '<' => result.push_str("#lt;"),
            '>' => result.push_str("#gt;"),
            '`' => result.push_str("#96;"),
            letter if letter.is_control() => result.push(' '),
            letter => result.push(letter),
        }
    }
    result
}

/// A text as YAML takes it, in which the title stands.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
