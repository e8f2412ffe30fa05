//! The architecture as a picture: zones are columns, tiers are rows, and everything else has its place around them.
//!
//! The places are computed from sizes only, so that nothing is ever drawn over something else. It must not know a format.

mod arrows;
mod columns;
pub(crate) mod layered;
mod measures;
mod surroundings;
mod ways;

use crate::architecture::Architecture;
use crate::scene::{Anchor, Scene, TextStyle};
use columns::Columns;
use measures::MARGIN;
use surroundings::Surroundings;

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
