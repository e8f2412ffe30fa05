//! The command as its users meet it: the built binary, in a folder of its own for each test.

mod colours;
mod examples;
mod interruptions;
mod out_folder;
mod overrides;
mod pictures;
mod programs;
mod refusals;
mod reports;
mod sandbox;
mod selection;
mod terminal;
mod usage;
mod written;
