//! Resources that got another address: those of which a `moved` block says so, and those of which one should.
//!
//! It must not know how a difference is shown.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use crate::read::{Documents, module_of};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value as Json;

use crate::compare::blocks::Blocks;
use crate::compare::{ArgumentChange, BlockChange, Change, Provider, arguments, likeness};

/// From which likeness on a resource is probably the one that vanished: most of what it says is the same.
const PROBABLE: f64 = 0.6;

/// A resource that vanished, and what it probably is now.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Relocation {
    /// Its address before.
    pub from: String,
    /// Its address now.
    pub to: String,
    /// Whether both say the same, but for the name in their address.
    pub equal: bool,
    /// Whether it holds what cannot be made again.
    pub stateful: bool,
    /// The arguments that make the provider replace it even if it is moved.
    pub replaced_by: Vec<String>,
}

/// Where addresses went, as `moved` and `removed` blocks say.
#[derive(Clone, Debug, Default)]
pub struct Departures {
    moved: BTreeMap<String, String>,
    /// With whether what stands there is destroyed.
    removed: BTreeMap<String, bool>,
}

impl Relocation {
    /// The settings that tell Terraform, with what to know about them.
    pub fn moved(&self) -> String {
        let Self { from, to, equal, stateful, replaced_by } = self;
        let mut comment = if *equal { String::new() } else { "# Probably: it is not quite the same.\n".to_owned() };
        if !replaced_by.is_empty() {
            let what =
                if *stateful { "DESTROYED AND MADE ANEW ALL THE SAME, WITH ALL THAT IT HOLDS" } else { "Replaced all the same" };
            let _ = writeln!(comment, "# {what}, because of {}.", replaced_by.join(", "));
        }
        format!("{comment}{}", from_to(from, to))
    }
}

/// The settings that make a `moved` block.
pub fn from_to(from: &str, to: &str) -> String {
    format!("[[moved]]\nfrom = \"{from}\"\nto = \"{to}\"\n")
}

impl Departures {
    /// Those of a configuration.
    pub fn of(documents: &Documents) -> Self {
        let mut departures = Self::default();
        for (path, document) in documents.by_path() {
            let address = |block: &Json, key: &str| {
                let bare = block.get(key)?.as_str()?;
                Some(match module_of(path) {
                    "" => bare.to_owned(),
                    module => format!("module.{module}.{bare}"),
                })
            };
            for block in blocks(document, "moved") {
                if let (Some(from), Some(to)) = (address(block, "from"), address(block, "to")) {
                    departures.moved.insert(from, to);
                }
            }
            let removed = blocks(document, "removed").iter();
            departures.removed.extend(removed.filter_map(|block| Some((address(block, "from")?, destroys(block)))));
        }
        departures
    }

    /// The address under which `moved` blocks, one behind the other, bring a resource.
    pub fn destination(&self, address: &str) -> Option<String> {
        let mut seen = BTreeSet::from([address.to_owned()]);
        let mut at = self.step(address)?;
        // Blocks that lead in a circle are refused by Terraform; here they only must end.
        while let (true, Some(next)) = (seen.insert(at.clone()), self.step(&at)) {
            at = next;
        }
        Some(at)
    }

    /// Whether a `removed` block takes a resource, or the module in which it stands, out of the configuration.
    pub fn is_removed(&self, address: &str) -> bool {
        self.removed.keys().any(|from| rest(address, from).is_some())
    }

    /// What comes under Terraform's care as the root module's `import` blocks say: by its address, the id by which the provider finds it.
    pub fn imports(documents: &Documents) -> BTreeMap<String, String> {
        let root = documents.by_path().iter().filter(|(path, _)| module_of(path).is_empty());
        let imports = root.flat_map(|(_, document)| blocks(document, "import"));
        imports.filter_map(|block| Some((block.get("to")?.as_str()?.to_owned(), block.get("id")?.as_str()?.to_owned()))).collect()
    }

    /// Whether a `removed` block leaves a resource as it stands, outside of the configuration.
    pub fn is_left(&self, address: &str) -> bool {
        self.removed.iter().any(|(from, destroys)| !destroys && rest(address, from).is_some())
    }

    fn step(&self, address: &str) -> Option<String> {
        self.moved.iter().find_map(|(from, to)| Some(format!("{to}{}", rest(address, from)?)))
    }
}

/// Whether a `removed` block destroys what stands there, as it does unless it says otherwise.
fn destroys(block: &Json) -> bool {
    let lifecycle = block.get("lifecycle").map(|lifecycle| lifecycle.get(0).unwrap_or(lifecycle));
    lifecycle.and_then(|lifecycle| lifecycle.get("destroy")) != Some(&Json::Bool(false))
}

/// What follows an address, or the one of the module around it, in another one.
fn rest<'a>(address: &'a str, from: &str) -> Option<&'a str> {
    address.strip_prefix(from).filter(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
}

fn blocks<'a>(document: &'a Json, section: &str) -> &'a [Json] {
    match document.get(section) {
        Some(Json::Array(several)) => several,
        Some(one) => std::slice::from_ref(one),
        None => &[],
    }
}

/// For each resource that vanished without a word, the one of its type that appeared and is most like it.
///
/// Where only one of a type vanished from a module, and only one appeared there, no likeness is asked for.
pub(crate) fn likely(changes: &[BlockChange], old: &Blocks, new: &Blocks, provider: &Provider) -> Vec<Relocation> {
    let of = |change| changes.iter().filter(move |it| it.change == change && it.kind.is_some());
    let is_only =
        |it: &BlockChange| of(it.change).filter(|other| (&other.kind, &other.module) == (&it.kind, &it.module)).count() == 1;
    let body = |blocks: &Blocks, it: &BlockChange| {
        let block = blocks.by_address.get(&(it.module.clone(), it.address.clone()));
        block.map(|block| block.body.clone()).unwrap_or_default()
    };
    let mut pairs: Vec<(f64, &BlockChange, &BlockChange)> = Vec::new();
    for gone in of(Change::Removed).filter(|gone| !new.departures.is_removed(&gone.address)) {
        let before = without_label(&body(old, gone), &gone.address);
        for come in of(Change::Added).filter(|come| come.kind == gone.kind) {
            let likeness = likeness(&before, &without_label(&body(new, come), &come.address));
            let is_probable = likeness >= PROBABLE || (gone.module == come.module && is_only(gone) && is_only(come));
            pairs.extend(is_probable.then_some((likeness, gone, come)));
        }
    }
    pairs.sort_by(|one, other| {
        other.0.total_cmp(&one.0).then_with(|| (&one.1.address, &one.2.address).cmp(&(&other.1.address, &other.2.address)))
    });
    let (mut gone, mut come) = (BTreeSet::new(), BTreeSet::new());
    let mut relocations = Vec::new();
    for (likeness, from, to) in pairs {
        if !gone.contains(&from.address) && !come.contains(&to.address) {
            gone.insert(&from.address);
            come.insert(&to.address);
            let changes = arguments::changes(from.kind.as_deref(), &body(old, from), &body(new, to), provider);
            relocations.push(Relocation {
                from: from.address.clone(),
                to: to.address.clone(),
                equal: likeness >= 1.0,
                stateful: from.stateful,
                replaced_by: changes.into_iter().filter(|change| change.replaces && is_literal(change)).map(|it| it.path).collect(),
            });
        }
    }
    relocations.sort_by(|one, other| (!one.stateful, &one.from).cmp(&(!other.stateful, &other.from)));
    relocations
}

/// Whether a change is one of values, and not perhaps of the address by which the same value is found.
fn is_literal(change: &ArgumentChange) -> bool {
    ![&change.old, &change.new].into_iter().flatten().any(|value| value.to_string().contains("${"))
}

/// The body with the resource's own label left out of what it says: most of a renamed service's arguments hold its name.
fn without_label(body: &Json, address: &str) -> Json {
    let label = address.rsplit('.').next().unwrap_or_default();
    // A short label, such as a zone's letter, is part of many words.
    if label.len() < 3 {
        return body.clone();
    }
    replaced(body, &[label.to_owned(), label.replace('_', "-")])
}

fn replaced(value: &Json, labels: &[String]) -> Json {
    let text = |text: &str| labels.iter().fold(text.to_owned(), |text, label| text.replace(label, "*"));
    match value {
        Json::String(it) => Json::from(text(it)),
        Json::Array(elements) => elements.iter().map(|element| replaced(element, labels)).collect(),
        Json::Object(members) => members.iter().map(|(name, value)| (text(name), replaced(value, labels))).collect(),
        Json::Null | Json::Bool(_) | Json::Number(_) => value.clone(),
    }
}
