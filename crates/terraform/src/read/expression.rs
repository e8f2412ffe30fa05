//! Terraform's strings and expressions, read as far as the emitted ones go: plain text, `${…}`, and what the expressions refer to.
//!
//! It must not know what the references lead to.

use crate::{Address, Mode};

/// One stretch of a string that Terraform evaluates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Plain text, as Terraform reads it: escapes undone.
    Text(String),
    /// The expression between `${` and `}`.
    Expression(String),
}

/// What an expression refers to: `var.image_tags["task-api"]` is a name, a name and a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Traversal(pub Vec<Step>);

/// One step of a traversal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// `.name`, or the name at the start.
    Name(String),
    /// `["key"]`.
    Key(String),
    /// `[0]`.
    Index(usize),
}

impl Traversal {
    /// The address of the resource to which it leads from the root module, whatever attribute of it it names.
    pub fn address(&self) -> Option<Address> {
        self.address_in("")
    }

    /// As [`Traversal::address`], from this module.
    pub fn address_in(&self, module: &str) -> Option<Address> {
        let mut names = self.0.iter().map_while(|step| if let Step::Name(name) = step { Some(name.as_str()) } else { None });
        let mut first = names.next()?;
        let mut module = module;
        if first == "module" {
            module = names.next()?;
            first = names.next()?;
        }
        let (mode, kind) = match first {
            "data" => (Mode::Data, names.next()?),
            "ephemeral" => (Mode::Ephemeral, names.next()?),
            "var" | "local" | "each" | "count" | "path" | "self" | "terraform" => return None,
            kind => (Mode::Managed, kind),
        };
        Some(Address::as_written(module, mode, kind, names.next()?))
    }
}

/// The words of the language that are no references.
const WORDS: [&str; 6] = ["true", "false", "null", "for", "in", "if"];

/// The pieces of a string, as Terraform reads it in a `.tf.json` file.
pub fn pieces(text: &str) -> Result<Vec<Piece>, String> {
    let mut pieces = Vec::new();
    let mut plain = String::new();
    let mut rest = text;
    while let Some(next) = rest.chars().next() {
        if let Some(after) = rest.strip_prefix("$${") {
            plain.push_str("${");
            rest = after;
        } else if let Some(after) = rest.strip_prefix("%%{") {
            plain.push_str("%{");
            rest = after;
        } else if rest.starts_with("%{") {
            return Err(format!("`{text}` holds a directive, and none is emitted"));
        } else if let Some(after) = rest.strip_prefix("${") {
            let end = closing_brace(after).ok_or_else(|| format!("`{text}` holds a `${{` that is never closed"))?;
            if !plain.is_empty() {
                pieces.push(Piece::Text(std::mem::take(&mut plain)));
            }
            pieces.push(Piece::Expression(after[..end].to_owned()));
            rest = &after[end + 1..];
        } else {
            plain.push(next);
            rest = &rest[next.len_utf8()..];
        }
    }
    if !plain.is_empty() || pieces.is_empty() {
        pieces.push(Piece::Text(plain));
    }
    Ok(pieces)
}

/// The text that a string means, when it holds no expression.
pub fn plain(text: &str) -> Result<String, String> {
    match pieces(text)?.as_slice() {
        [Piece::Text(text)] => Ok(text.clone()),
        _ => Err(format!("`{text}` holds an expression")),
    }
}

/// Everything that an expression refers to, functions' arguments and strings' insides too.
pub fn traversals(expression: &str) -> Result<Vec<Traversal>, String> {
    let mut found = Vec::new();
    // The variables of `for` expressions, which belong to the expression itself.
    let mut own: Vec<String> = Vec::new();
    let mut rest = expression;
    while let Some(next) = rest.chars().next() {
        if let Some((variables, _)) = rest.strip_prefix("for ").and_then(|after| after.split_once(" in ")) {
            own.extend(variables.split(',').map(|variable| variable.trim().to_owned()));
            rest = &rest["for ".len() + variables.len()..];
        } else if next == '"' {
            let (text, after) = quoted(rest)?;
            for piece in pieces(&text)? {
                if let Piece::Expression(inner) = piece {
                    found.extend(traversals(&inner)?);
                }
            }
            rest = after;
        } else if next.is_ascii_alphabetic() || next == '_' {
            let (traversal, after) = traversal(rest)?;
            rest = after;
            let is_function = rest.starts_with('(');
            let is_word = matches!(traversal.0.as_slice(), [Step::Name(word)] if WORDS.contains(&word.as_str()));
            let is_own = matches!(traversal.0.first(), Some(Step::Name(root)) if own.contains(root));
            if !is_function && !is_word && !is_own {
                found.push(traversal);
            }
        } else if let Some(after) = rest.strip_prefix(").") {
            // A member of what a function gives, and no reference of its own.
            rest = identifier(after).1;
        } else if next.is_ascii_digit() {
            rest = rest.trim_start_matches(|digit: char| digit.is_ascii_digit() || digit == '.');
        } else {
            rest = &rest[next.len_utf8()..];
        }
    }
    Ok(found)
}

/// The expression as one traversal, if it is nothing else.
pub fn only_traversal(expression: &str) -> Option<Traversal> {
    match traversal(expression) {
        Ok((traversal, "")) => Some(traversal),
        _ => None,
    }
}

fn traversal(text: &str) -> Result<(Traversal, &str), String> {
    let (name, mut rest) = identifier(text);
    let mut steps = vec![Step::Name(name.to_owned())];
    loop {
        if let Some(after) = rest.strip_prefix('.') {
            let (name, after) = identifier(after);
            steps.push(Step::Name(name.to_owned()));
            rest = after;
        } else if rest.starts_with("[\"") {
            let (key, after) = quoted(&rest[1..])?;
            steps.push(Step::Key(key));
            rest = after.strip_prefix(']').ok_or_else(|| format!("`{text}` has an index that is more than a key"))?;
        } else if let Some(after) = rest.strip_prefix('[') {
            let (index, after) = after.split_once(']').ok_or_else(|| format!("`{text}` has an index that is never closed"))?;
            steps.push(Step::Index(index.parse().map_err(|_| format!("`{text}` has the index `{index}`"))?));
            rest = after;
        } else {
            return Ok((Traversal(steps), rest));
        }
    }
}

fn identifier(text: &str) -> (&str, &str) {
    let end = text.find(|letter: char| !(letter.is_ascii_alphanumeric() || letter == '_' || letter == '-')).unwrap_or(text.len());
    text.split_at(end)
}

/// The content of the string at the start of `text`, escapes undone, and what follows it.
fn quoted(text: &str) -> Result<(String, &str), String> {
    let end = end_of_string(text).ok_or_else(|| format!("`{text}` holds a string that is never closed"))?;
    let content = serde_json::from_str(&text[..end]).map_err(|error| format!("`{text}`: {error}"))?;
    Ok((content, &text[end..]))
}

/// Where the string at the start of `text` ends, its closing quote included.
fn end_of_string(text: &str) -> Option<usize> {
    let mut escaped = false;
    for (position, letter) in text.char_indices().skip(1) {
        match letter {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return Some(position + 1),
            _ => {}
        }
    }
    None
}

/// Where the brace is that closes the expression at the start of `text`.
fn closing_brace(text: &str) -> Option<usize> {
    let mut depth = 0;
    let mut position = 0;
    while let Some(letter) = text[position..].chars().next() {
        match letter {
            '"' => {
                position += end_of_string(&text[position..])?;
                continue;
            }
            '{' => depth += 1,
            '}' if depth == 0 => return Some(position),
            '}' => depth -= 1,
            _ => {}
        }
        position += letter.len_utf8();
    }
    None
}
