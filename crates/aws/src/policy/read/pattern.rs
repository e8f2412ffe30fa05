//! Texts with `*` for any characters and `?` for one, as actions, resources and conditions hold them.

use std::borrow::Cow;
use std::fmt;

/// A pattern, or a text that stands for itself.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Pattern {
    /// As it is written.
    text: String,
    form: Form,
    /// Whether upper and lower case are the same.
    is_caseless: bool,
}

/// What a pattern matches. Most texts are no patterns, and need no tokens.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Form {
    /// One text: what is written.
    Literal,
    /// At least one of the tokens matches more than one character.
    Wild(Vec<Token>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Token {
    Character(char),
    One,
    Any,
}

impl Pattern {
    /// A pattern as it is written; upper and lower case differ.
    pub fn new(text: &str) -> Self {
        if is_wild(text) { Self::wild(text, text.chars(), false) } else { Self::exactly(text) }
    }

    /// A pattern for which upper and lower case are the same.
    pub fn caseless(text: &str) -> Self {
        if is_wild(text) { Self::wild(text, text.chars().flat_map(char::to_lowercase), true) } else { Self::exactly_caseless(text) }
    }

    /// A text in which `*` and `?` stand for themselves.
    pub fn exactly(text: &str) -> Self {
        Self { text: text.to_owned(), form: Form::Literal, is_caseless: false }
    }

    /// A text in which `*` and `?` stand for themselves and upper and lower case are the same.
    pub fn exactly_caseless(text: &str) -> Self {
        Self { text: text.to_owned(), form: Form::Literal, is_caseless: true }
    }

    fn wild(text: &str, characters: impl Iterator<Item = char>, is_caseless: bool) -> Self {
        let mut kept: Vec<Token> = Vec::new();
        for token in characters.map(token) {
            match (kept.last(), token) {
                (Some(Token::Any), Token::Any) => {}
                // `*?` matches what `?*` does.
                (Some(Token::Any), Token::One) => kept.insert(kept.len() - 1, Token::One),
                _ => kept.push(token),
            }
        }
        Self { text: text.to_owned(), form: Form::Wild(kept), is_caseless }
    }

    /// The text as it is written.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether it matches every text.
    pub fn is_everything(&self) -> bool {
        matches!(&self.form, Form::Wild(tokens) if *tokens == [Token::Any])
    }

    /// Whether it holds a `*` or a `?` that matches something else.
    pub fn has_wildcard(&self) -> bool {
        matches!(self.form, Form::Wild(_))
    }

    /// Whether both match one text, and the same; `is_caseless` is that of both.
    fn is_same_text(&self, other: &Self) -> bool {
        if !self.is_caseless || (self.text.is_ascii() && other.text.is_ascii()) {
            return if self.is_caseless { self.text.eq_ignore_ascii_case(&other.text) } else { self.text == other.text };
        }
        self.text.chars().flat_map(char::to_lowercase).eq(other.text.chars().flat_map(char::to_lowercase))
    }

    fn tokens(&self) -> Cow<'_, [Token]> {
        match &self.form {
            Form::Literal if self.is_caseless => self.text.chars().flat_map(char::to_lowercase).map(Token::Character).collect(),
            Form::Literal => self.text.chars().map(Token::Character).collect(),
            Form::Wild(tokens) => Cow::Borrowed(tokens),
        }
    }

    /// The same for which upper and lower case are the same.
    fn folded(&self) -> Self {
        match (&self.form, self.is_caseless) {
            (_, true) => self.clone(),
            (Form::Literal, false) => Self::exactly_caseless(&self.text),
            (Form::Wild(_), false) => Self::caseless(&self.text),
        }
    }

    fn has_case(&self) -> bool {
        self.text.chars().any(|it| it.is_lowercase() || it.is_uppercase())
    }

    /// Whether it matches all that the other one matches.
    pub fn covers(&self, other: &Self) -> bool {
        if self.is_caseless != other.is_caseless {
            // What takes one case takes less than what takes each, except for texts without case.
            return (self.is_caseless || !other.has_case()) && self.folded().covers(&other.folded());
        }
        if self.form == Form::Literal {
            return other.form == Form::Literal && self.is_same_text(other);
        }
        let matches = |wanted: Token, token: Token| match wanted {
            Token::Character(_) => wanted == token,
            Token::One => token != Token::Any,
            Token::Any => true,
        };
        let (wanted, tokens) = (self.tokens(), other.tokens());
        let (mut at, mut position) = (0, 0);
        let mut star: Option<(usize, usize)> = None;
        while position < tokens.len() {
            match wanted.get(at) {
                Some(Token::Any) => {
                    star = Some((at, position));
                    at += 1;
                }
                Some(token) if matches(*token, tokens[position]) => {
                    at += 1;
                    position += 1;
                }
                _ => {
                    let Some((after, from)) = star else { return false };
                    at = after + 1;
                    position = from + 1;
                    star = Some((after, from + 1));
                }
            }
        }
        wanted[at..].iter().all(|left| *left == Token::Any)
    }

    /// Whether there is a text that both match.
    pub fn overlaps(&self, other: &Self) -> bool {
        if self.is_caseless != other.is_caseless {
            return self.folded().overlaps(&other.folded());
        }
        if self.form == Form::Literal && other.form == Form::Literal {
            return self.is_same_text(other);
        }
        let (own_tokens, other_tokens) = (self.tokens(), other.tokens());
        // `row[j]`: the first i tokens of one and the first j of the other match some text.
        let mut row = vec![false; other_tokens.len() + 1];
        row[0] = true;
        for (at, token) in other_tokens.iter().enumerate() {
            row[at + 1] = row[at] && *token == Token::Any;
        }
        for own in own_tokens.iter() {
            let mut next = vec![false; row.len()];
            next[0] = row[0] && *own == Token::Any;
            for (at, token) in other_tokens.iter().enumerate() {
                next[at + 1] = match (own, token) {
                    (Token::Any, _) | (_, Token::Any) => row[at + 1] || next[at] || row[at],
                    (Token::Character(one), Token::Character(other)) => row[at] && one == other,
                    (Token::One, _) | (_, Token::One) => row[at],
                };
            }
            row = next;
        }
        row[other_tokens.len()]
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text)
    }
}

fn is_wild(text: &str) -> bool {
    text.bytes().any(|byte| matches!(byte, b'*' | b'?'))
}

fn token(character: char) -> Token {
    match character {
        '*' => Token::Any,
        '?' => Token::One,
        character => Token::Character(character),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_covers_what_it_holds() {
        for (wide, narrow) in [
            ("*", "s3:Get*"),
            ("**", "*"),
            ("*", "**"),
            ("s3:*", "s3:Get*"),
            ("s3:Get*", "s3:GetObject"),
            ("a?c", "abc"),
            ("*b*", "abbc"),
            ("?*", "*?"),
            ("", ""),
        ] {
            assert!(Pattern::new(wide).covers(&Pattern::new(narrow)), "{wide} {narrow}");
        }
        for (narrow, wide) in [("s3:Get*", "s3:*"), ("s3:Get?", "s3:Get*"), ("a", "b"), ("a", "ab"), ("a?c", "ac"), ("?*", "*")] {
            assert!(!Pattern::new(narrow).covers(&Pattern::new(wide)), "{narrow} {wide}");
        }
        assert!(Pattern::caseless("IAM:pass*").covers(&Pattern::caseless("iam:PassRole")));
        assert!(Pattern::new("a*").covers(&Pattern::exactly("a*")) && !Pattern::exactly("a*").covers(&Pattern::new("a*")));
    }

    #[test]
    fn patterns_overlap_where_one_text_fits_both() {
        for (one, other) in [("s3:Get*", "s3:*Object"), ("a*c", "ab*"), ("*", ""), ("a?", "?b"), ("iam:*", "iam:PassRole")] {
            assert!(Pattern::new(one).overlaps(&Pattern::new(other)), "{one} {other}");
            assert!(Pattern::new(other).overlaps(&Pattern::new(one)), "{other} {one}");
        }
        for (one, other) in [("s3:Get*", "s3:Put*"), ("a*c", "*b"), ("?", ""), ("ab", "a")] {
            assert!(!Pattern::new(one).overlaps(&Pattern::new(other)), "{one} {other}");
        }
    }
}
