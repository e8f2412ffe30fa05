//! The engine: from the TOML of an environment to Terraform JSON, and what is to be said about both.
//!
//! The data flows one way: [`environment`] reads the TOML into checked types, [`synthesis`] makes the Terraform configuration of them,
//! what moves is checked against that, [`rules`] judge both. [`Workspace`] does it all, for one environment or for thousands:
//!
//! ```
//! use engine::{LocalDisk, Warnings, Workspace};
//!
//! # let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../environments");
//! let workspace = Workspace::new(folder, &LocalDisk, "2026-12-01".parse()?);
//! match workspace.synthesize(&"prod".parse()?, Warnings::Told)? {
//!     Ok(prod) => {
//!         println!("{} files, {} warnings", prod.synthesis.files.len(), prod.report.warnings());
//!         assert!(prod.synthesis.files.contains_key("modules/rds/instance.tf.json"));
//!     }
//!     Err(refused) => println!("{}", refused.report),
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Nothing here prints, reads the clock or touches a disk but the one that the caller hands in.

mod added;
mod addition;
pub mod address_lock;
pub mod called;
mod claim;
pub mod consequences;
mod disk;
mod draft;
pub mod environment;
pub mod explanation;
mod in_order;
mod left_out;
mod moves;
mod neighbour;
mod one_address;
pub mod overriding;
pub mod own;
pub mod reference;
pub mod renamed;
pub mod rules;
pub mod scaffold;
pub mod synthesis;
mod texts;
mod workspace;

pub use added::{Added, AllAdded, Made};
pub use addition::Addition;
pub use disk::{Disk, LocalDisk, Unwritten, WithFile};
pub use draft::{Draft, Loaded, draft, draft_from, load, load_from};
pub use left_out::with_what_was_left_out;
pub use neighbour::{Neighbour, Neighbours};
pub use workspace::{Defect, Error, Refused, Synthesized, Warnings, Workspace};
