//! The review as a document, which programs read as JSON and of which the page is made. It must not know how it comes about.

use std::ops::AddAssign;

use schemars::JsonSchema;
use serde::Serialize;
use terraform::json::Json;

use crate::action::Action;
use crate::cost::CostSection;
use crate::node::Node;
use crate::risk::Risk;
use crate::sentence::Sentence;
use finding::Severity;

/// The version of the document; the major one changes when a reader of the old ones would be misled.
pub(crate) const FORMAT_VERSION: &str = "1.3";

/// What `synth review --json` prints.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Review {
    /// The version of this document's format: `1.3`.
    pub format_version: &'static str,
    /// The Terraform that made the plan, where it says so.
    pub terraform_version: Option<String>,
    /// All of it in a line.
    pub verdict: Verdict,
    /// How many resources change, and how.
    pub counts: Counts,
    /// The same by module, in the order of their addresses.
    pub modules: Vec<Module>,
    /// What the reviewer has to know of, the worst first.
    pub risks: Vec<Risk>,
    /// The types of what is made or changed in place that no table knows, by name: of these only the names of the arguments were judged.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unknown_types: Vec<String>,
    /// What it costs, where that was reckoned.
    pub cost: Option<CostSection>,
    /// Why it is not known what it costs, where it could not be reckoned.
    pub cost_unknown: Option<String>,
    /// What changes, by module and address. What does not is only counted.
    pub changes: Vec<ResourceReview>,
    /// The root module's outputs that change.
    pub outputs: Vec<OutputReview>,
    /// What was changed outside of Terraform since the last apply: first what this plan was made from or changes back.
    pub drift: Vec<Drift>,
    /// What waits for another plan.
    pub deferred: Vec<Deferred>,
    /// The checks of the configuration.
    pub checks: Checks,
    /// The addresses of the providers' actions that run with the apply.
    pub actions: Vec<String>,
    /// The same actions, with what they do and when.
    pub action_invocations: Vec<ActionReview>,
    /// Whether the plan only writes into the state what was found, as with `-refresh-only`.
    pub is_refresh_only: bool,
    /// What the environment's settings override in the resources that change, where an environment was named.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub overridden: Vec<Overridden>,
    /// What differs from an earlier plan, where there is one to compare with.
    pub since: Option<Comparison>,
}

/// Arguments of a resource that the environment's settings set themselves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Overridden {
    /// The resource's address.
    pub address: String,
    /// The arguments.
    pub arguments: Vec<String>,
    /// Why.
    pub reason: String,
}

/// The plan in a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Verdict {
    /// Whether there is something to apply.
    pub state: State,
    /// The worst severity of a risk; nothing where there is no risk.
    pub highest: Option<Severity>,
    /// Both in words.
    pub sentence: String,
    /// What would happen, in words.
    pub planned: String,
    /// The worst of the risks in words; nothing where there is no risk.
    pub worst: Option<String>,
}

/// Whether there is something to apply.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// What is there is what the configuration says.
    NoChanges,
    /// There are changes.
    Changes,
    /// There are changes, and Terraform says that this plan cannot be applied.
    NotApplyable,
    /// Planning failed halfway.
    Errored,
}

/// How many resources there are of each action. Moves and imports are counted beside the action that goes with them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Counts {
    /// Made.
    pub create: usize,
    /// Changed in place.
    pub update: usize,
    /// Destroyed and made anew.
    pub replace: usize,
    /// Destroyed.
    pub destroy: usize,
    /// Moved to another address.
    #[serde(rename = "move")]
    pub moved: usize,
    /// Taken into the state.
    pub import: usize,
    /// Let out of the state.
    pub forget: usize,
    /// Data sources that are read while applying.
    pub read: usize,
    /// Left as they are.
    pub no_op: usize,
    /// Actions that this version of `synth` does not know.
    pub unknown: usize,
}

/// The counts of one module.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Module {
    /// Its address, such as `module.rds`; empty for the root module.
    pub address: String,
    /// Its counts.
    pub counts: Counts,
}

/// What becomes of one resource.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct ResourceReview {
    /// Where it stands in the configuration.
    pub address: String,
    /// Where it stood before.
    pub previous_address: Option<String>,
    /// The address of its module; empty for the root module.
    pub module: String,
    /// Its type, such as `aws_db_instance`.
    pub resource_type: String,
    /// Whether it is a data source, which is only read.
    pub is_data: bool,
    /// Its provider's address.
    pub provider: Option<String>,
    /// What is done.
    pub action: Action,
    /// Whether this is an old object that an earlier replacement left behind.
    pub is_deposed: bool,
    /// Why Terraform does it.
    #[schemars(with = "Option<String>")]
    pub reason: Option<Sentence>,
    /// What is imported.
    pub import: Option<Import>,
    /// What changes; of what comes or goes, what tells it best.
    pub attributes: Vec<AttributeReview>,
    /// How many more attributes what comes or goes has.
    pub more_attributes: usize,
    /// The attributes that a new object has and that are known after apply.
    pub known_after_apply: Vec<String>,
    /// The attributes that force the replacement.
    pub replaced_by: Vec<String>,
    /// The resources whose configuration refers to it, where it goes or is made anew.
    pub dependents: Vec<String>,
}

/// What an import takes in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Import {
    /// The identifier, where the import goes by one and it is known.
    pub id: Option<String>,
    /// What identifies it, where the import goes by several values (Terraform 1.12).
    pub identity: Option<Json>,
    /// Whether Terraform wrote the configuration for it.
    pub has_generated_configuration: bool,
}

/// How one value changes.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct AttributeReview {
    /// Where it stands, as in `ingress[0].from_port`; what stands in a JSON document is in braces, as in `policy{Version}`.
    pub path: String,
    /// Before.
    pub before: Shown,
    /// After.
    pub after: Shown,
    /// Whether it makes Terraform replace the resource.
    pub forces_replacement: bool,
}

/// A value as far as it may be shown. Inside of it, `(sensitive)` and `(known after apply)` stand for what may not.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", tag = "kind", content = "value")]
pub enum Shown {
    /// There is none.
    Absent,
    /// This.
    Value(Json),
    /// It is not for anybody's eyes.
    Sensitive,
    /// Terraform learns it while it applies.
    Unknown,
}

/// How an output of the root module changes.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct OutputReview {
    /// Its name.
    pub name: String,
    /// What is done.
    pub action: Action,
    /// What changes.
    pub attributes: Vec<AttributeReview>,
}

/// What was changed outside of Terraform.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Drift {
    /// What was changed, as an update or a destruction.
    pub change: ResourceReview,
    /// The attributes of it from which the plan was made.
    pub relevant_attributes: Vec<String>,
    /// What this plan makes of it.
    pub outcome: Outcome,
}

/// What a plan makes of what was changed outside of Terraform.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// It changes it back.
    ChangedBack,
    /// It changes some of it back.
    PartlyChangedBack,
    /// It leaves it as it is now.
    Kept,
    /// What is gone is made anew.
    MadeAnew,
    /// It destroys it.
    Destroyed,
    /// It only writes it into the state: a plan made with `-refresh-only`.
    OnlyRecorded,
}

/// An action of a provider's that runs with the apply.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct ActionReview {
    /// Where it stands in the configuration.
    pub address: String,
    /// Its type, such as `aws_lambda_invoke`.
    pub kind: String,
    /// When it runs.
    #[schemars(with = "String")]
    pub when: Sentence,
    /// What it is told.
    pub attributes: Vec<AttributeReview>,
}

/// A change that waits for another plan.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Deferred {
    /// Why.
    #[schemars(with = "Option<String>")]
    pub reason: Option<Sentence>,
    /// The change, as far as it is known.
    pub change: ResourceReview,
}

/// How the checks of the configuration went.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Checks {
    /// How many hold.
    pub passed: usize,
    /// How many are decided while applying.
    pub unknown: usize,
    /// Those that do not hold, or could not be asked.
    pub failed: Vec<FailedCheck>,
}

/// A check that does not hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct FailedCheck {
    /// Where it stands.
    pub address: String,
    /// What it says, in the configuration's words.
    pub messages: Vec<String>,
}

impl Counts {
    /// The count of one resource's change.
    pub(crate) fn one(change: &ResourceReview) -> Self {
        let mut counts = Self::of(change.action);
        counts.moved = usize::from(change.previous_address.is_some());
        counts.import = usize::from(change.import.is_some());
        counts.settled()
    }

    /// The count of an action.
    pub(crate) fn of(action: Action) -> Self {
        let mut counts = Self::default();
        match action {
            Action::Create => counts.create = 1,
            Action::Update => counts.update = 1,
            Action::Replace | Action::ReplaceAfterCreate | Action::ReplaceAndForget => counts.replace = 1,
            Action::Destroy => counts.destroy = 1,
            Action::Forget => counts.forget = 1,
            Action::Read => counts.read = 1,
            Action::NoOp => counts.no_op = 1,
            Action::Unknown => counts.unknown = 1,
        }
        counts
    }

    /// What is only moved or imported is told as such.
    pub(crate) fn settled(mut self) -> Self {
        if self.moved + self.import > 0 {
            self.no_op = 0;
        }
        self
    }

    /// The counts with their names, in the order in which they are told.
    pub(crate) fn named(self) -> [(&'static str, usize); 10] {
        let Self { create, update, replace, destroy, moved, import, forget, read, no_op, unknown } = self;
        [
            ("create", create),
            ("update", update),
            ("replace", replace),
            ("destroy", destroy),
            ("move", moved),
            ("import", import),
            ("forget", forget),
            ("read", read),
            ("no-op", no_op),
            ("unknown", unknown),
        ]
    }

    /// Those that are not zero in words, what does not change left out.
    pub(crate) fn words(self) -> String {
        let told = self.named().into_iter().filter(|(name, count)| *count > 0 && *name != "no-op");
        let words: Vec<String> = told.map(|(name, count)| format!("{count} to {name}")).collect();
        words.join(", ").replace("to unknown", "unknown")
    }
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        let Self { create, update, replace, destroy, moved, import, forget, read, no_op, unknown } = other;
        self.create += create;
        self.update += update;
        self.replace += replace;
        self.destroy += destroy;
        self.moved += moved;
        self.import += import;
        self.forget += forget;
        self.read += read;
        self.no_op += no_op;
        self.unknown += unknown;
    }
}

impl From<&Node> for Shown {
    fn from(node: &Node) -> Self {
        match node {
            Node::Null => Self::Absent,
            Node::Unknown => Self::Unknown,
            Node::Secret(_) => Self::Sensitive,
            Node::Bool(_) | Node::Number(_) | Node::Text(_) | Node::List(_) | Node::Map(_) | Node::Document(_) => {
                Self::Value(node.shown())
            }
        }
    }
}

/// What differs from an earlier plan.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Comparison {
    /// Risks that the earlier plan did not have.
    pub new_risks: Vec<String>,
    /// Risks that it had and that are gone.
    pub gone_risks: Vec<String>,
    /// Changes that it did not have, each with its action.
    pub new_changes: Vec<String>,
    /// Changes that it had and that are gone.
    pub gone_changes: Vec<String>,
}
