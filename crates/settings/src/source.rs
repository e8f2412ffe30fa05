//! A text that settings come from, and the counting of its lines and columns.
//!
//! Knows nothing of TOML.

use std::ops::Range;
use std::sync::OnceLock;

/// One file's text, or one override's.
#[derive(Clone, Debug)]
pub(crate) struct Source {
    /// The file's path as the caller gave it, or `--set`.
    pub(crate) name: String,
    pub(crate) text: String,
    pub(crate) kind: SourceKind,
    /// Where its lines begin, once somebody asks: the place of every setting is told, one after another.
    line_starts: OnceLock<Vec<usize>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SourceKind {
    File,
    Override,
}

/// A stretch of one source: which of [`Layers`](crate::Layers)' sources, and the bytes in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Spot {
    pub(crate) source: usize,
    pub(crate) span: Range<usize>,
}

impl Source {
    pub(crate) fn new(name: String, text: String, kind: SourceKind) -> Self {
        Self { name, text, kind, line_starts: OnceLock::new() }
    }

    /// The line and the column of a byte, both counted from 1, the column in characters.
    pub(crate) fn position(&self, byte: usize) -> (usize, usize) {
        let before = self.text.get(..byte).unwrap_or(&self.text);
        let starts = self.line_starts.get_or_init(|| {
            let behind_newlines = self.text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1);
            std::iter::once(0).chain(behind_newlines).collect()
        });
        let line = starts.partition_point(|start| *start <= before.len());
        let column = before[starts[line - 1]..].chars().count() + 1;
        (line, column)
    }

    /// The part of `span` on its first line.
    pub(crate) fn first_line(&self, span: Range<usize>) -> Range<usize> {
        let text = self.text.get(span.clone()).unwrap_or_default();
        let line = text.split(['\r', '\n']).next().unwrap_or_default();
        span.start..span.start + line.len()
    }
}
