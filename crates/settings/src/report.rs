//! All that is wrong, sorted by place.
//!
//! Knows faults, problems and places; how it looks for people is `render.rs`.

use std::collections::BTreeSet;
use std::sync::Arc;

use finding::{Finding, Level};
use serde_json::{Value as Json, json};

use crate::fault::Fault;
use crate::path::SettingPath;
use crate::problem::{Problem, Problems, TextPlace};
use crate::rejection::Rejection;
use crate::source::{Source, SourceKind, Spot};
use crate::tree::Node;

/// Everything that is wrong with the settings of one environment, sorted by file, line and column.
///
/// The entry file comes first, then the files that it extends, then the overrides. Displayed, it is without colour and closing words.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{}", self.render(false, ""))]
pub struct Report {
    pub(crate) sources: Arc<[Source]>,
    /// The entry file's path, for faults that stand in no text.
    pub(crate) entry: String,
    pub(crate) findings: Vec<Marked>,
}

/// One thing that is wrong, with the texts that show it.
#[derive(Clone, Debug)]
pub(crate) struct Marked {
    pub(crate) severity: Level,
    pub(crate) code: Option<String>,
    pub(crate) message: String,
    pub(crate) help: Option<String>,
    pub(crate) setting: Option<SettingPath>,
    pub(crate) resource: Option<String>,
    /// The first is where the caret points; none for a file that cannot be read.
    pub(crate) marks: Vec<Mark>,
}

/// A marked stretch of text.
#[derive(Clone, Debug)]
pub(crate) struct Mark {
    pub(crate) spot: Spot,
    pub(crate) label: Option<String>,
}

impl Report {
    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.findings.is_empty()
    }

    /// How many errors there are: with one or more the settings cannot be used.
    pub fn errors(&self) -> usize {
        self.count(Level::Error)
    }

    /// How many warnings there are.
    pub fn warnings(&self) -> usize {
        self.count(Level::Warning)
    }

    /// Why the settings cannot be used.
    pub fn rejection(&self) -> Rejection {
        let errors = || self.findings.iter().filter(|finding| finding.severity == Level::Error);
        let told = errors().flat_map(|error| {
            let labels = error.marks.iter().filter_map(|mark| mark.label.clone());
            let setting = error.setting.as_ref().map(ToString::to_string);
            [error.message.clone()].into_iter().chain(error.help.clone()).chain(setting).chain(labels)
        });
        Rejection { reason: errors().next().map(|error| error.message.clone()).unwrap_or_default(), told: told.collect() }
    }

    /// What is wrong, in its order.
    pub fn findings(&self) -> Vec<Finding> {
        self.findings.iter().map(|marked| self.finding(marked)).collect()
    }

    /// The report for programs: a list of objects with `code`, `severity`, `message`, `help`, `file`, `line`, `column`,
    /// `setting` and `resource`, where `null` stands for what is not known.
    pub fn to_json(&self) -> Json {
        json!(self.findings())
    }

    pub(crate) fn new(sources: Arc<[Source]>, entry: &str, faults: &[Fault]) -> Self {
        let mut report = Self { sources, entry: entry.to_owned(), findings: Vec::new() };
        report.findings = faults.iter().map(|fault| report.marked_fault(fault)).collect();
        report.sort();
        report
    }

    pub(crate) fn add_problems(&mut self, problems: &Problems, tainted: &BTreeSet<SettingPath>, root: &Node) {
        let is_told_by_fault = |problem: &&Problem| {
            let touches = |setting: &SettingPath| tainted.iter().any(|repaired| repaired.overlaps(setting));
            problem.settings.iter().any(touches)
        };
        for problem in problems.iter().filter(|problem| !is_told_by_fault(problem)) {
            let mut finding = self.marked_problem(problem, root);
            finding.marks.extend(problem.place.as_ref().map(|place| self.mark_beside(place)));
            if problem.is_hidden {
                self.hide(problem, root);
            }
            self.findings.push(finding);
        }
        self.sort();
    }

    fn marked_fault(&self, fault: &Fault) -> Marked {
        let mark = fault.spot.clone().map(|spot| self.mark(spot, fault.label.clone()));
        Marked {
            severity: Level::Error,
            code: None,
            message: fault.message.clone(),
            help: fault.help.clone(),
            setting: fault.setting.clone(),
            resource: None,
            marks: mark.into_iter().collect(),
        }
    }

    fn marked_problem(&self, problem: &Problem, root: &Node) -> Marked {
        let Problem { severity, code, settings, resource, message, help, place: _, is_hidden: _ } = problem;
        let marks = settings.iter().enumerate().filter_map(|(number, setting)| {
            let (place, is_exact) = root.nearest_place(setting)?;
            let is_named = number == 0 && message.contains(&format!("`{setting}`"));
            let label = match (is_exact, is_named) {
                // What is missing has no default.
                (false, true) if message.ends_with("is missing") => None,
                (false, _) => Some(format!("`{setting}` is not set: its default holds")),
                (true, false) => Some(format!("`{setting}`")),
                (true, true) => None,
            };
            let spot = if is_exact { place.value_spot() } else { place.key_spot() };
            Some(self.mark(spot, label))
        });
        Marked {
            severity: *severity,
            code: code.clone(),
            message: message.clone(),
            help: help.clone(),
            setting: settings.first().cloned(),
            resource: resource.clone(),
            marks: marks.collect(),
        }
    }

    /// Puts asterisks over what the problem's settings and its place hold, in the texts that are shown.
    fn hide(&mut self, problem: &Problem, root: &Node) {
        let in_settings = problem.settings.iter().filter_map(|setting| root.nearest_place(setting));
        let mut spots: Vec<Spot> = in_settings.map(|(place, _)| place.value_spot()).collect();
        if let Some(place) = &problem.place {
            spots.push(self.mark_beside(place).spot);
        }
        self.sources = self
            .sources
            .iter()
            .enumerate()
            .map(|(number, source)| {
                let mut stretches: Vec<_> =
                    spots.iter().filter(|spot| spot.source == number).map(|spot| spot.span.clone()).collect();
                stretches.sort_by_key(|stretch| stretch.start);
                source.hiding(&stretches)
            })
            .collect();
    }

    /// A mark in a file that lies beside the settings, which is shown as they are.
    fn mark_beside(&mut self, TextPlace { file, text, span }: &TextPlace) -> Mark {
        let known = self.sources.iter().position(|source| source.name == *file);
        let source = known.unwrap_or(self.sources.len());
        if known.is_none() {
            let beside = Source::new(file.clone(), text.to_string(), SourceKind::File);
            self.sources = self.sources.iter().cloned().chain([beside]).collect();
        }
        self.mark(Spot { source, span: span.clone() }, None)
    }

    /// A value of several lines is marked on its first one: a report shows a place, not the file.
    fn mark(&self, spot: Spot, label: Option<String>) -> Mark {
        let Spot { source, span } = spot;
        let span = self.sources[source].first_line(span);
        Mark { spot: Spot { source, span }, label }
    }

    fn sort(&mut self) {
        // A file that cannot be read has no marks, and comes first; so does what stands in no file.
        let place = |finding: &Marked| finding.marks.first().map(|mark| (mark.spot.source, mark.spot.span.start));
        self.findings.sort_by_key(place);
    }

    fn count(&self, severity: Level) -> usize {
        self.findings.iter().filter(|finding| finding.severity == severity).count()
    }

    fn finding(&self, marked: &Marked) -> Finding {
        let Marked { severity, code, message, help, setting, resource, marks } = marked;
        let place = marks.first().map(|mark| {
            let source = &self.sources[mark.spot.source];
            (source.name.as_str(), source.position(mark.spot.span.start))
        });
        Finding {
            code: code.clone(),
            help: help.clone(),
            file: Some(place.map_or(self.entry.as_str(), |(file, _)| file).to_owned()),
            line: place.map(|(_, (line, _))| line),
            column: place.map(|(_, (_, column))| column),
            setting: setting.as_ref().map(ToString::to_string),
            resource: resource.clone(),
            ..Finding::new((*severity).into(), message.as_str())
        }
    }
}
