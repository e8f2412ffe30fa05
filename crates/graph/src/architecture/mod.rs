//! An environment's architecture, as a person would draw it: what stands where, and who may speak to whom.
//!
//! It is read from the documents and knows neither a picture nor a format.

mod chart;
mod flows;
mod outside;
mod parts;
mod read;
mod regions;
mod services;
mod words;

pub use parts::{
    Architecture, Arrow, Database, Elsewhere, End, Flow, Node, OtherRegion, Outside, OutsideService, Party, Ports, Subnet, Tier,
    Vpc, Zone,
};

use terraform::read::Documents;

impl Architecture {
    /// Reads it from the documents of an environment.
    pub fn read(documents: &Documents) -> Self {
        read::architecture(documents)
    }
}
