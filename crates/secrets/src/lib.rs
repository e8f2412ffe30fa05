//! What looks like a secret: by how it is written, by what it is called, and where one stands in a text.
//!
//! Nothing here keeps or prints what it finds. Who reads settings, Terraform or plans asks here, so that all find the same.

mod forms;
mod names;
mod text;

pub use forms::{found, kind_of};
pub use names::is_secret;
pub use text::{called, stretches};
