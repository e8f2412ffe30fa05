//! A chart as a picture: a band for each group, and in it everything at the right of what it refers to.
//!
//! The order in a column follows what its things refer to, which keeps the lines short. It must not know what the things are.

use std::collections::BTreeMap;

use aws::facts::types::{self, Purpose};

use super::measures::{MARGIN, NAME, PADDING, nth, stacked};
use crate::chart::{Chart, ChartNode, Edge, Group, Item};
use crate::scene::{Anchor, Icon, Look, Rect, Scene, Stroke, TextStyle};

const WIDTH: i32 = 290;
const HEIGHT: i32 = 46;
/// Between the columns, for the lines.
const BETWEEN: i32 = 70;
/// So many things stand in one column at the most; further ones stand in the next.
const HIGHEST: usize = 14;

/// The picture.
pub(crate) fn scene(chart: &Chart) -> Scene {
    let mut scene = Scene { title: chart.title.clone(), description: description(chart), ..Scene::default() };
    scene.text(MARGIN, MARGIN + 18, Anchor::Start, TextStyle::Title, &chart.title);
    let mut places: BTreeMap<&str, Rect> = BTreeMap::new();
    let mut y = MARGIN + 40;
    let mut right = MARGIN + TextStyle::Title.width_of(&chart.title);
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
    for (label, nodes) in bands.iter().filter(|(_, nodes)| !nodes.is_empty()) {
        let columns = columns(nodes, &chart.edges);
        let highest = columns.iter().map(Vec::len).max().unwrap_or(0);
        let width = i32::try_from(columns.len()).unwrap_or(1) * (WIDTH + BETWEEN) - BETWEEN;
        let frame = Rect::new(MARGIN, y, width + 2 * PADDING, NAME + stacked(highest, HEIGHT) + PADDING);
        scene.frame(frame, Look::Private, label, "");
        for (column, nodes) in (0..).zip(&columns) {
            let first = Rect::new(frame.x + PADDING + column * (WIDTH + BETWEEN), frame.y + NAME, WIDTH, HEIGHT);
            for (n, node) in nodes.iter().enumerate() {
                let place = nth(first, n);
                let (name, facts) = node.lines.split_first().map_or((node.id.as_str(), &[][..]), |(name, facts)| (name, facts));
                scene.node(place, icon(node.lines.last().map_or("", String::as_str)), name, facts, &node.id);
                places.insert(&node.id, place);
            }
        }
        y = frame.bottom() + 40;
        right = right.max(frame.right());
    }
    for Edge { from, to, .. } in &chart.edges {
        if let (Some(from), Some(to)) = (places.get(from.as_str()), places.get(to.as_str())) {
            scene.line(Stroke::Reference, true, way(from, to));
        }
    }
    scene.width = right + MARGIN;
    scene.height = y - 40 + MARGIN;
    scene
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

/// From a thing to what it refers to, by the edges that face each other.
fn way(from: &Rect, to: &Rect) -> [(i32, i32); 2] {
    if to.right() <= from.x {
        [(from.x, from.middle()), (to.right(), to.middle())]
    } else if to.x >= from.right() {
        [(from.right(), from.middle()), (to.x, to.middle())]
    } else if to.y >= from.bottom() {
        [(from.centre(), from.bottom()), (to.centre(), to.y)]
    } else {
        [(from.centre(), from.y), (to.centre(), to.bottom())]
    }
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
