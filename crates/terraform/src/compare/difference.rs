//! What a comparison says. It must not know how two configurations are compared, nor how a difference is shown.

use crate::json::Json;
use schemars::JsonSchema;
use serde::Serialize;

/// What a provider's schema says; `path` is the path of an argument in its resource, without positions.
#[derive(Clone, Copy, Debug)]
pub struct Provider {
    /// Whether an argument of a type is a set, whose order says nothing.
    pub is_set: fn(kind: &str, path: &[&str]) -> bool,
    /// Whether a change of an argument makes the provider replace the resource.
    pub replaces: fn(kind: &str, path: &[&str]) -> bool,
    /// Whether a type holds what cannot be made again.
    pub is_stateful: fn(kind: &str) -> bool,
}

/// Whether both configurations are for the same infrastructure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// They are: one is applied where the other one was, so that resources move and are replaced.
    Same,
    /// They are not: each has its own resources.
    Different,
}

/// All that differs.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct Difference {
    /// The blocks that differ, by module and address.
    pub blocks: Vec<BlockChange>,
    /// Resources that vanished, and are probably what appeared under another address.
    pub relocations: Vec<Relocation>,
    /// Resources of which the configuration says the same, and that change because what they refer to is replaced or another one.
    pub follows: Vec<Following>,
}

/// A resource that changes because of another one's replacement, or is replaced by a value that it gets from elsewhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Following {
    /// Its address.
    pub address: String,
    /// The resources that are replaced and to which it refers; or the variables and outputs that it names and that have another value.
    pub because: Vec<String>,
    /// Whether it is replaced as well.
    pub replaced: bool,
    /// Whether it holds what cannot be made again.
    pub stateful: bool,
}

/// A block that differs.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct BlockChange {
    /// Its address: `module.rds.aws_db_instance.main`, `module.rds.output.endpoint`, `provider.aws`.
    pub address: String,
    /// The module in which it stands; empty for the root module.
    pub module: String,
    /// The resource type; none for what is no resource.
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// The file in which it stands; where it stood, when it was removed.
    pub file: String,
    /// What became of it.
    pub change: Change,
    /// Its address before, if a `moved` block says that it had another one.
    pub moved_from: Option<String>,
    /// Whether the provider would destroy the resource and make another one.
    pub replaced: bool,
    /// Whether the resource would be destroyed, and none made in its place.
    pub destroyed: bool,
    /// Whether it holds what cannot be made again.
    pub stateful: bool,
    /// Its arguments that differ; none for a block that was added or removed.
    pub arguments: Vec<ArgumentChange>,
}

/// What became of a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Change {
    /// It was not there.
    Added,
    /// It is there no longer.
    Removed,
    /// It says something else.
    Changed,
}

/// An argument that differs.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct ArgumentChange {
    /// Its path in the block: `container_definitions[app].environment[PORT].value`.
    pub path: String,
    /// Its value before; none when it was not there.
    pub old: Option<Json>,
    /// Its value now; none when it is there no longer.
    pub new: Option<Json>,
    /// Whether this makes the provider replace the resource.
    pub replaces: bool,
}

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
    /// What it refers to and is made anew even if it is moved, so that this is replaced with it.
    pub replaced_with: Vec<String>,
}

impl Difference {
    /// Whether nothing differs.
    pub fn is_empty(&self) -> bool {
        self.blocks.is_empty()
    }

    /// How many blocks were added, removed and changed.
    pub fn counts(&self) -> (usize, usize, usize) {
        let count = |change| self.blocks.iter().filter(|block| block.change == change).count();
        (count(Change::Added), count(Change::Removed), count(Change::Changed))
    }

    /// The resources that would be destroyed with what cannot be made again, and of which nothing says that they only moved, nor could say it.
    pub fn lost(&self) -> Vec<&BlockChange> {
        let has_moved = |block: &BlockChange| {
            self.relocations.iter().any(|relocation| relocation.from == block.address && relocation.is_kept())
        };
        self.blocks.iter().filter(|block| block.destroyed && block.stateful && !has_moved(block)).collect()
    }

    /// The resources that would be replaced, those that hold what cannot be made again first.
    pub fn replaced(&self) -> Vec<&BlockChange> {
        let mut replaced: Vec<&BlockChange> = self.blocks.iter().filter(|block| block.replaced).collect();
        replaced.sort_by_key(|block| !block.stateful);
        replaced
    }
}

impl BlockChange {
    /// The arguments that make the provider replace the resource.
    pub fn replacing(&self) -> Vec<&str> {
        self.arguments.iter().filter(|argument| argument.replaces).map(|argument| argument.path.as_str()).collect()
    }
}

impl Relocation {
    /// Whether a `moved` block keeps what stands there; where it is replaced all the same, the block is of no use.
    pub fn is_kept(&self) -> bool {
        self.replaced_by.is_empty() && self.replaced_with.is_empty()
    }

    /// The settings that tell Terraform, with what to know about them; only of what is kept by them.
    pub fn moved(&self) -> Option<String> {
        let comment = if self.equal { "" } else { "# Probably: it is not quite the same.\n" };
        self.is_kept().then(|| format!("{comment}{}", from_to(&self.from, &self.to)))
    }
}

/// The settings that make a `moved` block.
pub fn from_to(from: &str, to: &str) -> String {
    format!("[[moved]]\nfrom = \"{from}\"\nto = \"{to}\"\n")
}
