//! The entry file, the files that it extends and the overrides, merged into one tree.
//!
//! Knows nothing of the caller's types, and reads files only through the function that the caller hands in.

use std::collections::BTreeSet;
use std::io;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use schemars::JsonSchema;
use serde::de::DeserializeOwned;

use crate::fault::Fault;
use crate::line;
use crate::meant;
use crate::overrides::Override;
use crate::parse::{self, Parsed, Reach};
use crate::path::SettingPath;
use crate::problem::Problems;
use crate::repair::{self, Reading};
use crate::report::Report;
use crate::schema::{EXTENDS, Schema};
use crate::source::{Source, SourceKind, Spot};
use crate::tree::{Node, Place, Value};
use crate::unset::{self, TakenAway};
use crate::wording;

/// The settings of one environment, each knowing where it stands.
#[derive(Debug)]
pub struct Layers {
    /// The entry file, what it extends, the overrides.
    pub(crate) sources: Arc<[Source]>,
    pub(crate) root: Node,
    extended: Vec<PathBuf>,
    /// Faults of syntax that left the rest of their file readable.
    faults: Vec<Fault>,
    left_out: BTreeSet<SettingPath>,
    /// What a nearer layer takes away from the farther ones.
    pub(crate) taken_away: Vec<TakenAway>,
}

impl Layers {
    /// Reads the file `entry`, every file that it extends, and lays the overrides on top, the last one uppermost.
    ///
    /// Tables are merged key by key; of any other value (arrays too) the nearer layer's stands. What a layer names in `unset`
    /// is taken away from the layers under it first. `T` says what each setting takes: an override's bare value is read as that.
    ///
    /// # Errors
    ///
    /// The report of every file that cannot be read or parsed, and of an `extends` that leads nowhere or in a circle.
    /// A fault of syntax inside one value is no error here: [`Layers::deserialize`] reports it with all the others.
    pub fn read<T: JsonSchema>(
        entry: &Path,
        overrides: &[Override],
        read: &mut dyn FnMut(&Path) -> io::Result<String>,
    ) -> Result<Self, Report> {
        let mut chain = Chain::default();
        chain.follow(entry, read);
        let files = chain.sources.len();
        let overridden = |setting: &Override| Source::new("--set".to_owned(), setting.text().to_owned(), SourceKind::Override);
        chain.sources.extend(overrides.iter().map(overridden));
        let Chain { sources, files: read_files, extended, mut faults, left_out, is_broken } = chain;
        let sources: Arc<[Source]> = sources.into();
        let is_schema_needed = !overrides.is_empty() || faults.iter().any(Fault::depends_on_setting);
        let schema = is_schema_needed.then(Schema::of::<T>);
        if let Some(schema) = &schema {
            for fault in &mut faults {
                fault.reword(schema);
            }
        }
        if is_broken {
            return Err(Report::new(sources, &display(entry), &faults));
        }
        let mut taken_away = Vec::new();
        let mut root = Node::empty();
        // The farthest file first.
        for (number, file) in read_files.into_iter().enumerate().rev() {
            let is_farthest = number == extended.len();
            unset::apply(file.unset, &mut root, is_farthest, &mut taken_away, &mut faults);
            root = file.root.laid_over(root, false);
        }
        for (number, setting) in overrides.iter().enumerate() {
            let mut layer = setting.layer(files + number, schema.as_deref());
            let unset = unset::of(&mut layer, &mut faults);
            unset::apply(unset, &mut root, false, &mut taken_away, &mut faults);
            root = layer.laid_over(root, true);
        }
        // What was set again above is there.
        taken_away.retain(|taken| root.get(&taken.path).is_none());
        Ok(Self { sources, root, extended, faults, left_out, taken_away })
    }

    /// Reads the caller's type from the merged settings, with every fault in them.
    pub fn deserialize<T: DeserializeOwned + JsonSchema>(&self) -> Reading<T> {
        repair::deserialize(&self.root, self.faults.clone(), self.left_out.clone())
    }

    /// As [`Layers::deserialize`], without the sections of these names, which somebody else reads by [`Layers::only`].
    pub fn deserialize_without<T: DeserializeOwned + JsonSchema>(&self, sections: &[&str]) -> Reading<T> {
        if sections.is_empty() {
            return self.deserialize();
        }
        let mut root = self.root.clone();
        for section in sections {
            root.remove(&SettingPath::root().key(*section));
        }
        repair::deserialize(&root, self.faults.clone(), self.left_out.clone())
    }

    /// One section alone, if it is set; what is wrong with the syntax of the files is not told of it again.
    pub fn only(&self, section: &str) -> Option<Self> {
        let path = SettingPath::root().key(section);
        let mut root = Node::empty();
        if let Value::Table(entries) = &mut root.value {
            entries.insert(section.to_owned(), self.root.get(&path)?.clone());
        }
        Some(Self {
            sources: Arc::clone(&self.sources),
            root,
            extended: self.extended.clone(),
            faults: Vec::new(),
            left_out: self.left_out.iter().filter(|it| it.is_within(&path)).cloned().collect(),
            taken_away: Vec::new(),
        })
    }

    /// Reads the caller's type from the merged settings, if there is no fault in what it reads; what it does not read does not matter.
    pub fn sound<T: DeserializeOwned>(&self) -> Option<T> {
        T::deserialize(&self.root).ok()
    }

    /// The files that the entry file extends, the nearest first: base files, which are no environment of their own.
    pub fn extended_files(&self) -> &[PathBuf] {
        &self.extended
    }
}

impl<T> Reading<T> {
    /// What was wrong, for whoever reads the rest: see [`Reading::absorb`].
    pub fn without_value(self) -> Reading<()> {
        let Self { value, faults, tainted } = self;
        Reading { value: value.map(|_| ()), faults, tainted }
    }

    /// Takes in what was wrong with another part of the same settings.
    pub fn absorb(&mut self, other: Reading<()>) {
        self.faults.extend(other.faults);
        self.tainted.extend(other.tainted);
    }

    /// Everything that is wrong: the faults, and the problems that the caller's checks found.
    ///
    /// A problem that touches a repaired setting is left out: it would speak of a value that nobody wrote.
    pub fn report(&self, layers: &Layers, problems: &Problems) -> Report {
        let entry = layers.sources.first().map_or("", |source| &source.name);
        let mut report = Report::new(Arc::clone(&layers.sources), entry, &self.faults);
        report.add_problems(problems, &self.tainted, &layers.root);
        report
    }
}

/// What the file with this text extends, as written there; whatever else is wrong with the text does not matter.
pub fn extended_by(text: &str) -> Option<String> {
    if !text.contains(EXTENDS) {
        return None;
    }
    let extended = |text: &str| match parse::document(text, 0).root.remove(&extends())?.value {
        Value::String(path) => Some(path),
        _ => None,
    };
    // It stands above the first header, and what is below takes longest to read.
    let head = text.find("\n[").map_or(text, |end| &text[..=end]);
    extended(head).or_else(|| extended(text))
}

fn extends() -> SettingPath {
    SettingPath::root().key(EXTENDS)
}

fn display(path: &Path) -> String {
    path.display().to_string()
}

/// The files, as they are read one after the other.
#[derive(Default)]
struct Chain {
    sources: Vec<Source>,
    /// The entry file first.
    files: Vec<FileLayer>,
    extended: Vec<PathBuf>,
    faults: Vec<Fault>,
    left_out: BTreeSet<SettingPath>,
    /// Whether the settings cannot be told from what was read.
    is_broken: bool,
}

/// What one file sets, and what it takes away from those that it extends.
struct FileLayer {
    root: Node,
    unset: Vec<TakenAway>,
}

impl Chain {
    fn follow(&mut self, entry: &Path, read: &mut dyn FnMut(&Path) -> io::Result<String>) {
        let mut seen = vec![without_detours(entry)];
        let mut path = entry.to_path_buf();
        let mut named_at = None;
        loop {
            let text = match read(&path) {
                Ok(text) => text,
                Err(error) => {
                    let help = self.sources.last().map(|by| format!("the path is relative to `{}`", by.name));
                    return self.break_off(unreadable(&path, &error), help, named_at);
                }
            };
            let Some((extended, spot)) = self.add(&path, text) else {
                return;
            };
            path = without_detours(&path.parent().unwrap_or(Path::new("")).join(extended));
            if let Some(start) = seen.iter().position(|file| *file == path) {
                let circle: Vec<String> = seen[start..].iter().chain([&path]).map(|file| format!("`{}`", display(file))).collect();
                let message = format!("the files extend one another in a circle: {}", circle.join(" -> "));
                return self.break_off(message, None, Some(spot));
            }
            seen.push(path.clone());
            self.extended.push(path.clone());
            named_at = Some(spot);
        }
    }

    /// Adds one file; gives the path that it extends, and where it says so.
    fn add(&mut self, path: &Path, text: String) -> Option<(String, Spot)> {
        let text = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text);
        let source = self.sources.len();
        let Parsed { mut root, mistakes, left_out } = parse::document(&text, source);
        // Without the base file everything in it would seem to be missing.
        self.is_broken |= left_out.iter().any(|(path, _)| *path == extends());
        self.is_broken |= mistakes.iter().any(|mistake| mistake.reach == Reach::Rest);
        self.faults.extend(mistakes.into_iter().map(|mistake| {
            let of_value = mistake.unquoted.and_then(|value| left_out.iter().find(|(_, span)| *span == value));
            Fault {
                setting: of_value.map(|(path, _)| path.clone()),
                message: mistake.message,
                label: None,
                help: mistake.help,
                unquoted: of_value.and_then(|(_, span)| text.get(span.clone())).map(str::to_owned),
                is_missing: false,
                is_unknown: false,
                spot: Some(Spot { source, span: mistake.span }),
            }
        }));
        self.left_out.extend(left_out.into_iter().map(|(path, _)| path));
        self.sources.push(Source::new(display(path), text, SourceKind::File));
        let extended = root.remove(&extends());
        if extended.is_none()
            && let Some((misplaced, section)) = misplaced_extends(&root)
        {
            let message = format!("`{EXTENDS}` stands in the section `[{section}]`, and belongs to the whole file");
            let help = format!("put it at the top of the file, before the first `[…]`: write `{EXTENDS} = {}`", misplaced.written);
            self.break_off(message, Some(help), misplaced.spot);
            return None;
        }
        let unset = unset::of(&mut root, &mut self.faults);
        self.files.push(FileLayer { root, unset });
        let Node { value, place } = extended?;
        let spot = place?.value_spot();
        if let Value::String(extended) = value {
            Some((extended, spot))
        } else {
            let message = format!("expected the path of a file for `{EXTENDS}`, found {}", wording::found(&value));
            let help = format!("write `{EXTENDS} = \"base.toml\"`, relative to this file");
            self.break_off(message, Some(help), Some(spot));
            None
        }
    }

    /// Ends the chain: what the settings are cannot be told.
    fn break_off(&mut self, message: String, help: Option<String>, spot: Option<Spot>) {
        self.is_broken = true;
        self.faults.push(Fault {
            setting: spot.is_some().then(extends),
            message,
            label: None,
            help,
            unquoted: None,
            is_missing: false,
            is_unknown: false,
            spot,
        });
    }
}

/// An `extends` that stands in a section, as TOML reads what is written below a header.
struct Misplaced {
    written: String,
    spot: Option<Spot>,
}

/// Finds it where nothing else can be meant: a path of a TOML file.
fn misplaced_extends(root: &Node) -> Option<(Misplaced, SettingPath)> {
    let mut open = vec![(SettingPath::root(), root)];
    while let Some((path, node)) = open.pop() {
        let Value::Table(entries) = &node.value else { continue };
        if let Some(Node { value: Value::String(file), place }) = entries.get(EXTENDS)
            && Path::new(file).extension().is_some_and(|extension| extension == "toml")
        {
            let written = meant::quoted(file);
            return Some((Misplaced { written, spot: place.as_ref().map(Place::key_spot) }, path));
        }
        open.extend(entries.iter().map(|(key, entry)| (path.clone().key(key), entry)));
    }
    None
}

fn unreadable(path: &Path, error: &io::Error) -> String {
    let path = display(path);
    match error.kind() {
        io::ErrorKind::NotFound => format!("there is no file `{path}`"),
        // `text_of` says it in words of its own.
        io::ErrorKind::InvalidData => format!("cannot read `{path}`: {error}; {}", line::SAVE),
        _ => format!("cannot read `{path}`: {error}"),
    }
}

/// The path without `.` and, where it can be told from the text alone, without `..`.
fn without_detours(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir if matches!(plain.components().next_back(), Some(Component::Normal(_))) => {
                plain.pop();
            }
            _ => plain.push(component),
        }
    }
    plain
}
