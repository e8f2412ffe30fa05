//! What the review says of plans that are written down here; those of the whole command stand in the root's tests.

mod markdown;
mod planted;
