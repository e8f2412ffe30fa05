//! `synth`: the command over the [`engine`]. Only the commands touch the disk.

pub mod cli;
pub mod commands;
pub mod view;
