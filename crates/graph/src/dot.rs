//! A chart in DOT, the language of Graphviz.

use std::fmt::Write as _;

use crate::chart::{Chart, ChartNode, Edge, Group, Item};

/// The graph.
pub fn render(chart: &Chart, direction: &str) -> String {
    let mut text = format!(
        "digraph synth {{\n  graph [label={}, labelloc=t, rankdir={direction}, fontname=\"Helvetica\", compound=true]\n  \
         node [shape=box, style=rounded, fontname=\"Helvetica\", fontsize=11]\n  edge [fontname=\"Helvetica\", fontsize=10]\n",
        quoted(&chart.title)
    );
    for item in &chart.items {
        write_item(&mut text, item, 1);
    }
    for Edge { from, to, label, dashed, back } in &chart.edges {
        let mut attributes = Vec::new();
        if !label.is_empty() {
            attributes.push(format!("label={}", quoted(label)));
        }
        if *dashed {
            attributes.push("style=dashed".to_owned());
        }
        if *back {
            attributes.push("constraint=false".to_owned());
        }
        let attributes = if attributes.is_empty() { String::new() } else { format!(" [{}]", attributes.join(", ")) };
        let _ = writeln!(text, "  {} -> {}{attributes}", quoted(from), quoted(to));
    }
    text.push_str("}\n");
    text
}

fn write_item(text: &mut String, item: &Item, depth: usize) {
    let indent = "  ".repeat(depth);
    match item {
        Item::Node(ChartNode { id, lines }) => {
            let _ = writeln!(text, "{indent}{} [label={}]", quoted(id), quoted(&lines.join("\n")));
        }
        Item::Group(Group { id, label, items }) => {
            // Only subgraphs whose name starts with `cluster` are drawn as a box (DOT Language, "Subgraphs and Clusters").
            let name = format!("cluster {id}");
            let _ = writeln!(text, "{indent}subgraph {} {{\n{indent}  label={}", quoted(&name), quoted(label));
            for item in items {
                write_item(text, item, depth + 1);
            }
            let _ = writeln!(text, "{indent}}}");
        }
    }
}

/// A quoted string: the quote and the backslash are escaped, a new line is `\n`.
fn quoted(text: &str) -> String {
    let mut result = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' => result.push_str("\\\""),
            '\\' => result.push_str("\\\\"),
            '\n' => result.push_str("\\n"),
            letter if letter.is_control() => result.push(' '),
            letter => result.push(letter),
        }
    }
    result.push('"');
    result
}
