//! A chart as a picture: a band for each group, and in it everything at the right of what it refers to.
//!
//! The order in a column follows what its things refer to, which keeps the lines short; they lead around the boxes (`ways`). It must not know what
//! the things are.

use std::collections::BTreeMap;

use aws::facts::types::{self, Purpose};

use super::measures::{GAP, MARGIN, NAME, PADDING};
use super::ways::{Cell, Side, Ways};
use crate::chart::{Chart, ChartNode, Edge, Group, Item};
use crate::scene::{Anchor, Icon, Look, Rect, Scene, Stroke, TextStyle};

const WIDTH: i32 = 290;
const HEIGHT: i32 = 46;
/// Between two columns at the least.
const BETWEEN: i32 = 70;
/// So many things stand in one column at the most; further ones stand in the next.
const HIGHEST: usize = 14;

/// The picture.
pub(crate) fn scene(chart: &Chart) -> Scene {
    let mut scene = Scene { title: chart.title.clone(), description: description(chart), ..Scene::default() };
    scene.text(MARGIN, MARGIN + 18, Anchor::Start, TextStyle::Title, &chart.title);
    let loose: Vec<&ChartNode> =
        chart.items.iter().filter_map(|item| if let Item::Node(node) = item { Some(node) } else { None }).collect();
    let mut bands = vec![(String::new(), loose)];
    for item in &chart.items {
        if let Item::Group(Group { id: _, label, items }) = item {
            let mut nodes = Vec::new();
            for item in items {
                flatten(item, &mut nodes);
            }
            bands.push((label.clone(), nodes));
        }
    }
    bands.retain(|(_, nodes)| !nodes.is_empty());
    let bands: Vec<Band<'_>> =
        bands.into_iter().map(|(label, nodes)| Band { label, columns: columns(&nodes, &chart.edges) }).collect();
    let cells: BTreeMap<&str, Cell> =
        bands.iter().enumerate().flat_map(|(band, it)| it.cells(band).map(|(cell, node)| (node.id.as_str(), cell))).collect();
    let pairs = chart.edges.iter().filter_map(|Edge { from, to, .. }| Some((*cells.get(from.as_str())?, *cells.get(to.as_str())?)));
    let ways = Ways::new(pairs);
    // First how high everything stands, then how far to the right: how wide a gutter is depends on how far its ways go up and down.
    let mut y = MARGIN + 40;
    let heights: Vec<Heights> = bands
        .iter()
        .enumerate()
        .map(|(band, it)| {
            let heights = Heights::of(y, it.rows(), |row| ways.aisle(band, row));
            y = heights.bottom + 40;
            heights
        })
        .collect();
    let middle = |cell: Cell| heights[cell.band].rows[cell.row] + HEIGHT / 2;
    let aisle = |band: usize, row: usize| heights[band].rows[row - 1] + HEIGHT;
    let laid = ways.laid(&middle, &aisle);
    let most = bands.iter().map(|band| band.columns.len()).max().unwrap_or(0);
    let mut lefts = vec![MARGIN + PADDING];
    for column in 1..=most {
        lefts.push(lefts[column - 1] + WIDTH + laid.gutter(column).unwrap_or(0).max(BETWEEN));
    }
    let side = |cell: Cell, side: Side| lefts[cell.column] + if side == Side::Right { WIDTH } else { 0 };
    let gutter = |column: usize| {
        let (left, right) = (lefts[column - 1] + WIDTH, lefts[column]);
        left + (right - left - laid.gutter(column).unwrap_or(0)) / 2
    };
    for (band, heights) in bands.iter().zip(&heights) {
        let right = lefts[band.columns.len() - 1] + WIDTH + PADDING;
        scene.frame(Rect::new(MARGIN, heights.top, right - MARGIN, heights.bottom - heights.top), Look::Private, &band.label, "");
        for (cell, node) in band.cells(0) {
            let place = Rect::new(lefts[cell.column], heights.rows[cell.row], WIDTH, HEIGHT);
            let (name, facts) = node.lines.split_first().map_or((node.id.as_str(), &[][..]), |(name, facts)| (name, facts));
            scene.node(place, icon(node.lines.last().map_or("", String::as_str)), name, facts, &node.id);
        }
    }
    for corners in laid.lines(&middle, &side, &aisle, &gutter) {
        scene.line(Stroke::Reference, true, corners);
    }
    let title = MARGIN + TextStyle::Title.width_of(&chart.title);
    scene.width = title.max(lefts[most]) + MARGIN;
    scene.height = y - 40 + MARGIN;
    scene
}

/// A group of things, which stand in columns.
struct Band<'a> {
    label: String,
    columns: Vec<Vec<&'a ChartNode>>,
}

impl<'a> Band<'a> {
    fn rows(&self) -> usize {
        self.columns.iter().map(Vec::len).max().unwrap_or(0)
    }

    /// Each thing, and where it stands.
    fn cells(&self, band: usize) -> impl Iterator<Item = (Cell, &'a ChartNode)> {
        self.columns
            .iter()
            .enumerate()
            .flat_map(move |(column, nodes)| nodes.iter().enumerate().map(move |(row, node)| (Cell { band, column, row }, *node)))
    }
}

/// How high a band and its rows stand.
struct Heights {
    top: i32,
    rows: Vec<i32>,
    bottom: i32,
}

impl Heights {
    /// Of a band that begins there, with the aisles above its rows and below the last one.
    fn of(top: i32, rows: usize, aisle: impl Fn(usize) -> Option<i32>) -> Self {
        let mut next = top + NAME;
        let mut heights = Vec::with_capacity(rows);
        for row in 0..rows {
            heights.push(next);
            let least = if row + 1 < rows { GAP } else { PADDING };
            next += HEIGHT + aisle(row + 1).unwrap_or(0).max(least);
        }
        Self { top, rows: heights, bottom: next }
    }
}

fn flatten<'a>(item: &'a Item, nodes: &mut Vec<&'a ChartNode>) {
    match item {
        Item::Node(node) => nodes.push(node),
        Item::Group(group) => group.items.iter().for_each(|item| flatten(item, nodes)),
    }
}

/// The things in columns: each at the right of all that it refers to in its own band.
fn columns<'a>(nodes: &[&'a ChartNode], edges: &[Edge]) -> Vec<Vec<&'a ChartNode>> {
    let place: BTreeMap<&str, usize> = nodes.iter().enumerate().map(|(n, node)| (node.id.as_str(), n)).collect();
    let mut needs: Vec<Vec<usize>> = vec![Vec::new(); nodes.len()];
    for edge in edges {
        if let (Some(from), Some(to)) = (place.get(edge.from.as_str()), place.get(edge.to.as_str())) {
            needs[*from].push(*to);
        }
    }
    let mut ranks = vec![0; nodes.len()];
    // As many rounds as the longest way could have steps; what refers to itself in a circle ends there too.
    for _ in 0..nodes.len() {
        let before = ranks.clone();
        for (node, needs) in needs.iter().enumerate() {
            ranks[node] = needs.iter().map(|need| before[*need] + 1).max().unwrap_or(0).min(nodes.len() - 1);
        }
        if ranks == before {
            break;
        }
    }
    let mut columns: Vec<Vec<usize>> = vec![Vec::new(); ranks.iter().max().map_or(0, |highest| highest + 1)];
    let mut rows = vec![0; nodes.len()];
    for (rank, column) in columns.iter_mut().enumerate() {
        column.extend((0..nodes.len()).filter(|node| ranks[*node] == rank));
        column.sort_by_key(|node| {
            let needs = &needs[*node];
            (needs.iter().map(|need| rows[*need]).sum::<usize>() * 1000).checked_div(needs.len()).unwrap_or(0)
        });
        column.iter().enumerate().for_each(|(row, node)| rows[*node] = row);
    }
    let wrapped = columns.iter().flat_map(|column| column.chunks(HIGHEST));
    wrapped.map(|column| column.iter().map(|node| nodes[*node]).collect()).collect()
}

/// What a resource is for, as far as its type tells.
fn icon(kind: &str) -> Icon {
    match types::of(kind).map_or(Purpose::Connection, |row| row.purpose) {
        Purpose::Compute => Icon::Container,
        Purpose::Data => Icon::Database,
        Purpose::Guard => Icon::Secret,
        Purpose::Watch => Icon::Chart,
        Purpose::Connection => Icon::LoadBalancer,
    }
}

fn description(chart: &Chart) -> String {
    let groups = chart.items.iter().filter_map(|item| if let Item::Group(group) = item { Some(group) } else { None });
    let counted: Vec<String> = groups.map(|group| format!("{}: {} resources", group.label, group.items.len())).collect();
    format!("{}. {} references between them.", counted.join(", "), chart.edges.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Three groups of 40 things, each of which refers to a few of all.
    fn chart() -> Chart {
        let id = |n: usize| format!("n{n}");
        let group = |g: usize| {
            Item::group(format!("g{g}"), format!("group {g}"), (0..40).map(|n| Item::node(id(g * 40 + n), [id(n)])).collect())
        };
        let edges = (0..120_usize).flat_map(|n| [n * 7 % 120, n / 2, n * n % 120].map(|to| Edge::new(id(n), id(to), "")));
        Chart { title: "All".to_owned(), items: (0..3).map(group).collect(), edges: edges.collect() }
    }

    #[test]
    fn lines_lead_around_the_boxes_and_beside_one_another() {
        let scene = scene(&chart());
        assert!(scene.boxes.len() == 120 && scene.lines.len() > 250, "{} boxes, {} lines", scene.boxes.len(), scene.lines.len());
        let parts = |line: &crate::scene::Line| -> Vec<Rect> {
            let part = |pair: &[(i32, i32)]| {
                let ((x, y), (to_x, to_y)) = (pair[0], pair[1]);
                assert!(x == to_x || y == to_y, "{pair:?} is aslant");
                Rect::new(x.min(to_x), y.min(to_y), (x - to_x).abs(), (y - to_y).abs())
            };
            line.points.windows(2).map(part).collect()
        };
        for line in &scene.lines {
            for part in parts(line) {
                let thick = Rect::new(part.x, part.y, part.width.max(1), part.height.max(1));
                let inside = scene.boxes.iter().find(|it| {
                    let inner = Rect::new(it.rect.x + 1, it.rect.y + 1, it.rect.width - 2, it.rect.height - 2);
                    thick.overlaps(&inner)
                });
                assert!(inside.is_none(), "{line:?} leads through {inside:?}");
                assert!(part.x > 0 && part.right() < scene.width && part.y > 0 && part.bottom() < scene.height, "{part:?}");
            }
        }
        // What goes up or down in one lane leads to one thing.
        let mut upright: Vec<(Rect, (i32, i32))> = Vec::new();
        for line in &scene.lines {
            let end = *line.points.last().expect("it ends");
            upright.extend(parts(line).into_iter().filter(|part| part.width == 0).map(|part| (part, end)));
        }
        for (part, to) in &upright {
            let meets = |other: &Rect| part.x == other.x && part.y < other.bottom() && other.y < part.bottom();
            assert!(upright.iter().all(|(other, end)| end == to || !meets(other)), "{part:?} to {to:?}");
        }
    }
}
