//! The architecture as a picture: zones are columns, tiers are rows, and everything else has its place around them.
//!
//! The places are computed from sizes only, so that nothing is ever drawn over something else. It must not know a format.

mod arrows;
mod columns;
pub(crate) mod layered;
mod surroundings;

use crate::architecture::{Architecture, Party};
use crate::scene::{Anchor, Rect, Scene, TextStyle};
use columns::Columns;
use surroundings::Surroundings;

/// Between the picture's edge and what stands in it.
const MARGIN: i32 = 24;
/// Between a frame and what stands in it.
const PADDING: i32 = 12;
/// The height of a frame's name.
const NAME: i32 = 28;
/// The height of a box with a name and two lines.
const BOX: i32 = 64;
/// The height of a box with a name and one line.
const SMALL_BOX: i32 = 46;
/// Between two things in one frame.
const GAP: i32 = 10;

/// The picture.
pub(crate) fn scene(architecture: &Architecture) -> Scene {
    let mut scene = Scene {
        title: if architecture.name.is_empty() { "Architecture".to_owned() } else { architecture.name.clone() },
        description: architecture.description(),
        ..Scene::default()
    };
    let columns = Columns::of(architecture);
    let surroundings = Surroundings::around(architecture, &columns);
    let title = scene.title.clone();
    scene.text(MARGIN, MARGIN + 18, Anchor::Start, TextStyle::Title, &title);
    surroundings.draw(&mut scene, architecture, &columns);
    columns.draw(&mut scene, architecture);
    arrows::draw(&mut scene, architecture, &columns, &surroundings);
    scene.width = surroundings.width;
    scene.height = surroundings.height;
    scene
}

/// Who administers the bastion from outside, if anybody does: the listed ranges.
fn operators(architecture: &Architecture) -> Vec<&str> {
    architecture.ranges_to(&Party::Bastion)
}

/// As many boxes as there are things, one under the other.
fn stacked(count: usize, height: i32) -> i32 {
    let count = i32::try_from(count).unwrap_or(i32::MAX / 1000);
    count * height + (count - 1).max(0) * GAP
}

/// The place of the n-th of them, from 0.
fn nth(first: Rect, n: usize) -> Rect {
    let n = i32::try_from(n).unwrap_or(i32::MAX / 1000);
    Rect { y: first.y + n * (first.height + GAP), ..first }
}
