//! A chart: things in groups, and arrows between them; what Mermaid and Graphviz lay out themselves.
//!
//! It must not know what the things are, nor how a format writes them.

/// A chart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chart {
    /// What it shows.
    pub title: String,
    /// The things and groups at its top.
    pub items: Vec<Item>,
    /// The arrows.
    pub edges: Vec<Edge>,
}

/// A thing or a group of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    /// A thing.
    Node(ChartNode),
    /// A group.
    Group(Group),
}

/// A thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChartNode {
    /// The name under which arrows know it, unlike every other one in the chart.
    pub id: String,
    /// What is written in it, line by line.
    pub lines: Vec<String>,
}

/// A group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Its name, unlike every other one in the chart.
    pub id: String,
    /// What is written at its top.
    pub label: String,
    /// What stands in it.
    pub items: Vec<Item>,
}

/// An arrow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edge {
    /// The thing from which it leads.
    pub from: String,
    /// The thing to which it leads.
    pub to: String,
    /// What is written beside it; empty for nothing.
    pub label: String,
    /// Whether it is drawn with dashes.
    pub dashed: bool,
    /// Whether it leads back, against the direction in which the chart is read.
    pub back: bool,
}

impl Item {
    /// A thing.
    pub fn node(id: impl Into<String>, lines: impl IntoIterator<Item = String>) -> Self {
        Self::Node(ChartNode { id: id.into(), lines: lines.into_iter().collect() })
    }

    /// A group.
    pub fn group(id: impl Into<String>, label: impl Into<String>, items: Vec<Self>) -> Self {
        Self::Group(Group { id: id.into(), label: label.into(), items })
    }
}

impl Edge {
    /// An arrow.
    pub fn new(from: impl Into<String>, to: impl Into<String>, label: impl Into<String>) -> Self {
        Self { from: from.into(), to: to.into(), label: label.into(), dashed: false, back: false }
    }

    /// The arrow leading back.
    pub fn back(self) -> Self {
        Self { back: true, ..self }
    }

    /// The arrow drawn with dashes.
    pub fn dashed(self) -> Self {
        Self { dashed: true, ..self }
    }
}
