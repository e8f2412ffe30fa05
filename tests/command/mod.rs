//! The command as its users meet it: the built binary, in a folder of its own for each test.

mod bootstrap;
mod check;
mod colours;
mod cost;
mod diff;
mod examples;
mod explain;
mod interruptions;
mod lock;
mod manual;
mod new;
mod out_folder;
mod overrides;
mod pictures;
mod programs;
mod progress;
mod refusals;
mod reports;
mod review;
mod rules;
mod sandbox;
mod selection;
mod terminal;
mod typed;
mod usage;
mod written;
