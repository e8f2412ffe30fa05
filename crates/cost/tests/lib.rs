//! The price book and the assumptions, as files that somebody writes.

mod files;
