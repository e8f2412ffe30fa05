//! The environments, emitted, and the questions that tests ask of them.
//!
//! Everything here reads what Terraform would read: the emitted JSON. It must not know the structs that the JSON was made from.

#![allow(dead_code, reason = "every test file uses its own part")]

pub(crate) mod generator;
pub(crate) mod golden;
pub(crate) mod left_out;
pub(crate) mod policy;
pub(crate) mod provider_schema;
pub(crate) mod references;
pub(crate) mod transitions;
pub(crate) mod upgrades;
pub(crate) mod users;
pub(crate) mod variants;

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use engine::environment::Account;
use engine::synthesis::{StateOfBootstrap, Synthesis, synthesize};
use engine::{Loaded, load};
use settings::Override;
use terraform::DuplicateError;
use terraform::json::Json;
use terraform::read::Documents;
pub(crate) use terraform::read::{expression, module_of};

/// The shipped environments.
pub(crate) const SHIPPED: [&str; 2] = ["prod", "staging"];

/// What is emitted for an environment.
pub(crate) struct Emitted {
    pub(crate) environment: String,
    /// The files as they are written, by path.
    pub(crate) texts: BTreeMap<String, String>,
    pub(crate) documents: Documents,
}

/// A resource or data source, its references followed as far as the configuration knows them: `${var.x}` stands no longer there but
/// what the root module passes for it, and `${aws_vpc.main.id}` as `${module.networking.aws_vpc.main.id}`.
#[derive(Clone, Debug)]
pub(crate) struct Resource {
    /// The module's name; nothing for the root module.
    pub(crate) module: String,
    pub(crate) kind: String,
    pub(crate) label: String,
    pub(crate) body: Json,
}

/// Production as it is shipped.
pub(crate) fn prod() -> &'static Emitted {
    static PROD: OnceLock<Emitted> = OnceLock::new();
    PROD.get_or_init(|| shipped("prod"))
}

/// Staging as it is shipped.
pub(crate) fn staging() -> &'static Emitted {
    static STAGING: OnceLock<Emitted> = OnceLock::new();
    STAGING.get_or_init(|| shipped("staging"))
}

/// Every shipped environment.
pub(crate) fn both() -> [&'static Emitted; 2] {
    [prod(), staging()]
}

/// A shipped environment, emitted anew.
pub(crate) fn shipped(environment: &str) -> Emitted {
    over(environment, "")
}

/// A shipped environment with these settings laid over its own.
pub(crate) fn over(environment: &str, settings: &str) -> Emitted {
    emit(environment, settings, &mut |path| read(path)).unwrap_or_else(|report| panic!("{environment} is refused:\n{report}"))
}

/// A shipped environment whose files have `from` replaced by `to`, for what cannot be laid over: the absence of a setting, an order.
pub(crate) fn edited(environment: &str, from: &str, to: &str) -> Emitted {
    let mut found = false;
    let emitted = emit(environment, "", &mut |path| {
        let text = read(path)?;
        found |= text.contains(from);
        Ok(text.replace(from, to))
    });
    assert!(found, "no file of {environment} holds `{from}`");
    emitted.unwrap_or_else(|report| panic!("{environment} is refused:\n{report}"))
}

/// Why a shipped environment with these settings laid over its own is refused.
pub(crate) fn refusal(environment: &str, settings: &str) -> String {
    match emit(environment, settings, &mut |path| read(path)) {
        Ok(_) => panic!("{environment} is accepted with\n{settings}"),
        Err(report) => report,
    }
}

/// What is emitted, or the report of the errors; `read` reads the files below the one in memory that holds the settings.
pub(crate) fn emit(
    environment: &str,
    settings: &str,
    read: &mut dyn FnMut(&Path) -> io::Result<String>,
) -> Result<Emitted, String> {
    let entry = PathBuf::from("environments/in-memory.toml");
    let text = format!("extends = \"{environment}.toml\"\n{settings}");
    let name = environment.parse().expect("the name of an environment in a test is one");
    let Loaded { environment: loaded, report, layers: _ } =
        load(&name, &entry.clone(), &[], &mut |path: &Path| if path == entry { Ok(text.clone()) } else { read(path) });
    let Some(loaded) = loaded else { return Err(report.render(false, "")) };
    Ok(emitted(environment, synthesize(&loaded)))
}

fn emitted(name: &str, synthesis: Result<Synthesis, Vec<DuplicateError>>) -> Emitted {
    let Synthesis { files, .. } = synthesis.unwrap_or_else(|duplicates| panic!("{name}: {duplicates:?}"));
    // As they are written, not as they were in memory.
    let documents = Documents::read(&files).unwrap_or_else(|error| panic!("{name}: {error}"));
    Emitted { environment: name.to_owned(), texts: files, documents }
}

/// The stack of the account of both shipped environments, with these settings laid over theirs.
pub(crate) fn bootstrap(settings: &[&str], own_state: StateOfBootstrap) -> Emitted {
    let overrides: Vec<Override> = settings.iter().map(|setting| Override::parse(setting).expect("it sets something")).collect();
    let environments = SHIPPED.map(|name| {
        let file = PathBuf::from(format!("environments/{name}.toml"));
        let Loaded { environment, report, layers: _ } =
            load(&name.parse().expect("it is a name"), &file, &overrides, &mut |path| read(path));
        environment.unwrap_or_else(|| panic!("{report}"))
    });
    let account = Account::of(&environments, None).unwrap_or_else(|error| panic!("{error}"));
    emitted("bootstrap", engine::synthesis::bootstrap(&account, own_state))
}

/// Production with an argument of a resource set to this text, whatever the code emits there: for tests of the tests.
pub(crate) fn with_argument(module: &str, kind: &str, label: &str, argument: &str, text: &str) -> Emitted {
    let mut emitted = shipped("prod");
    let resources = emitted
        .documents
        .by_path_mut()
        .iter_mut()
        .filter(|(path, _)| module_of(path) == module)
        .filter_map(|(_, document)| document.get_mut("resource")?.get_mut(kind)?.get_mut(label));
    for resource in resources {
        resource[argument] = Json::from(text);
    }
    emitted
}

/// The id of a resource, as [`Resource`] has it: `id_of("networking", "aws_vpc.main")`.
pub(crate) fn id_of(module: &str, address: &str) -> Json {
    attribute_of(module, address, "id")
}

/// An attribute of a resource that the configuration does not know, as [`Resource`] has it.
pub(crate) fn attribute_of(module: &str, address: &str, attribute: &str) -> Json {
    Json::from(format!("${{module.{module}.{address}.{attribute}}}"))
}

/// The JSON document in a string.
pub(crate) fn embedded(text: &Json) -> Json {
    let text = text.as_str().unwrap_or_else(|| panic!("no embedded document but {text}"));
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error} in {text}"))
}

/// The elements of an array.
pub(crate) fn list(json: &Json) -> &[Json] {
    json.as_array().unwrap_or_else(|| panic!("no list but {json}"))
}

/// The members of an object.
pub(crate) fn members(json: &Json) -> &terraform::json::Map {
    json.as_object().unwrap_or_else(|| panic!("no object but {json}"))
}

/// A file below the package's folder.
pub(crate) fn read(path: &Path) -> io::Result<String> {
    std::fs::read_to_string(package().join(path))
}

/// The package's folder.
pub(crate) fn package() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

impl Emitted {
    /// The documents by path.
    pub(crate) fn documents(&self) -> &BTreeMap<String, Json> {
        self.documents.by_path()
    }

    /// The document at this path.
    pub(crate) fn document(&self, path: &str) -> &Json {
        self.documents().get(path).unwrap_or_else(|| {
            panic!("{} has no file {path}; it has {:?}", self.environment, self.documents().keys().collect::<Vec<_>>())
        })
    }

    /// The names of the child modules that have files.
    pub(crate) fn modules(&self) -> Vec<&str> {
        self.documents.modules()
    }

    /// The blocks of one section (`variable`, `output`, …) of a module, by name, as they are written.
    pub(crate) fn section(&self, module: &str, section: &str) -> BTreeMap<&str, &Json> {
        self.documents.section(module, section)
    }

    /// A managed resource; panics with what there is instead.
    pub(crate) fn resource(&self, module: &str, kind: &str, label: &str) -> Json {
        self.find(module, kind, label).unwrap_or_else(|| {
            let there: Vec<String> = self.resources().into_iter().filter(|it| it.kind == kind).map(|it| it.address()).collect();
            panic!("{} has no {kind}.{label} in module {module:?}; of that type it has {there:?}", self.environment)
        })
    }

    /// A managed resource, if it is there.
    pub(crate) fn find(&self, module: &str, kind: &str, label: &str) -> Option<Json> {
        self.documents.raw(module, kind, label).map(|body| self.documents.resolve(module, body))
    }

    /// All resources of a type.
    pub(crate) fn all(&self, kind: &str) -> Vec<Resource> {
        self.resolved(|it| it == kind)
    }

    /// The only resource of a type.
    pub(crate) fn only(&self, kind: &str) -> Json {
        match self.all(kind).as_slice() {
            [resource] => resource.body.clone(),
            others => panic!("{} has {} of {kind}", self.environment, others.len()),
        }
    }

    /// All managed resources.
    pub(crate) fn resources(&self) -> Vec<Resource> {
        self.resolved(|_| true)
    }

    /// The resources of a section (`resource` or `data`) as they are written: module, type, label, body.
    pub(crate) fn raw_resources(&self, section: &str) -> impl Iterator<Item = (&str, &str, &str, &Json)> {
        self.documents().iter().flat_map(move |(path, document)| {
            let kinds = document.get(section).and_then(Json::as_object).into_iter().flatten();
            kinds.flat_map(move |(kind, labels)| {
                members(labels).iter().map(move |(label, body)| (module_of(path), kind.as_str(), label.as_str(), body))
            })
        })
    }

    /// An output of the root module.
    pub(crate) fn output(&self, name: &str) -> Json {
        let output = self.documents.output(name);
        output
            .unwrap_or_else(|| panic!("{} has no output {name}; it has {:?}", self.environment, self.section("", "output").keys()))
    }

    /// The provider's configurations, the default one first.
    pub(crate) fn providers(&self) -> Vec<&Json> {
        self.documents.providers("aws")
    }

    /// Every block of every module by its address, as it is written: `module.networking.aws_subnet.public_a`.
    pub(crate) fn blocks(&self) -> BTreeMap<String, &Json> {
        self.documents.blocks()
    }

    fn resolved(&self, wanted: impl Fn(&str) -> bool) -> Vec<Resource> {
        let raw = self.raw_resources("resource").filter(|(_, kind, _, _)| wanted(kind));
        raw.map(|(module, kind, label, body)| Resource {
            module: module.to_owned(),
            kind: kind.to_owned(),
            label: label.to_owned(),
            body: self.documents.resolve(module, body),
        })
        .collect()
    }
}

impl Resource {
    /// The address as a plan names it.
    pub(crate) fn address(&self) -> String {
        let Self { module, kind, label, body: _ } = self;
        if module.is_empty() { format!("{kind}.{label}") } else { format!("module.{module}.{kind}.{label}") }
    }
}
