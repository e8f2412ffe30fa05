//! What is wrong with changes of address, among each other and beside what is emitted.

use std::collections::{BTreeMap, BTreeSet};

use settings::{Problems, SettingPath};
use terraform::Address;

use super::entry::{Move, MoveSettings};
use super::rename::named;
use crate::environment::{Config, Import, ModuleConfig, Removed, TerraformName};
use crate::renamed::{DEAD_LETTERS, Kind, Renamed};

/// Up to how many addresses are listed where none is near.
const LISTED: usize = 6;

/// What is known of addresses while they are checked.
struct Known<'a> {
    emitted: &'a BTreeSet<Address>,
    called: &'a BTreeMap<TerraformName, ModuleConfig>,
    moves: &'a [Move],
    /// Which setting moves or removes what stood at an address.
    left: BTreeMap<&'a Address, SettingPath>,
    /// Which setting moves or imports something to an address.
    taken: BTreeMap<&'a Address, SettingPath>,
}

/// Checks all of them.
pub(super) fn check(config: &Config, moves: &[Move], emitted: &BTreeSet<Address>, problems: &mut Problems) {
    let mut known = Known { emitted, called: &config.modules, moves, left: BTreeMap::new(), taken: BTreeMap::new() };
    for it in moves {
        known.check_move(it, problems);
        check_names(config, emitted, it, problems);
    }
    let mut ids: BTreeMap<(&str, &str), SettingPath> = BTreeMap::new();
    for (index, Import { to, id }) in config.import.iter().enumerate() {
        let entry = SettingPath::from("import").index(index);
        known.check_destination(to.address(), entry.clone().key("to"), problems);
        if let Some(other) = ids.insert((to.address().kind(), id.as_str()), entry.clone().key("id")) {
            problems
                .error(entry.key("id"), format!("the {} `{id}` is imported twice", to.address().kind()))
                .also(other)
                .help("give each thing one address");
        }
    }
    for (index, Removed { from, destroy: _ }) in config.removed.iter().enumerate() {
        let setting = SettingPath::from("removed").index(index).key("from");
        if from.address().is_instance() {
            // Terraform, "removed block": the address takes no instance keys.
            problems
                .error(setting.clone(), format!("`{}` is one instance of several", from.address()))
                .help("name the resource without `[…]`: Terraform lets go of all its instances together");
        }
        known.check_source(from.address(), setting, problems);
    }
}

/// A move from one section's address to another's keeps nothing: AWS's names follow a section's, and what is named anew is replaced.
fn check_names(config: &Config, emitted: &BTreeSet<Address>, it: &Move, problems: &mut Problems) {
    if let MoveSettings::Rename(_) = it.settings {
        return;
    }
    let Some(renamed) = Renamed::of(&it.from, &it.to, |address| emitted.contains(address)) else { return };
    let Some((name, keeps_its_name)) = section(config, renamed.kind(), it.to.label().as_str()) else { return };
    if keeps_its_name {
        return;
    }
    let (_, to) = it.settings();
    let remedy = renamed.remedy().trim_end().replacen('\n', ": `", 1).replace('\n', "`, `");
    problems
        .error(
            to,
            format!(
                "`{}` has another name in AWS than `{}` had: it would be moved, and then destroyed and made anew",
                it.to, it.from
            ),
        )
        .also(SettingPath::from(renamed.kind().table()).key(name))
        .help(format!("take this entry out, and write under {remedy}`"));
}

/// The section of this kind that has this label, and whether its settings say which name it has in AWS, or had.
fn section<'a>(config: &'a Config, kind: Kind, label: &str) -> Option<(&'a str, bool)> {
    let label = if kind == Kind::Queue { label.strip_suffix(DEAD_LETTERS).unwrap_or(label) } else { label };
    let section = named(kind, config).into_iter().find(|it| it.name.replace('-', "_") == label)?;
    Some((section.name, section.has_aws_name || section.renamed_from.is_some()))
}

impl<'a> Known<'a> {
    fn check_move(&mut self, it: &'a Move, problems: &mut Problems) {
        let Move { from, to, settings: _ } = it;
        let (from_setting, to_setting) = it.settings();
        if from == to {
            problems.error(to_setting, format!("`{to}` moves to where it is")).help("take the entry out");
            return;
        }
        if from.kind() != to.kind() {
            problems
                .error(to_setting.clone(), format!("no `{}` becomes a `{}`", from.kind(), to.kind()))
                .also(from_setting.clone())
                .help("name two addresses of one type: Terraform moves between them only");
        }
        self.check_source(from, from_setting, problems);
        self.check_destination(to, to_setting, problems);
    }

    /// What is moved or removed: something that stands there no longer, named once.
    fn check_source(&mut self, from: &'a Address, setting: SettingPath, problems: &mut Problems) {
        if self.emitted.contains(from) {
            problems
                .error(setting.clone(), format!("`{from}` is still there"))
                .help("name an address that these settings do not make any more");
        }
        if let Some(other) = self.left.insert(from, setting.clone()) {
            problems.error(setting, format!("where `{from}` goes is said twice")).also(other).help("take one of the two out");
        }
    }

    /// What something moves to or is imported to: something that is made, named once.
    fn check_destination(&mut self, to: &'a Address, setting: SettingPath, problems: &mut Problems) {
        // What stands in a module that only Terraform fetches, or that a module calls, nobody knows here.
        if !self.emitted.contains(to) && !self.is_unknown(to) {
            problems.error(setting.clone(), format!("these settings make no `{to}`")).help(self.instead(to));
        }
        if let Some(other) = self.taken.insert(to, setting.clone()) {
            problems.error(setting, format!("two things become `{to}`")).also(other).help("take one of the two out");
        }
    }

    fn is_unknown(&self, address: &Address) -> bool {
        let called = address.outermost_module().and_then(|name| self.called.iter().find(|(known, _)| known.as_str() == name));
        called.is_some_and(|(_, module)| module.source.folder().is_none() || address.module().is_none())
    }

    /// Where something ends that moves on from an address, if it does.
    fn way_from(&self, address: &Address) -> Option<String> {
        let further = |from: &Address| self.moves.iter().find(|it| it.from == *from).map(|it| &it.to);
        let mut end = further(address)?;
        let mut passed = BTreeSet::from([address]);
        while let Some(next) = further(end) {
            if !passed.insert(end) {
                return Some("the moves go round in a circle: name an address that these settings make".to_owned());
            }
            end = next;
        }
        Some(format!("it moves on: name `{end}`, where the way ends"))
    }

    /// What was perhaps meant by an address that is not made.
    fn instead(&self, address: &Address) -> String {
        if let Some(way) = self.way_from(address) {
            return way;
        }
        let text = address.to_string();
        let furthest = text.chars().count().div_ceil(5);
        let nearest = self
            .emitted
            .iter()
            .map(|known| (strsim::osa_distance(&text, &known.to_string()), known))
            .filter(|(distance, _)| *distance <= furthest)
            .min_by_key(|(distance, _)| *distance);
        if let Some((_, nearest)) = nearest {
            return format!("did you mean `{nearest}`?");
        }
        let of_kind: Vec<String> =
            self.emitted.iter().filter(|known| known.kind() == address.kind()).map(|known| format!("`{known}`")).collect();
        match of_kind.len() {
            0 => format!("they make no `{}` at all: name an address that stands in a plan", address.kind()),
            1..=LISTED => format!("of that type they make {}", of_kind.join(", ")),
            more => format!("of that type they make {more}, such as {}", of_kind[0]),
        }
    }
}
