//! What differs between the arguments of two blocks. It must not know where the blocks stand.

use crate::json::{Json, Map};
use crate::read::embedded;
use crate::read::expression::{Piece, pieces};

use crate::compare::difference::{ArgumentChange, Provider};
use crate::compare::identity;
use crate::compare::path::Path;

/// The key that holds a comment in Terraform's JSON, which nobody reads but people.
const COMMENT: &str = "//";

/// The arguments that differ between two blocks; `kind` is the resource type, if they are resources.
pub(crate) fn changes(kind: Option<&str>, old: &Json, new: &Json, provider: &Provider) -> Vec<ArgumentChange> {
    let ignored = match kind {
        Some(_) => ignored(new),
        None => Vec::new(),
    };
    let mut comparison = Comparison { kind, provider, ignored, changes: Vec::new() };
    match (old, new) {
        (Json::Object(old), Json::Object(new)) => {
            comparison.members(&Path::default(), &without_comment(old), &without_comment(new));
        }
        _ => comparison.values(&Path::default(), old, new),
    }
    comparison.changes
}

struct Comparison<'a> {
    kind: Option<&'a str>,
    provider: &'a Provider,
    /// The arguments whose changes Terraform ignores.
    ignored: Vec<String>,
    changes: Vec<ArgumentChange>,
}

impl Comparison<'_> {
    fn values(&mut self, path: &Path, old: &Json, new: &Json) {
        if old == new {
            return;
        }
        match (old, new) {
            (Json::Object(old), Json::Object(new)) => self.members(path, old, new),
            (Json::Array(old), Json::Array(new)) => self.lists(path, old, new),
            (Json::String(before), Json::String(now)) => match (document(before), document(now)) {
                (Some(old), Some(new)) => self.values(&path.document(), &old, &new),
                _ => self.push(path, Some(old), Some(new)),
            },
            _ => self.push(path, Some(old), Some(new)),
        }
    }

    fn members(&mut self, path: &Path, old: &Map, new: &Map) {
        for (name, new) in new {
            match old.get(name) {
                Some(old) => self.values(&path.member(name), old, new),
                None => self.push(&path.member(name), None, Some(new)),
            }
        }
        for (name, old) in old.iter().filter(|(name, _)| !new.contains_key(name)) {
            self.push(&path.member(name), Some(old), None);
        }
    }

    fn lists(&mut self, path: &Path, old: &[Json], new: &[Json]) {
        if let ([old @ Json::Object(_)], [new @ Json::Object(_)]) = (old, new) {
            self.values(path, old, new);
        } else if let Some((old, new)) = identity::named(old, new) {
            for (name, new) in &new {
                match old.get(name) {
                    Some(old) => self.values(&path.element(name), old, new),
                    None => self.push(&path.element(name), None, Some(new)),
                }
            }
            for (name, old) in old.iter().filter(|(name, _)| !new.contains_key(*name)) {
                self.push(&path.element(name), Some(old), None);
            }
        } else if self.is_set(path) || is_of_scalars(old) && is_of_scalars(new) {
            self.sets(path, old, new);
        } else {
            self.positions(path, old, new);
        }
    }

    /// The elements that only one of the lists holds, each as often as it holds it oftener.
    fn sets(&mut self, path: &Path, old: &[Json], new: &[Json]) {
        let mut added: Vec<&Json> = new.iter().collect();
        let mut removed = Vec::new();
        for element in old {
            match added.iter().position(|it| *it == element) {
                Some(same) => drop(added.remove(same)),
                None => removed.push(element),
            }
        }
        if let ([old], [new]) = (removed.as_slice(), added.as_slice()) {
            return self.values(path, old, new);
        }
        if removed.is_empty() && added.is_empty() && !self.is_set(path) {
            // The same elements in another order, where the order may say something.
            self.push(path, Some(&old.into()), Some(&new.into()));
        }
        for element in removed {
            self.push(path, Some(element), None);
        }
        for element in added {
            self.push(path, None, Some(element));
        }
    }

    /// By position, without what both lists begin and end with: an element put in between changes no other.
    fn positions(&mut self, path: &Path, old: &[Json], new: &[Json]) {
        let start = old.iter().zip(new).take_while(|(old, new)| old == new).count();
        let (old, new) = (&old[start..], &new[start..]);
        let end = old.iter().rev().zip(new.iter().rev()).take_while(|(old, new)| old == new).count();
        let (old, new) = (&old[..old.len() - end], &new[..new.len() - end]);
        for at in 0..old.len().max(new.len()) {
            let path = path.element(start + at);
            match (old.get(at), new.get(at)) {
                (Some(old), Some(new)) => self.values(&path, old, new),
                (old, new) => self.push(&path, old, new),
            }
        }
    }

    fn is_set(&self, path: &Path) -> bool {
        if path.is_in_document() {
            return identity::is_set_of_policies(path.name());
        }
        self.kind.is_some_and(|kind| (self.provider.is_set)(kind, &path.in_schema()))
    }

    fn push(&mut self, path: &Path, old: Option<&Json>, new: Option<&Json>) {
        // An argument that is null is one that is not there.
        let (old, new) = (old.filter(|old| !old.is_null()), new.filter(|new| !new.is_null()));
        if old.is_some() || new.is_some() {
            let replaces = self.replaces(path, old.or(new));
            self.changes.push(ArgumentChange { path: path.to_string(), old: old.cloned(), new: new.cloned(), replaces });
        }
    }

    /// Whether a change of the argument replaces the resource; of a whole block, one of any argument in it.
    fn replaces(&self, path: &Path, value: Option<&Json>) -> bool {
        let Some(kind) = self.kind else { return false };
        let path = path.in_schema();
        let is_ignored = |path: &[&str]| self.ignored.iter().any(|it| it == "all" || path.first() == Some(&it.as_str()));
        !is_ignored(&path) && self.replaces_at(kind, &path, value)
    }

    fn replaces_at(&self, kind: &str, path: &[&str], value: Option<&Json>) -> bool {
        (1..=path.len()).any(|length| (self.provider.replaces)(kind, &path[..length]))
            || match value {
                Some(Json::Array(elements)) => elements.iter().any(|element| self.replaces_at(kind, path, Some(element))),
                Some(Json::Object(members)) => members.iter().any(|(name, value)| {
                    let path: Vec<&str> = path.iter().copied().chain([name.as_str()]).collect();
                    self.replaces_at(kind, &path, Some(value))
                }),
                _ => false,
            }
    }
}

fn is_of_scalars(list: &[Json]) -> bool {
    list.iter().all(|element| !element.is_object() && !element.is_array())
}

/// The document in a string. A reference in it may hold quotes, which Terraform puts in only after it was read: they become single ones.
fn document(text: &str) -> Option<Json> {
    if !text.trim_start().starts_with(['{', '[']) {
        return None;
    }
    let pieces = pieces(text).ok()?.into_iter().map(|piece| match piece {
        Piece::Text(text) | Piece::Directive(text) => text,
        Piece::Expression(expression) => format!("${{{}}}", expression.replace('"', "'").replace('\\', "")).into(),
    });
    embedded::document(&Json::from(pieces.collect::<String>()))
}

fn without_comment(block: &Map) -> Map {
    block.iter().filter(|(name, _)| *name != COMMENT).map(|(name, value)| (name.clone(), value.clone())).collect()
}

/// The arguments that `ignore_changes` names.
fn ignored(body: &Json) -> Vec<String> {
    let lifecycle = match body.get("lifecycle") {
        Some(Json::Array(several)) => several.first(),
        one => one,
    };
    let first_step = |path: &str| path.split(['.', '[']).next().unwrap_or(path).to_owned();
    match lifecycle.and_then(|lifecycle| lifecycle.get("ignore_changes")) {
        Some(Json::Array(paths)) => paths.iter().filter_map(Json::as_str).map(first_step).collect(),
        Some(Json::String(all)) => vec![all.clone()],
        _ => Vec::new(),
    }
}
