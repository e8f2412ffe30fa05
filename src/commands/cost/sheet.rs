//! Tables as text or as Markdown. It must not know what stands in them.

use std::fmt::Write as _;

/// How a table looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    /// Columns by spaces.
    Text,
    /// Columns by bars.
    Markdown,
}

/// A table: its columns, and rows of as many cells.
pub(super) struct Table {
    columns: Vec<Column>,
    rows: Vec<Vec<String>>,
}

/// A column.
pub(super) enum Column {
    /// Words, from the left.
    Words(&'static str),
    /// Numbers, to the right.
    Numbers(String),
}

impl Column {
    fn title(&self) -> &str {
        match self {
            Self::Words(title) => title,
            Self::Numbers(title) => title,
        }
    }

    fn is_number(&self) -> bool {
        matches!(self, Self::Numbers(_))
    }
}

impl Table {
    /// A table without rows.
    pub(super) fn new(columns: Vec<Column>) -> Self {
        Self { columns, rows: Vec::new() }
    }

    /// Adds a row.
    pub(super) fn row(&mut self, cells: Vec<String>) {
        self.rows.push(cells);
    }

    /// The table as text, with an empty line behind it.
    pub(super) fn render(&self, style: Style) -> String {
        match style {
            Style::Text => self.text(),
            Style::Markdown => self.markdown(),
        }
    }

    fn text(&self) -> String {
        let titles: Vec<String> = self.columns.iter().map(|column| column.title().to_owned()).collect();
        let width = |index: usize| {
            let cells = self.rows.iter().chain([&titles]).filter_map(|row| row.get(index));
            cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
        };
        let widths: Vec<usize> = (0..self.columns.len()).map(width).collect();
        let mut text = String::new();
        for row in [&titles].into_iter().chain(&self.rows) {
            let cells = row.iter().zip(&self.columns).zip(&widths).map(|((cell, column), width)| {
                if column.is_number() { format!("{cell:>width$}") } else { format!("{cell:<width$}") }
            });
            let _ = writeln!(text, "  {}", cells.collect::<Vec<_>>().join("  ").trim_end());
        }
        text.push('\n');
        text
    }

    fn markdown(&self) -> String {
        let mut text = String::new();
        let titles: Vec<&str> = self.columns.iter().map(Column::title).collect();
        let rules: Vec<&str> = self.columns.iter().map(|column| if column.is_number() { "---:" } else { "---" }).collect();
        let _ = writeln!(text, "| {} |\n| {} |", titles.join(" | "), rules.join(" | "));
        for row in &self.rows {
            let cells: Vec<String> = row.iter().map(|cell| cell.replace('|', "\\|")).collect();
            let _ = writeln!(text, "| {} |", cells.join(" | "));
        }
        text.push('\n');
        text
    }
}

/// A heading.
pub(super) fn heading(title: &str, style: Style) -> String {
    match style {
        Style::Text => format!("{title}\n"),
        Style::Markdown => format!("## {title}\n\n"),
    }
}

/// A list, with an empty line behind it.
pub(super) fn list(entries: impl IntoIterator<Item = String>, style: Style) -> String {
    let bullet = match style {
        Style::Text => "  ",
        Style::Markdown => "- ",
    };
    let mut text = String::new();
    for entry in entries {
        let _ = writeln!(text, "{bullet}{entry}");
    }
    text.push('\n');
    text
}
