//! What the bindings are for, in one binary.

mod reading;
