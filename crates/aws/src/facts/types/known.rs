//! What can be known of a resource type beyond the provider's schema. It must not know a type.

use finding::Severity;

use crate::facts::rights::Rights;

/// What is known of a resource type.
#[derive(Clone, Copy, Debug)]
pub struct TypeFacts {
    /// Terraform's name of the type.
    pub kind: &'static str,
    /// What is lost when one is destroyed.
    pub loss: Loss,
    /// What it is for.
    pub purpose: Purpose,
    /// Whether AWS charges for it.
    pub charge: Charge,
    /// Where AWS gives its name to one resource only.
    pub name: Name,
    /// How a reviewer weighs that one goes.
    pub weight: Weight,
    /// What Terraform needs in AWS to plan and to apply one.
    pub rights: Rights,
}

/// What is lost when a resource of a type is destroyed, even when it is made again at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loss {
    /// Data, or access to data, for good.
    OfData,
    /// No data; everything stands in it, or others know its DNS name or IP address, so that its loss is an outage.
    OfAddress,
    /// Nothing that is not made again with it.
    OfNothing,
}

/// What a resource of a type is for, as a picture colours it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// It computes, or decides about what does.
    Compute,
    /// It holds data.
    Data,
    /// It decides who may do what.
    Guard,
    /// It watches, or tells.
    Watch,
    /// It connects others.
    Connection,
}

/// Whether AWS charges for a resource of a type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Charge {
    /// It has prices of its own.
    Itself,
    /// It costs nothing, or is charged with another resource; the text says which.
    NotItself(&'static str),
}

/// Within what AWS gives a name of a type to one resource only: whoever makes a second one is refused, or gets the first one.
#[derive(Clone, Copy, Debug)]
pub enum Name {
    /// It has none, one that the provider finds, or one that is given once within another resource (a role's policies, a VPC's security groups).
    Free,
    /// It is given once.
    Once {
        /// What bears it: types with the same words here share their names, as alarms of both kinds do.
        noun: &'static str,
        /// The argument in which it stands; what has a prefix there instead has a name that the provider finds.
        argument: &'static str,
        /// Where.
        within: Within,
    },
}

/// Where a name is given once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Within {
    /// In a region of an account.
    Region,
    /// In an account.
    Account,
    /// In all of AWS.
    Everywhere,
}

/// How a reviewer weighs that a resource of a type goes.
#[derive(Clone, Copy, Debug)]
pub struct Weight {
    /// What it is to those who need it.
    pub role: Role,
    /// How bad its loss is.
    pub severity: Severity,
    /// What is lost, after "destroys "; of an action, what it does.
    pub words: &'static str,
    /// The attributes that name what it belongs to: it is not told for itself where that goes too.
    pub of: &'static [&'static str],
    /// Which of a review's rules read its values.
    pub shape: Option<Shape>,
}

/// What a type is to those who need it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::EnumString)]
#[strum(serialize_all = "kebab-case")]
pub enum Role {
    /// It holds what cannot be made again.
    Data,
    /// Others reach it by its address or name.
    Reached,
    /// It gives rights.
    Access,
    /// It says who one is.
    Identity,
    /// It protects something else against deletion or attack.
    Protection,
    /// It keeps copies of something else.
    Backups,
    /// It stands in for something else.
    Redundancy,
    /// It encrypts something else.
    Encryption,
    /// It keeps the public out of something else.
    Closer,
    /// It watches something else.
    Watcher,
    /// It limits rights.
    Limits,
    /// It belongs to something.
    Part,
    /// It is no resource and runs with an apply.
    Action,
}

/// Which of a review's rules read the values of a type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is the kind of thing that its name says")]
pub enum Shape {
    Group,
    Rule,
    IngressRule,
    EgressRule,
    Acl,
    AclRule,
    PrefixList,
    PrefixListEntry,
    Route,
    RouteTable,
    FunctionPermission,
    AccessKey,
    Key,
    KeyGrant,
    Listener,
    Parameters,
    PublicAccessBlock,
    Containers,
    Alarm,
    WebFirewall,
    FlowLog,
    Distribution,
    Database,
    Zone,
    Lifecycle,
    Capacity,
}
