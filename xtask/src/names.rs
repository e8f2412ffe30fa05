//! Names in Rust for names in the schema.

/// `aws_lb_listener` → `lb_listener`.
pub(crate) fn short(kind: &str) -> &str {
    kind.strip_prefix("aws_").unwrap_or(kind)
}

/// `lb_listener` → `LbListener`.
pub(crate) fn pascal(snake: &str) -> String {
    snake
        .split('_')
        .map(|word| {
            let mut letters = word.chars();
            letters.next().map_or_else(String::new, |first| first.to_ascii_uppercase().to_string() + letters.as_str())
        })
        .collect()
}

/// A field or function of that name, raw where Rust reserves the word.
pub(crate) fn field(name: &str) -> String {
    const RESERVED: [&str; 12] = ["type", "match", "static", "use", "mod", "fn", "for", "in", "loop", "move", "ref", "where"];
    // `self` is the one word that Rust takes not even raw.
    if name == "self" {
        return "self_".to_owned();
    }
    if RESERVED.contains(&name) { format!("r#{name}") } else { name.to_owned() }
}
