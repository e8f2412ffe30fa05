//! Settings of which one value protects more than another one, by the type that has them: the rows of `data/settings.txt` and
//! `data/settings_aws.txt`, and of other providers than AWS those of `data/settings_others.txt`.

use std::collections::{BTreeSet, HashMap};
use std::sync::OnceLock;

use ipnet::IpNet;

use super::saying::word;
use super::{Risks, clock, telling, words};
use crate::change::Change;
use crate::diff::Difference;
use crate::node::Node;
use crate::risk::Code;
use crate::sentence::Sentence;
use finding::Severity;

const TABLES: [&str; 3] = [
    include_str!("../../data/settings.txt"),
    include_str!("../../data/settings_aws.txt"),
    include_str!("../../data/settings_others.txt"),
];

/// A row of the table, for one of its paths.
#[derive(Debug)]
struct Row {
    code: Code,
    severity: Severity,
    types: Vec<&'static str>,
    path: Vec<&'static str>,
    /// Whether the path begins at the resource, and not in any block of it.
    is_whole: bool,
    /// Whether it stands in a document, such as a policy.
    is_in_document: bool,
    test: Test,
    /// Whether it is asked of what is new, too.
    is_of_new: bool,
    /// What follows from it; may be nothing.
    words: &'static str,
}

/// What a row asks.
#[derive(Debug, PartialEq, Eq)]
enum Test {
    Off,
    On,
    /// A lower number; where a value stands for ever, such as 0, it is more than any other.
    Lower(Option<&'static str>),
    /// A higher number; where a value stands for no limit at all, another row tells of it.
    Higher(Option<&'static str>),
    /// By a clock: it runs less often.
    Rarer,
    /// A question: another one, but not the same that is told of earlier.
    Looser,
    Changes,
    /// From one value to another one.
    Other,
    Is(Vec<&'static str>),
    Was(Vec<&'static str>),
    Ladder(Vec<&'static str>),
    Gone,
    Fewer,
    Comes,
    /// The same, where something stood before.
    More,
    /// Only when it is made with it.
    Made,
    Network,
    /// A network, where no network at all would be all of them.
    Range,
}

/// The rows by the last name of their paths, and those that look at all values of a path at once.
#[derive(Debug, Default)]
struct Table {
    of_values: HashMap<&'static str, Vec<Row>>,
    of_lists: Vec<Row>,
}

/// The name in a path that stands for any.
const ANY: &str = "*";

/// What stands for all that there are.
pub(super) const EVERYTHING: [&str; 5] = [ANY, "ALL", "ALL PRIVILEGES", "allUsers", "allAuthenticatedUsers"];

pub(super) fn check(change: &Change<'_>, risks: &mut Risks<'_>) {
    if change.differences.is_empty() {
        return;
    }
    let Table { of_values, of_lists } = table();
    // What was told of an element is not told of its list once more.
    let mut elements: BTreeSet<(&str, String)> = BTreeSet::new();
    for difference in &change.differences {
        let rows = [difference.path.name(), ANY].into_iter().filter_map(|name| of_values.get(name)).flatten();
        let is_there =
            |row: &&Row| row.is_in_document == difference.path.is_in_document() && difference.path.ends_in(&row.path, row.is_whole);
        for row in rows.filter(|row| row.is_of(change)).filter(is_there) {
            if let Some(what) = row.told(difference, change.is_new()) {
                elements.extend(word(&difference.after).map(|value| (difference.path.name(), value)));
                risks.add(row.severity, row.code, row.with_words(what));
            }
        }
    }
    for row in of_lists.iter().filter(|row| row.is_of(change)) {
        let (before, after) = (values(change.before(), row), values(change.after(), row));
        if after.iter().any(|node| matches!(node, Node::Unknown | Node::Secret(_))) {
            continue;
        }
        let is_told = |value: &str| elements.iter().any(|(name, told)| Some(name) == row.path.last() && told == value);
        for (severity, what) in row.told_of_all(&before, &after, change.is_new(), is_told) {
            risks.add(severity, row.code, row.with_words(what));
        }
    }
}

impl Row {
    fn is_of(&self, change: &Change<'_>) -> bool {
        let is_of = |name: &&str| name.strip_suffix(ANY).map_or(change.kind == *name, |start| change.kind.starts_with(start));
        (self.is_of_new || !change.is_new()) && self.types.iter().any(is_of)
    }

    fn with_words(&self, what: Sentence) -> Sentence {
        if self.words.is_empty() { what } else { what.words(": ").words(self.words) }
    }

    /// What a value's change says, if it is what the row asks.
    fn told(&self, Difference { path, before, after }: &Difference, is_new: bool) -> Option<Sentence> {
        if matches!(after, Node::Unknown | Node::Secret(_)) || matches!(before, Node::Secret(_)) {
            return None;
        }
        // In the table `_` stands for a space.
        let written = |node: &Node| word(node).map(|it| it.replace(' ', "_"));
        let is_one_of = |node: &Node, values: &[&str]| {
            written(node).is_some_and(|it| values.iter().any(|value| value.eq_ignore_ascii_case(&it)))
        };
        let step =
            |node: &Node, steps: &[&str]| written(node).and_then(|it| steps.iter().position(|step| step.eq_ignore_ascii_case(&it)));
        let to = |verb: &'static str, old: &Node, new: &Node| {
            let what = Sentence::new(verb).value(path);
            match (word(old), word(new)) {
                // A whole document says nothing in a sentence.
                (Some(old), Some(new)) if old.len() + new.len() <= LONG => what.words(" from ").value(old).words(" to ").value(new),
                (Some(old), None) if old.len() <= LONG => what.words(" from ").value(old),
                _ => what,
            }
        };
        let is_true = |node: &Node| node.as_bool() == Some(true);
        let verb = if is_new { "is made with " } else { "turns on " };
        match &self.test {
            Test::Off => (is_true(before) && !is_true(after)).then(|| Sentence::new("turns off ").value(path)),
            Test::On => (is_true(after) && !is_true(before)).then(|| Sentence::new(verb).value(path)),
            Test::Lower(None) => (after.as_amount()? < before.as_amount()?).then(|| to("lowers ", before, after)),
            Test::Lower(Some(ever)) => (lasting(after, ever)? < lasting(before, ever)?).then(|| match word(before) {
                Some(_) => to("lowers ", before, after),
                None => Sentence::new("sets ").value(path).words(" to ").value(word(after).unwrap_or_default()),
            }),
            Test::Higher(endless) => {
                let is_endless = [before, after].into_iter().any(|node| word(node).as_deref() == *endless && endless.is_some());
                (!is_endless && after.as_amount()? > before.as_amount()?).then(|| to("raises ", before, after))
            }
            Test::Rarer => {
                let (old, new) = (before.as_text()?, after.as_text()?);
                let is_rarer = match (clock::interval(old), clock::interval(new)) {
                    (Some(old), Some(new)) => new > old,
                    _ => old != new,
                };
                is_rarer.then(|| to("changes ", before, after))
            }
            Test::Looser => {
                let (old, new) = (before.as_text()?, after.as_text()?);
                (!telling::is_stricter(old, new)).then(|| to("changes ", before, after))
            }
            Test::Changes | Test::Other if is_spaced_otherwise(before, after) => None,
            Test::Changes => {
                (!before.is_empty() && (word(after).is_some() || after.is_empty())).then(|| to("changes ", before, after))
            }
            Test::Other => (word(before).is_some() && word(after).is_some()).then(|| to("changes ", before, after)),
            Test::Is(values) => (is_one_of(after, values) && !is_one_of(before, values)).then(|| {
                let what = Sentence::new(if is_new { "is made with " } else { "sets " }).value(path);
                what.words(if is_new { " " } else { " to " }).value(word(after).unwrap_or_default())
            }),
            Test::Was(values) => (is_one_of(before, values) && !is_one_of(after, values)).then(|| to("weakens ", before, after)),
            Test::Ladder(steps) => (step(after, steps)? > step(before, steps)?).then(|| to("weakens ", before, after)),
            Test::Made => {
                let value = word(after).filter(|_| is_new)?;
                Some(Sentence::new("is made with ").value(path).words(" ").value(value))
            }
            Test::Gone | Test::Fewer | Test::Comes | Test::More | Test::Network | Test::Range => None,
        }
    }

    /// What the change of all values of a path says.
    fn told_of_all(
        &self,
        before: &[&Node],
        after: &[&Node],
        is_new: bool,
        is_told: impl Fn(&str) -> bool,
    ) -> Vec<(Severity, Sentence)> {
        let words = |nodes: &[&Node]| nodes.iter().copied().filter_map(word).collect::<BTreeSet<String>>();
        let (old, new) = (words(before), words(after));
        let path = self.path.join(".");
        let told = match self.test {
            Test::Gone if !before.is_empty() && after.is_empty() => Sentence::new("takes ").value(path).words(" away"),
            Test::Fewer if after.len() < before.len() => {
                let out: Vec<&String> = old.difference(&new).collect();
                if out.is_empty() {
                    Sentence::new("takes something out of ").value(path)
                } else {
                    Sentence::new("takes ").values(out).words(" out of ").value(path)
                }
            }
            Test::More if old.is_empty() => return Vec::new(),
            // Who had all rights and has some has not more.
            Test::Comes | Test::More if self.code == Code::IamWidened && words::is_less_powerful(&old, &new) => return Vec::new(),
            // What is one of all that there are comes not.
            Test::Comes | Test::More if old.iter().any(|it| EVERYTHING.contains(&it.as_str())) => return Vec::new(),
            Test::Comes | Test::More if new.difference(&old).next().is_some() || (new.is_empty() && after.len() > before.len()) => {
                let comes = new.difference(&old).next().is_some();
                let more: Vec<&String> = new.difference(&old).filter(|value| !is_told(value)).collect();
                if comes && more.is_empty() {
                    return Vec::new();
                }
                match (more.is_empty(), is_new) {
                    (true, _) => Sentence::new("adds ").value(path),
                    (false, true) => Sentence::new("is made with ").value(path).words(" ").values(more),
                    (false, false) => Sentence::new("adds ").values(more).words(" to ").value(path),
                }
            }
            Test::Network => return self.networks(&old, &new, is_new),
            Test::Range if !old.is_empty() || is_new => return self.networks(&old, &new, is_new),
            _ => return Vec::new(),
        };
        vec![(self.severity, told)]
    }

    /// The networks that come in and lay in none before.
    fn networks(&self, old: &BTreeSet<String>, new: &BTreeSet<String>, is_new: bool) -> Vec<(Severity, Sentence)> {
        let read = |text: &String| text.parse::<IpNet>().ok().or_else(|| text.parse::<std::net::IpAddr>().ok().map(IpNet::from));
        let known: Vec<IpNet> = old.iter().filter_map(read).collect();
        let mut told = Vec::new();
        for text in new {
            let Some(network) = read(text).filter(|it| !known.iter().any(|known| known.contains(it))) else { continue };
            let is_world = match network {
                IpNet::V4(network) => network.prefix_len() < 8,
                IpNet::V6(network) => network.prefix_len() < 16,
            };
            let severity = if is_world { self.severity.max(Severity::High) } else { self.severity.min(Severity::Medium) };
            if is_world || !is_new {
                told.push((severity, Sentence::new("lets in ").value(text).words(" by ").value(self.path.join("."))));
            }
        }
        told
    }
}

/// Whether a row knows this setting, and that the change goes its good way.
pub(super) fn is_better(change: &Change<'_>, difference: &Difference) -> bool {
    let Difference { path, before, after } = difference;
    let rows = table().of_values.get(path.name()).into_iter().flatten();
    let is_there = |row: &Row| row.is_in_document == path.is_in_document() && path.ends_in(&row.path, row.is_whole);
    let has_two_ways = |row: &Row| !matches!(row.test, Test::Changes | Test::Other | Test::Made);
    let mut rows = rows.filter(|row| has_two_ways(row) && row.is_of(change) && is_there(row)).peekable();
    if rows.peek().is_none() {
        return false;
    }
    let back = Difference { path: path.clone(), before: after.clone(), after: before.clone() };
    rows.any(|row| row.told(&back, false).is_some())
}

/// Whether two texts are the same but for what stands between their words.
fn is_spaced_otherwise(before: &Node, after: &Node) -> bool {
    let (Some(old), Some(new)) = (before.as_text(), after.as_text()) else { return false };
    let words = |text: &str| text.chars().filter(|it| !it.is_whitespace()).collect::<String>();
    old != new && words(old) == words(new)
}

/// How long something stands that stands for ever where nothing says how long, or where this value does.
fn lasting(node: &Node, ever: &str) -> Option<f64> {
    if node.is_empty() || word(node).as_deref() == Some(ever) { Some(f64::INFINITY) } else { node.as_amount() }
}

/// How many characters of two values may stand in a sentence.
const LONG: usize = 160;

/// The values at the path of a row, wherever it begins; empty ones are none.
fn values<'a>(node: &'a Node, row: &Row) -> Vec<&'a Node> {
    let mut found = Vec::new();
    collect(node, row, &row.path, !row.is_whole, &mut found);
    found
}

fn collect<'a>(node: &'a Node, row: &Row, path: &[&str], is_anywhere: bool, found: &mut Vec<&'a Node>) {
    match (node, path) {
        (Node::List(items), _) => items.iter().for_each(|item| collect(item, row, path, is_anywhere, found)),
        (Node::Document(document), [_, ..]) if row.is_in_document => collect(document, row, path, is_anywhere, found),
        (node, []) => found.extend((!node.is_empty()).then_some(node)),
        (Node::Map(members), [first, rest @ ..]) => {
            for (key, member) in members {
                if key == first || *first == ANY {
                    collect(member, row, rest, false, found);
                } else if is_anywhere {
                    collect(member, row, path, true, found);
                }
            }
        }
        _ => {}
    }
}

fn table() -> &'static Table {
    static ROWS: OnceLock<Table> = OnceLock::new();
    ROWS.get_or_init(|| {
        let mut table = Table::default();
        for row in rows() {
            if matches!(row.test, Test::Gone | Test::Fewer | Test::Comes | Test::More | Test::Network | Test::Range) {
                table.of_lists.push(row);
            } else {
                table.of_values.entry(row.path.last().expect("a path has a name")).or_default().push(row);
            }
        }
        table
    })
}

fn rows() -> impl Iterator<Item = Row> {
    let lines = TABLES.iter().flat_map(|table| table.lines()).filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.flat_map(|line| {
        let mut columns = line.splitn(6, ' ');
        let mut next = || columns.next().expect("a row has five columns");
        let (code, severity, types, paths, test) = (next(), next(), next(), next(), next());
        let words = columns.next().unwrap_or_default();
        paths.split(',').map(move |path| {
            let (path, is_whole) = path.strip_prefix('.').map_or((path, false), |path| (path, true));
            let (path, is_in_document) = path.strip_prefix('@').map_or((path, false), |path| (path, true));
            Row {
                code: Code::named(code).expect("a row's code is one"),
                severity: severity.parse().expect("a row's severity is one"),
                types: types.split(',').collect(),
                path: path.split('.').collect(),
                is_whole,
                is_in_document,
                test: of(test.trim_start_matches('+')),
                is_of_new: test.starts_with('+'),
                words,
            }
        })
    })
}

fn of(test: &'static str) -> Test {
    let values = |text: &'static str| text.split('|').collect();
    match test {
        "off" => Test::Off,
        "on" => Test::On,
        "lower" => Test::Lower(None),
        "higher" => Test::Higher(None),
        "rarer" => Test::Rarer,
        "looser" => Test::Looser,
        "changes" => Test::Changes,
        "gone" => Test::Gone,
        "fewer" => Test::Fewer,
        "comes" => Test::Comes,
        "more" => Test::More,
        "other" => Test::Other,
        "made" => Test::Made,
        "network" => Test::Network,
        "range" => Test::Range,
        _ => match test.split_once(':') {
            Some(("is", text)) => Test::Is(values(text)),
            Some(("was", text)) => Test::Was(values(text)),
            Some(("lower", ever)) => Test::Lower(Some(ever)),
            Some(("higher", endless)) => Test::Higher(Some(endless)),
            _ => {
                let steps: Vec<&str> = test.split('>').collect();
                assert!(steps.len() > 1, "`{test}` is no test");
                Test::Ladder(steps)
            }
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_can_be_read() {
        assert!(rows().count() > 100);
    }

    /// A setting of what `synth` can make stands on what the provider's schema says: a row that names no argument there never speaks.
    #[test]
    fn every_row_has_a_type() {
        for row in rows() {
            assert!(row.types.iter().all(|kind| kind.contains('_')), "{row:?}");
        }
    }
}
