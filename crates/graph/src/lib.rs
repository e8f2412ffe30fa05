//! Pictures of an environment, made from its documents alone: its architecture as a person draws it,
//! and all of its resources with their references.
//!
//! The data flows one way: documents → architecture → picture ([`scene`]) or chart ([`chart`]) → text of a format. Nothing here reads
//! a disk or prints, and the same documents give the same bytes.

pub mod architecture;
pub mod chart;
pub mod dot;
mod layout;
pub mod mermaid;
pub mod resources;
pub mod scene;
pub mod svg;

use terraform::read::Documents;

use architecture::Architecture;

/// What can be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A picture, ready to be looked at.
    Svg,
    /// A Mermaid flowchart, for documents in Markdown.
    Mermaid,
    /// DOT, for Graphviz.
    Dot,
}

/// The architecture in a format.
pub fn architecture(documents: &Documents, format: Format) -> String {
    let architecture = Architecture::read(documents);
    match format {
        Format::Svg => svg::render(&picture(&architecture), "synth-architecture"),
        Format::Mermaid => mermaid::render(&architecture.chart(), "TB"),
        Format::Dot => dot::render(&architecture.chart(), "TB"),
    }
}

/// All resources and their references in a format.
pub fn resources(documents: &Documents, format: Format) -> String {
    let chart = resources::chart(documents);
    match format {
        Format::Svg => svg::render(&layout::layered::scene(&chart), "synth-resources"),
        Format::Mermaid => mermaid::render(&chart, "RL"),
        Format::Dot => dot::render(&chart, "RL"),
    }
}

/// The architecture as a picture.
pub fn picture(architecture: &Architecture) -> scene::Scene {
    layout::scene(architecture)
}
