//! Ways between things that stand in columns and rows, around all of them: up and down in the gutters between the columns, across in the aisles
//! between the rows. What leads to one thing shares a lane; what leads to others has lanes of its own, as many as it takes.

use std::cmp::Ordering;
use std::collections::BTreeMap;

/// Between two lanes.
const SPACING: i32 = 7;
/// Between the outermost lane and a box: an arrow fits in.
const CLEARANCE: i32 = 14;
/// How far from the middle of its box a way begins, upwards, and ends, downwards: what ends in a row runs into nothing that begins in it.
const APART: i32 = 8;

/// Where a thing stands: in which band, there in which column, there in which row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Cell {
    pub(super) band: usize,
    pub(super) column: usize,
    pub(super) row: usize,
}

/// A side of a box.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Left,
    Right,
}

/// An aisle: in which band, above which row of it.
type Aisle = (usize, usize);

/// One way.
struct Way {
    from: Cell,
    to: Cell,
    /// Out of which side, and into which gutter: the one at the left of the column with this number.
    out: (Side, usize),
    /// Out of which gutter, and into which side.
    into: (Side, usize),
    /// The aisle from the one gutter to the other, if they are not the same.
    aisle: Option<Aisle>,
}

/// Which lane leads to which thing.
#[derive(Default)]
struct Lanes {
    of: BTreeMap<Cell, usize>,
    count: usize,
}

/// All ways, with the lanes of the aisles.
pub(super) struct Ways {
    ways: Vec<Way>,
    aisles: BTreeMap<Aisle, Lanes>,
}

/// All ways, with all lanes.
pub(super) struct Laid {
    ways: Ways,
    gutters: BTreeMap<usize, Lanes>,
}

impl Way {
    fn new(from: Cell, to: Cell) -> Self {
        let (out, into) = match to.column.cmp(&from.column) {
            Ordering::Less => ((Side::Left, from.column), (Side::Right, to.column + 1)),
            Ordering::Greater => ((Side::Right, from.column + 1), (Side::Left, to.column)),
            Ordering::Equal => ((Side::Right, from.column + 1), (Side::Right, to.column + 1)),
        };
        // Above the first row stands the band's name.
        let is_from_above = (from.band, from.row) < (to.band, to.row) && to.row > 0;
        let aisle = (to.band, if is_from_above { to.row } else { to.row + 1 });
        Self { from, to, out, into, aisle: (out.1 != into.1).then_some(aisle) }
    }
}

impl Lanes {
    /// A lane for each, so that no two that meet share one.
    fn of(spans: &BTreeMap<Cell, (i32, i32)>) -> Self {
        let mut sorted: Vec<(&(i32, i32), &Cell)> = spans.iter().map(|(cell, span)| (span, cell)).collect();
        sorted.sort();
        // Up to where each lane is taken.
        let mut taken: Vec<i32> = Vec::new();
        let mut of = BTreeMap::new();
        for ((start, end), cell) in sorted {
            let free = taken.iter().position(|until| until < start).unwrap_or(taken.len());
            if free == taken.len() {
                taken.push(*end);
            } else {
                taken[free] = *end;
            }
            of.insert(*cell, free);
        }
        Self { of, count: taken.len() }
    }

    fn room(&self) -> i32 {
        2 * CLEARANCE + SPACING * (number(self.count) - 1).max(0)
    }

    /// The lane to a thing, from where the room begins.
    fn to(&self, cell: Cell) -> i32 {
        CLEARANCE + SPACING * number(self.of.get(&cell).copied().unwrap_or_default())
    }
}

impl Ways {
    /// The ways of these pairs.
    pub(super) fn new(pairs: impl IntoIterator<Item = (Cell, Cell)>) -> Self {
        let ways: Vec<Way> = pairs.into_iter().filter(|(from, to)| from != to).map(|(from, to)| Way::new(from, to)).collect();
        let mut spans: BTreeMap<Aisle, BTreeMap<Cell, (i32, i32)>> = BTreeMap::new();
        for Way { to, out, into, aisle, .. } in &ways {
            if let Some(aisle) = aisle {
                widen(spans.entry(*aisle).or_default(), *to, (number(out.1), number(into.1)));
            }
        }
        let aisles = spans.iter().map(|(aisle, spans)| (*aisle, Lanes::of(spans))).collect();
        Self { ways, aisles }
    }

    /// How high the aisle above this row of a band is; nothing where no way leads through it.
    pub(super) fn aisle(&self, band: usize, row: usize) -> Option<i32> {
        self.aisles.get(&(band, row)).map(Lanes::room)
    }

    /// With the lanes of the gutters, where it is known how high things stand: the middle of a thing, and where the aisle above a row begins.
    pub(super) fn laid(self, middle: &impl Fn(Cell) -> i32, aisle: &impl Fn(usize, usize) -> i32) -> Laid {
        let mut spans: BTreeMap<usize, BTreeMap<Cell, (i32, i32)>> = BTreeMap::new();
        for way in &self.ways {
            let (begin, end) = (middle(way.from) - APART, middle(way.to) + APART);
            let mut widen = |gutter: usize, span| widen(spans.entry(gutter).or_default(), way.to, span);
            match self.across(way, aisle) {
                Some(across) => {
                    widen(way.out.1, (begin, across));
                    widen(way.into.1, (across, end));
                }
                None => widen(way.out.1, (begin, end)),
            }
        }
        let gutters = spans.iter().map(|(gutter, spans)| (*gutter, Lanes::of(spans))).collect();
        Laid { ways: self, gutters }
    }

    /// How high a way crosses its aisle.
    fn across(&self, way: &Way, aisle: &impl Fn(usize, usize) -> i32) -> Option<i32> {
        let (band, row) = way.aisle?;
        Some(aisle(band, row) + self.aisles.get(&(band, row))?.to(way.to))
    }
}

impl Laid {
    /// How wide the gutter at the left of a column is; nothing where no way leads through it.
    pub(super) fn gutter(&self, column: usize) -> Option<i32> {
        self.gutters.get(&column).map(Lanes::room)
    }

    /// The corners of each way, by where things stand: the middle of a thing, a side of it, and where an aisle and a gutter begin.
    pub(super) fn lines(
        &self,
        middle: &impl Fn(Cell) -> i32,
        side: &impl Fn(Cell, Side) -> i32,
        aisle: &impl Fn(usize, usize) -> i32,
        gutter: &impl Fn(usize) -> i32,
    ) -> Vec<Vec<(i32, i32)>> {
        let lane = |in_gutter: usize, to: Cell| gutter(in_gutter) + self.gutters.get(&in_gutter).map_or(0, |lanes| lanes.to(to));
        let line = |way: &Way| {
            let (begin, end) = (middle(way.from) - APART, middle(way.to) + APART);
            let (up, down) = (lane(way.out.1, way.to), lane(way.into.1, way.to));
            let mut corners = vec![(side(way.from, way.out.0), begin), (up, begin)];
            if let Some(across) = self.ways.across(way, aisle) {
                corners.extend([(up, across), (down, across)]);
            }
            corners.extend([(down, end), (side(way.to, way.into.0), end)]);
            corners
        };
        self.ways.ways.iter().map(line).collect()
    }
}

fn widen(spans: &mut BTreeMap<Cell, (i32, i32)>, cell: Cell, (one, other): (i32, i32)) {
    let (low, high) = (one.min(other), one.max(other));
    let span = spans.entry(cell).or_insert((low, high));
    *span = (span.0.min(low), span.1.max(high));
}

fn number(count: usize) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX / 1000)
}
