//! The pictures of an environment: what they show, that they can be read, and that they are what each format asks for.

mod charts;
mod contents;
mod picture;
mod svg;
