//! What the user gets: a folder that is replaced as a whole, whatever happens.

#![cfg(unix)]

mod created_and_replaced;
mod killed;
mod one_file;
mod paths;
mod refused;
mod support;
mod survivors;
mod together;
mod undisturbed;
