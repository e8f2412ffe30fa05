//! IAM policy documents, written and read.
//!
//! [`PolicyDocument`] and its parts write the policies of this system; [`read`] reads any policy, compares two by what they let
//! through, and says what a statement allows beyond what it should. Rules, the checklist and the review of plans all ask `read`, so
//! that they cannot disagree.

pub mod read;
mod write;

pub use write::{Action, Condition, PolicyDocument, Principal, Statement, account_root, takes_arn};
