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
    /// One text, in lower case where case is the same; `None` where that is the text as it is written.
    Literal(Option<String>),
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
        Self { text: text.to_owned(), form: Form::Literal(None), is_caseless: false }
    }

    /// A text in which `*` and `?` stand for themselves and upper and lower case are the same.
    pub fn exactly_caseless(text: &str) -> Self {
        let is_lower = text.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase());
        // Nearly all of them are names of actions and operators.
        let lower =
            || if text.is_ascii() { text.to_ascii_lowercase() } else { text.chars().flat_map(char::to_lowercase).collect() };
        let folded = (!is_lower).then(lower);
        Self { text: text.to_owned(), form: Form::Literal(folded), is_caseless: true }
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

    /// The one text that it matches, where it is only one.
    fn literal(&self) -> Option<&str> {
        match &self.form {
            Form::Literal(folded) => Some(folded.as_deref().unwrap_or(&self.text)),
            Form::Wild(_) => None,
        }
    }

    fn tokens(&self) -> Cow<'_, [Token]> {
        match &self.form {
            Form::Literal(folded) => folded.as_deref().unwrap_or(&self.text).chars().map(Token::Character).collect(),
            Form::Wild(tokens) => Cow::Borrowed(tokens),
        }
    }

    /// The same for which upper and lower case are the same.
    fn folded(&self) -> Self {
        match (&self.form, self.is_caseless) {
            (_, true) => self.clone(),
            (Form::Literal(_), false) => Self::exactly_caseless(&self.text),
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
        if let Some(own) = self.literal() {
            return other.literal() == Some(own);
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
        if let (Some(own), Some(other)) = (self.literal(), other.literal()) {
            return own == other;
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
