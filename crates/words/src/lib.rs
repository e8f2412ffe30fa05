//! Words around things: how many, which ones, which one was meant, and what must not be printed as it is. It must not know what they are about.

mod nearest;
mod visible;

pub use nearest::{nearest, slips};
pub use visible::{is_hidden, visible, visible_lines};

/// `1 file`, `2 files`.
///
/// ```
/// assert_eq!(words::count(1, "file"), "1 file");
/// assert_eq!(words::count(0, "policy"), "0 policies");
/// ```
pub fn count(number: usize, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {}", plural(noun)) }
}

/// The plural of a noun.
///
/// ```
/// assert_eq!(words::plural("address"), "addresses");
/// assert_eq!(words::plural("gateway"), "gateways");
/// ```
pub fn plural(noun: &str) -> String {
    let before_y = noun.strip_suffix('y').filter(|stem| !stem.ends_with(['a', 'e', 'o', 'u']));
    match before_y {
        Some(stem) => format!("{stem}ies"),
        None if noun.ends_with('s') || noun.ends_with('x') || noun.ends_with("ch") => format!("{noun}es"),
        None => format!("{noun}s"),
    }
}

/// `` `a`, `b`, `c` ``
///
/// ```
/// assert_eq!(words::list(["a", "b"]), "`a`, `b`");
/// ```
pub fn list<T: std::fmt::Display>(things: impl IntoIterator<Item = T>) -> String {
    things.into_iter().map(|thing| format!("`{thing}`")).collect::<Vec<_>>().join(", ")
}

/// `` `a`, `b` and 37 more ``, with at most `most` of them by name.
///
/// ```
/// assert_eq!(words::some(["a", "b"], 3), "`a` and `b`");
/// assert_eq!(words::some(["a", "b", "c", "d"], 2), "`a`, `b` and 2 more");
/// ```
pub fn some<T: std::fmt::Display>(things: impl IntoIterator<Item = T>, most: usize) -> String {
    let mut things = things.into_iter();
    let mut words: Vec<String> = things.by_ref().take(most).map(|thing| format!("`{thing}`")).collect();
    let more = things.count();
    if more > 0 {
        words.push(format!("{more} more"));
    }
    match words.split_last() {
        Some((last, before)) if !before.is_empty() => format!("{} and {last}", before.join(", ")),
        _ => words.concat(),
    }
}

/// `` `a` ``, or `` one of `a`, `b`, `c` ``.
pub fn one_of(names: &[&str]) -> String {
    match names {
        [only] => format!("`{only}`"),
        _ => format!("one of {}", list(names)),
    }
}
