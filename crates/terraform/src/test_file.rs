//! Test files (`tests/**/<name>.tftest.json`): what `terraform test` proves of the emitted configuration, without credentials or network.
//!
//! Every run plans one child module alone, against a mock of the provider. What the configuration sets is known then; what only the
//! provider would know is not, and no assertion may ask for it, but the identifiers that a run gives itself.

use crate::json::{Json, Map, json};

use crate::lifecycle::condition;
use crate::{Address, Body, Expression, Label, ModuleCall, ProviderReference, ProviderType};

/// One test file.
pub struct TestFile {
    provider: &'static str,
    aliases: Vec<Label>,
    runs: Vec<Run>,
}

/// A run: the plan of one child module, and what has to hold of it.
pub struct Run {
    label: Label,
    variables: Body,
    overrides: Vec<Json>,
    assertions: Vec<Json>,
}

impl TestFile {
    /// A file whose runs see a mock of this provider, in its default configuration and under these aliases.
    pub fn new<P: ProviderType>(aliases: impl IntoIterator<Item = Label>) -> Self {
        Self { provider: P::NAME, aliases: aliases.into_iter().collect(), runs: Vec::new() }
    }

    /// The folder in which Terraform has to look for it: `tests`, or below that one of its own, for `-test-directory`.
    ///
    /// `terraform validate` reads the files in `tests` too and validates the module of each run as a root module, but without the
    /// provider's configurations that the run gives it: of a module that takes one under an alias it says "Provider configuration not
    /// present" (seen with Terraform 1.11.4). Such a file may not lie where `validate` looks.
    pub(crate) fn folder(&self) -> String {
        std::iter::once("tests").chain(self.aliases.iter().map(Label::as_str)).collect::<Vec<_>>().join("/")
    }

    /// Adds the run that plans the module of this call; it gets the provider's configurations that the caller would pass.
    pub fn run(&mut self, run: Run) {
        self.runs.push(run);
    }

    pub(crate) fn into_json(self, comment: Option<&str>) -> Json {
        let Self { provider, aliases, runs } = self;
        let mut mocks = vec![json!({})];
        mocks.extend(aliases.iter().map(|alias| json!({ "alias": alias.as_str() })));
        let providers: Map = std::iter::once(provider.to_owned())
            .chain(aliases.iter().map(|alias| ProviderReference::aliased(provider, alias).as_str().to_owned()))
            .map(|reference| (reference.clone(), Json::from(reference)))
            .collect();
        let runs: Vec<Json> = runs.into_iter().map(|run| run.into_json(&providers)).collect();
        let mut root = Map::new();
        if let Some(comment) = comment {
            root.insert("//", comment.into());
        }
        root.insert("mock_provider", json!({ provider: mocks }));
        root.insert("run", runs.into());
        Json::Object(root)
    }
}

impl Run {
    /// A run of the module that this call reaches, with these values for its variables.
    pub fn new(call: &ModuleCall, variables: Body) -> Self {
        Self { label: call.label().clone(), variables, overrides: Vec::new(), assertions: Vec::new() }
    }

    /// Gives a resource an identifier that no other one has, so that an assertion can tell whether something leads to it.
    #[must_use]
    pub fn identify(mut self, address: &Address) -> Self {
        let target = Json::from(address.to_string());
        let values: Json = [("id", target.clone())].into_iter().collect();
        self.overrides.push([("target", target), ("override_during", "plan".into()), ("values", values)].into_iter().collect());
        self
    }

    /// Asserts that `holds`; `fact` says so in a sentence, which Terraform prints when it does not.
    #[must_use]
    pub fn assert(mut self, holds: Expression<bool>, fact: &str) -> Self {
        self.assertions.push(condition((holds, format!("This no longer holds: {fact}."))));
        self
    }

    fn into_json(self, providers: &Map) -> Json {
        let Self { label, variables, overrides, assertions } = self;
        let mut run = Map::new();
        run.insert("command", "plan".into());
        run.insert("module", [("source", format!("./modules/{label}"))].into_iter().collect());
        run.insert("providers", Json::Object(providers.clone()));
        run.insert("variables", variables.into_json());
        if !overrides.is_empty() {
            run.insert("override_resource", overrides.into());
        }
        run.insert("assert", assertions.into());
        [(label.into_text(), run)].into_iter().collect()
    }
}
