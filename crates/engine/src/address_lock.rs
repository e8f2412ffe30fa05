//! The address lock: the addresses under which Terraform knows what must not be lost, recorded beside the environments.
//!
//! An address is an interface: when it changes and no `moved` block says so, Terraform destroys what stood there and makes it anew.
//! This module reads and writes no file, and knows documents, never settings.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::Serialize;
use terraform::Address;
use terraform::compare::{Anew, Departures, anew_if_moved, likeness};
use terraform::read::Documents;
use thiserror::Error;

use crate::consequences::{Consequence, Ground, let_go, moved_region, regions};
use crate::renamed::Renamed;

const HEADER: &str = "\
# The addresses of what must not be lost, as Terraform knows it. An address that vanishes from here needs a `moved` or a `removed`
# block in the settings; where nothing was applied yet, its line can be deleted. The same holds for the regions.
# Written by `synth lock`, read by `synth check`. Commit it.
";

/// The recorded addresses of one environment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AddressLock {
    addresses: BTreeSet<Address>,
    /// In which region each configuration of the provider has what stands under these addresses.
    regions: BTreeMap<String, String>,
}

/// A line of a lock that is no address.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("line {line}: `{text}` is no address such as `module.rds.aws_db_instance.main`")]
pub struct LockError {
    /// The line, from 1.
    pub line: usize,
    /// What stands there.
    pub text: String,
}

/// What the lock and what is emitted disagree about.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Violations {
    /// Recorded addresses that are emitted no longer, and of which no `moved` or `removed` block says where they went.
    pub vanished: Vec<Vanished>,
    /// Emitted addresses that are not recorded yet.
    pub unrecorded: Vec<String>,
    /// Regions that are others than those in which everything stands.
    pub elsewhere: Vec<Consequence>,
    /// Recorded addresses of which a `moved` or `removed` block says where they went.
    pub departed: Vec<String>,
}

/// A recorded address that is emitted no longer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Vanished {
    /// The address.
    pub address: String,
    /// Under which address it probably stands now.
    pub likely: Option<String>,
    /// What was renamed, when it is one of its own: a move alone would make it anew, since AWS's name changes.
    #[serde(skip)]
    #[schemars(skip)]
    pub renamed: Option<Renamed>,
    /// What would make it anew although it moved there: arguments, or what it refers to. Known only where it is known what stands there.
    #[serde(skip)]
    #[schemars(skip)]
    pub anew: Vec<String>,
    /// Where nothing took its place: what else goes that it stands on, such as its key. Known only where it is known what stands there.
    pub stands_on: Vec<String>,
}

impl AddressLock {
    /// Reads a lock: an address a line, comments behind `#`.
    ///
    /// # Errors
    /// The first line that is no address.
    pub fn parse(text: &str) -> Result<Self, LockError> {
        let mut lock = Self::default();
        for (number, line) in text.lines().enumerate() {
            let address = line.split('#').next().unwrap_or_default().trim();
            if address.is_empty() {
                continue;
            }
            if let Some((provider, region)) = address.split_once(" = ").filter(|(provider, _)| provider.starts_with("provider.")) {
                lock.regions.insert(provider.to_owned(), region.to_owned());
                continue;
            }
            // A block is recorded, and not its instances.
            let address = address.parse().ok().filter(|address: &Address| !address.is_instance());
            lock.addresses.insert(address.ok_or_else(|| LockError { line: number + 1, text: line.to_owned() })?);
        }
        Ok(lock)
    }

    /// The lock that records what is emitted.
    pub fn of(documents: &Documents) -> Self {
        Self { addresses: kept(documents), regions: regions(documents) }
    }

    /// The file's text: sorted, so that a new address is one new line.
    pub fn render(&self) -> String {
        let mut lines: Vec<String> = self.addresses.iter().map(|address| format!("{address}\n")).collect();
        lines.sort();
        lines.extend(self.regions.iter().map(|(provider, region)| format!("{provider} = {region}\n")));
        format!("{HEADER}{}", lines.concat())
    }

    /// Compares the lock with what is emitted; what stands under an address that vanished, `standing` knows best, if there is any.
    pub fn violations(&self, emitted: &Documents, standing: Option<&Documents>) -> Violations {
        let departures = Departures::of(emitted);
        let is_emitted = |address: &str| address.parse().is_ok_and(|address| emitted.at(&address).is_some());
        let kept = kept(emitted);
        let unrecorded: Vec<&Address> = kept.difference(&self.addresses).collect();
        let mut violations = Violations::default();
        for gone in self.addresses.iter().filter(|address| emitted.at(address).is_none()) {
            let address = gone.to_string();
            let has_moved = departures.destination(&address).is_some_and(|to| is_emitted(&to) || departures.is_removed(&to));
            if has_moved || departures.is_removed(&address) {
                violations.departed.push(address);
            } else {
                let likely = likely(gone, &unrecorded, emitted, standing);
                let to = likely.as_deref().and_then(|likely| likely.parse::<Address>().ok());
                let renamed = to.and_then(|to| Renamed::of(gone, &to, |address| emitted.at(address).is_some()));
                violations.vanished.push(Vanished { address, likely, renamed, anew: Vec::new(), stands_on: Vec::new() });
            }
        }
        if let Some(standing) = standing {
            add_why_anew(&mut violations.vanished, standing, emitted);
        }
        if let Some(standing) = standing {
            add_ground(&mut violations.vanished, &Ground::of(standing, emitted));
        }
        let now = regions(emitted);
        let moved = self.regions.iter().filter_map(|(provider, before)| Some((provider, before, now.get(provider)?)));
        violations.elsewhere = moved
            .filter(|(_, before, now)| before != now)
            .map(|(provider, before, now)| moved_region(provider, before, now))
            .collect();
        violations.unrecorded = unrecorded.iter().map(ToString::to_string).collect();
        violations.unrecorded.sort();
        violations.departed.sort();
        violations.vanished.sort_by(|one, other| one.address.cmp(&other.address));
        violations
    }
}

impl Violations {
    /// Whether the lock records exactly what is emitted.
    pub fn is_empty(&self) -> bool {
        let Self { vanished, unrecorded, elsewhere, departed } = self;
        vanished.is_empty() && elsewhere.is_empty() && unrecorded.is_empty() && departed.is_empty()
    }
}

impl Vanished {
    /// What that means, and what [`Vanished::remedy`] is for.
    pub fn words(&self) -> String {
        let Self { address, likely, renamed, anew, stands_on: _ } = self;
        let what = format!("{address} is emitted no longer, and Terraform would destroy what stands there");
        let let_go = "to let go of it, add to the settings (it stays in AWS, and on the bill, until somebody deletes it there; with `destroy = true` \
                      Terraform does)";
        match (likely, renamed) {
            (_, Some(renamed)) => {
                format!("{what}; {}: so that Terraform keeps what it has instead of making it anew, write", renamed.words())
            }
            (Some(to), None) if !anew.is_empty() => format!(
                "{what}; it is probably {to} now, which a `[[moved]]` does not keep, since {} makes it anew: {let_go}",
                words::list(anew)
            ),
            (Some(to), None) => format!("{what}; it is probably {to} now: so that Terraform keeps it, add to the settings"),
            (None, None) => format!("{what}; nothing of its type took its place: {let_go}"),
        }
    }

    /// Whether what stands there cannot be made again.
    pub fn holds_data(&self) -> bool {
        self.address.parse().is_ok_and(|address: Address| aws::is_stateful(address.kind()))
    }

    /// Whether it is let go of with something else: nothing took its place, and it stands in the same module.
    pub fn goes_with(&self, other: &Self) -> bool {
        let module = |it: &Self| it.address.parse().ok().and_then(|address: Address| address.module().map(str::to_owned));
        self.is_let_go() && module(self) == module(other)
    }

    /// Whether nothing is advised but to let go of it: nothing took its place, or nothing that keeps what it holds.
    fn is_let_go(&self) -> bool {
        match (&self.likely, &self.renamed) {
            (_, Some(_)) => false,
            (Some(_), None) => !self.anew.is_empty(),
            (None, None) => true,
        }
    }

    /// The settings that say where it went; a `removed` block where nothing is like it, or nothing keeps what it holds.
    pub fn remedy(&self) -> String {
        let Self { address, likely, renamed, anew: _, stands_on } = self;
        match (renamed, likely) {
            (Some(renamed), _) => renamed.remedy(),
            (None, Some(to)) if !self.is_let_go() => terraform::compare::from_to(address, to),
            (None, _) => let_go(&[std::slice::from_ref(address), stands_on].concat()),
        }
    }
}

/// Says what would make each of them anew at the address where it probably stands now.
fn add_why_anew(vanished: &mut [Vanished], standing: &Documents, emitted: &Documents) {
    let moves: Vec<(String, String)> = vanished.iter().filter_map(|it| Some((it.address.clone(), it.likely.clone()?))).collect();
    let moves: Vec<(&str, &str)> = moves.iter().map(|(from, to)| (from.as_str(), to.as_str())).collect();
    let anew = anew_if_moved(standing, emitted, &moves, &aws::facts::PROVIDER);
    for it in vanished {
        let why = it.likely.as_ref().and_then(|to| anew.get(to));
        it.anew = why.map(|Anew { by, with }| if by.is_empty() { with.clone() } else { by.clone() }).unwrap_or_default();
    }
}

/// Says of everything of which Terraform may let go what else that takes; what several stand on, and what is told itself, once.
fn add_ground(vanished: &mut [Vanished], ground: &Ground<'_>) {
    let mut told: BTreeSet<String> = vanished.iter().map(|it| it.address.clone()).collect();
    for gone in vanished.iter_mut().filter(|it| it.is_let_go()) {
        let Ok(address) = gone.address.parse::<Address>() else { continue };
        let under = ground.under(&address).into_iter().map(|it| it.to_string());
        gone.stands_on = under.filter(|it| told.insert(it.clone())).collect();
    }
}

/// The addresses of emitted resources that must not be lost.
fn kept(documents: &Documents) -> BTreeSet<Address> {
    documents.all().filter(|block| aws::keeps_its_address(block.kind)).map(|block| block.address()).collect()
}

/// The unrecorded address of the same type whose resource is most like the one that vanished; where nobody knows what stood there,
/// the one whose address is.
fn likely(gone: &Address, come: &[&Address], emitted: &Documents, standing: Option<&Documents>) -> Option<String> {
    let before = standing.and_then(|standing| standing.at(gone));
    let score = |address: &Address| {
        let now = emitted.at(address);
        let body = before.zip(now).map_or(0.0, |(before, now)| likeness(before.written, now.written));
        (body, strsim::normalized_damerau_levenshtein(&gone.to_string(), &address.to_string()))
    };
    let same_type = come.iter().filter(|address| address.kind() == gone.kind());
    let best = same_type.max_by(|one, other| {
        let ((body, name), (other_body, other_name)) = (score(one), score(other));
        body.total_cmp(&other_body).then(name.total_cmp(&other_name))
    });
    best.map(ToString::to_string)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn documents(root: &str, rds: &str) -> Documents {
        Documents::read([("main.tf.json", root), ("modules/rds/x.tf.json", rds)]).expect("they are documents")
    }

    const DATABASE: &str = r#"{"resource": {"aws_db_instance": {"main": {"engine": "postgres"}}}}"#;
    const RENAMED: &str =
        r#"{"resource": {"aws_db_instance": {"primary": {"engine": "postgres"}, "replica": {"engine": "other"}}}}"#;

    fn lock() -> AddressLock {
        AddressLock::of(&documents("{}", DATABASE))
    }

    #[test]
    fn a_lock_is_read_as_it_was_written() {
        assert_eq!(AddressLock::parse(&lock().render()), Ok(lock()));
        assert!(lock().render().ends_with("\nmodule.rds.aws_db_instance.main\n"));
        let error = AddressLock::parse("# addresses\n<<<<<<< ours\n").expect_err("that is none");
        assert_eq!(error.to_string(), "line 2: `<<<<<<< ours` is no address such as `module.rds.aws_db_instance.main`");
    }

    #[test]
    fn what_vanishes_is_named_with_what_is_most_like_it() {
        let before = documents("{}", DATABASE);
        let violations = lock().violations(&documents("{}", RENAMED), Some(&before));
        let [vanished] = violations.vanished.as_slice() else { panic!("{violations:?}") };
        assert_eq!(
            vanished.remedy(),
            "[[moved]]\nfrom = \"module.rds.aws_db_instance.main\"\nto = \"module.rds.aws_db_instance.primary\"\n"
        );
        assert_eq!(violations.unrecorded.len(), 2);
        let none_left = lock().violations(&documents("{}", "{}"), Some(&before));
        assert_eq!(none_left.vanished[0].remedy(), "[[removed]]\nfrom = \"module.rds.aws_db_instance.main\"\n");
    }

    #[test]
    fn a_renamed_service_keeps_its_names_in_aws() {
        let of = |label: &str| {
            let text = format!(
                r#"{{"resource": {{"aws_ecs_service": {{"{label}": {{}}}}, "aws_ecr_repository": {{"{label}": {{"name": "x"}}}}}}}}"#
            );
            Documents::read([("main.tf.json", "{}"), ("modules/ecs/x.tf.json", text.as_str())]).expect("they are documents")
        };
        let violations = AddressLock::of(&of("task_api")).violations(&of("api"), None);
        let repository = violations.vanished.iter().find(|it| it.address.contains("repository")).expect("it vanished");
        assert_eq!(repository.remedy(), "[services.api]\nrenamed_from = \"task-api\"\naws_name = \"task-api\"\n");
        assert!(repository.words().contains("the service `task-api` is probably `api` now"), "{}", repository.words());
    }

    #[test]
    fn what_a_moved_or_removed_block_names_has_not_vanished() {
        for root in [
            r#"{"moved": [{"from": "module.rds.aws_db_instance.main", "to": "module.rds.aws_db_instance.primary"}]}"#,
            r#"{"moved": [{"from": "module.rds.aws_db_instance.main", "to": "module.rds.aws_db_instance.first"},
                          {"from": "module.rds.aws_db_instance.first", "to": "module.rds.aws_db_instance.primary"}]}"#,
            r#"{"removed": [{"from": "module.rds.aws_db_instance.main", "lifecycle": {"destroy": false}}]}"#,
            r#"{"removed": {"from": "module.rds"}}"#,
        ] {
            let violations = lock().violations(&documents(root, RENAMED), None);
            assert_eq!((violations.vanished.len(), violations.departed.len()), (0, 1), "{root}");
        }
        let elsewhere = r#"{"moved": [{"from": "module.rds.aws_db_instance.main", "to": "module.rds.aws_db_instance.nowhere"}]}"#;
        assert_eq!(lock().violations(&documents(elsewhere, RENAMED), None).vanished.len(), 1, "it leads to nothing");
        let circle = r#"{"moved": [{"from": "module.rds.aws_db_instance.main", "to": "module.rds.aws_db_instance.main"}]}"#;
        assert_eq!(lock().violations(&documents(circle, RENAMED), None).vanished.len(), 1, "it leads back");
    }

    #[test]
    fn what_can_be_made_again_is_not_recorded() {
        let rules = r#"{"resource": {"aws_route": {"a": {}}, "aws_vpc": {"main": {}}}}"#;
        assert!(AddressLock::of(&documents("{}", rules)).render().ends_with("Commit it.\nmodule.rds.aws_vpc.main\n"));
    }
}
