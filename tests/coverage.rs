//! The rows of the system, and the addresses that make each: `docs/coverage.md`, from what is emitted.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::sync::OnceLock;

use crate::common::{bootstrap, golden, package, prod, staging};
use engine::synthesis::{StateOfBootstrap, synthesize};
use engine::{LocalDisk, load_from};
use serde::Deserialize;
use terraform::json::Json;
use terraform::read::Documents;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rows {
    row: Vec<Row>,
}

/// A row of the system.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    section: String,
    text: String,
    #[serde(default)]
    resources: Vec<String>,
    #[serde(default)]
    r#where: BTreeMap<String, toml::Value>,
    outside: Option<String>,
}

fn rows() -> Vec<Row> {
    let text = fs::read_to_string(package().join("tests/coverage/rows.toml")).expect("the rows are there");
    toml::from_str::<Rows>(&text).unwrap_or_else(|error| panic!("rows.toml: {error}")).row
}

/// An environment's resources: their addresses, and their arguments with every reference followed, which is done once for all rows.
struct Seen {
    /// What the environment is called in the table.
    name: String,
    resources: Vec<(String, Json)>,
}

impl Seen {
    fn of(name: impl Into<String>, documents: &Documents) -> Self {
        let resources = documents.resources().into_iter().map(|resource| (resource.address.to_string(), resource.body));
        Self { name: name.into(), resources: resources.collect() }
    }
}

/// Production and staging.
fn shipped() -> &'static [Seen; 2] {
    static SHIPPED: OnceLock<[Seen; 2]> = OnceLock::new();
    SHIPPED.get_or_init(|| [prod(), staging()].map(|emitted| Seen::of(&emitted.environment, &emitted.documents)))
}

/// The environments in which what the shipped ones do not use is looked for.
fn others() -> &'static [Seen] {
    static OTHERS: OnceLock<Vec<Seen>> = OnceLock::new();
    OTHERS.get_or_init(read_others)
}

fn read_others() -> Vec<Seen> {
    let mut others = vec![
        Seen::of("bootstrap", &bootstrap(&[], StateOfBootstrap::Local).documents),
        Seen::of(
            "bootstrap with `state.lock = \"dynamodb\"`",
            &bootstrap(&["state.lock=dynamodb", "state.lock_table=task-api-terraform-locks"], StateOfBootstrap::Local).documents,
        ),
    ];
    let entries = fs::read_dir(package().join("tests/environments")).expect("the environments are there");
    let paths = entries.map(|entry| entry.expect("it can be listed").path());
    // Terraform of an environment's own lies in a folder of its name.
    let mut paths: Vec<_> = paths.filter(|path| path.is_file()).collect();
    paths.sort();
    for path in paths {
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        if name == "base" {
            continue;
        }
        let loaded = load_from(&name.parse().expect("it is a name"), &path, &[], &LocalDisk);
        let environment = loaded.environment.unwrap_or_else(|| panic!("{name}:\n{}", loaded.report));
        let documents = synthesize(&environment).expect("every address is there once").documents;
        others.push(Seen::of(format!("`{name}.toml`"), &documents));
    }
    others
}

/// Whether `address` is what `pattern` says, `*` standing for anything.
fn fits(pattern: &str, address: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == address,
        Some((start, rest)) => address.strip_prefix(start).is_some_and(|address| {
            (0..=address.len()).filter(|at| address.is_char_boundary(*at)).any(|at| fits(rest, &address[at..]))
        }),
    }
}

impl Row {
    /// The resources that make the row; nothing where one of its patterns finds none, since the row is then not whole.
    fn addresses(&self, environment: &Seen) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        for pattern in &self.resources {
            let fitting: Vec<String> = environment
                .resources
                .iter()
                .filter(|(address, body)| fits(pattern, address) && self.says(body))
                .map(|(address, _)| address.clone())
                .collect();
            if fitting.is_empty() {
                return BTreeSet::new();
            }
            found.extend(fitting);
        }
        found
    }

    fn says(&self, body: &Json) -> bool {
        self.r#where.iter().all(|(pointer, value)| {
            let wanted = serde_json::to_value(value).expect("a TOML value is JSON");
            // A block of which there is one is emitted as an object or as a list of one.
            let listed = pointer.rsplit_once('/').map(|(block, argument)| format!("{block}/0/{argument}"));
            let said = body.pointer(pointer).or_else(|| body.pointer(&listed?));
            said.is_some_and(|said| *said == wanted)
        })
    }
}

/// Addresses by type: `module.networking.aws_subnet.` with its names in braces.
fn written(addresses: &BTreeSet<String>) -> String {
    let mut by_type: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for address in addresses {
        let (kind, label) = address.rsplit_once('.').unwrap_or((address, ""));
        by_type.entry(kind).or_default().push(label);
    }
    let parts = by_type.into_iter().map(|(kind, labels)| match labels.as_slice() {
        [one] => format!("`{kind}.{one}`"),
        several => format!("`{kind}.{{{}}}`", several.join(", ")),
    });
    parts.collect::<Vec<_>>().join("<br>")
}

/// What stands in the last column: the first environment of the tests that has the row.
fn elsewhere(row: &Row) -> String {
    let found = others().iter().map(|other| (&other.name, row.addresses(other))).find(|(_, found)| !found.is_empty());
    found.map_or_else(String::new, |(name, addresses)| format!("{name}: {}", written(&addresses)))
}

fn markdown() -> String {
    let mut text = String::from(
        "# Coverage\n\nThe rows of the system, and the Terraform addresses that make each. A row that a shipped environment does not turn on is shown in the \
         environment of `tests/environments/` that does, or in the account's bootstrap.\n\nThis file is derived: `cargo xtask bless`.\n",
    );
    let mut section = "";
    let rows = rows();
    for row in &rows {
        if row.section != section {
            section = &row.section;
            let _ = write!(text, "\n## {section}\n\n| row | prod | staging | elsewhere |\n| --- | --- | --- | --- |\n");
        }
        let line = if let Some(outside) = &row.outside {
            [outside.clone(), String::new(), String::new()]
        } else {
            let [prod, staging] = shipped().each_ref().map(|environment| written(&row.addresses(environment)));
            let elsewhere = if prod.is_empty() || staging.is_empty() { elsewhere(row) } else { String::new() };
            [prod, staging, elsewhere]
        };
        let _ = writeln!(text, "| {} | {} |", row.text, line.join(" | "));
    }
    text
}

#[test]
fn the_table_is_what_is_emitted() {
    golden::is_fresh("docs/coverage.md", &markdown());
}

#[test]
fn no_row_is_empty() {
    for row in rows() {
        let is_outside = row.outside.as_ref().is_some_and(|reason| reason.len() > 20);
        assert_ne!(is_outside, !row.resources.is_empty(), "{}: resources, or the reason why there are none", row.text);
        let is_shipped = shipped().iter().any(|environment| !row.addresses(environment).is_empty());
        assert!(is_outside || is_shipped || !elsewhere(&row).is_empty(), "{}: no address makes it", row.text);
    }
}

#[test]
fn no_resource_of_a_shipped_environment_is_outside_all_rows() {
    let rows = rows();
    for environment in shipped() {
        let found: BTreeSet<String> = rows.iter().flat_map(|row| row.addresses(environment)).collect();
        let of_rows: BTreeSet<&str> = found.iter().filter_map(|address| address.rsplit_once('.').map(|(kind, _)| kind)).collect();
        let own = |kind: &str| of_rows.contains(kind) || BELONGING.iter().any(|belonging| kind.ends_with(belonging));
        let addresses: BTreeSet<&String> = environment.resources.iter().map(|(address, _)| address).collect();
        let is_lost = |address: &&String| !own(address.rsplit_once('.').map_or("", |(kind, _)| kind));
        let lost: Vec<&String> = addresses.into_iter().filter(is_lost).collect();
        assert_eq!(lost, Vec::<&String>::new(), "{}", environment.name);
    }
}

/// What belongs to a resource of a row and is no row of its own.
const BELONGING: [&str; 8] = [
    "aws_kms_alias",
    "aws_kms_key",
    "aws_cloudwatch_log_resource_policy",
    "aws_cloudwatch_log_stream",
    "aws_iam_role",
    "aws_iam_role_policy",
    "aws_db_subnet_group",
    "aws_cloudwatch_log_group",
];
