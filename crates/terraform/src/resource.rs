//! `resource`, `data` and `ephemeral` blocks with their meta-arguments.

use std::marker::PhantomData;

use crate::{Address, Addressed, Body, Expression, InstanceKey, Label, Lifecycle, ProviderReference, Set, Value};

/// A resource type; the bindings implement it.
pub trait ResourceType: Sized {
    /// Terraform's name of the type, e.g. `aws_vpc`.
    const TYPE: &'static str;

    /// Typed access to the attributes of a resource of this type.
    type Reference: From<Address>;

    /// The resource's arguments.
    fn into_body(self) -> Body;
}

/// A data source; the bindings implement it.
pub trait DataSourceType: Sized {
    /// Terraform's name of the type, e.g. `aws_caller_identity`.
    const TYPE: &'static str;

    /// Typed access to the attributes of a data source of this type.
    type Reference: From<Address>;

    /// The data source's arguments.
    fn into_body(self) -> Body;
}

/// An ephemeral resource type; the bindings implement it.
pub trait EphemeralType: Sized {
    /// Terraform's name of the type, e.g. `aws_secretsmanager_random_password`.
    const TYPE: &'static str;

    /// Typed access to the attributes of an ephemeral resource of this type.
    type Reference: From<Address>;

    /// The ephemeral resource's arguments.
    fn into_body(self) -> Body;
}

/// A resource: a name, the type's arguments, and the meta-arguments that every resource takes.
pub struct Resource<R> {
    label: Label,
    arguments: R,
    for_each: Option<Value<Set<String>>>,
    count: Option<u32>,
    depends_on: Vec<String>,
    provider: Option<ProviderReference>,
    lifecycle: Lifecycle<R>,
}

/// A data source: a name and the type's arguments.
pub struct Data<D> {
    label: Label,
    arguments: D,
    depends_on: Vec<String>,
    provider: Option<ProviderReference>,
}

/// An `ephemeral` block: what it gives exists while Terraform runs, and stands in neither plan nor state. Terraform has it from 1.10 on, and
/// takes it as a value of write-only arguments from 1.11 on.
pub struct Ephemeral<E> {
    label: Label,
    arguments: E,
}

/// All instances of a resource with `for_each` or `count`; one of them has the attributes.
pub struct Instances<Reference> {
    address: Address,
    of: PhantomData<fn() -> Reference>,
}

impl<R: ResourceType> Resource<R> {
    /// A resource under the address `<type>.<label>`.
    pub fn new(label: impl Into<Label>, arguments: R) -> Self {
        Self {
            label: label.into(),
            arguments,
            for_each: None,
            count: None,
            depends_on: Vec::new(),
            provider: None,
            lifecycle: Lifecycle::new(),
        }
    }

    /// Created after these, for an order that no reference says.
    pub fn depends_on<'a>(mut self, others: impl IntoIterator<Item = &'a dyn Addressed>) -> Self {
        self.depends_on.extend(others.into_iter().map(Addressed::bare));
        self
    }

    /// Made by this configuration of the provider instead of the default one.
    pub fn provider(mut self, provider: ProviderReference) -> Self {
        self.provider = Some(provider);
        self
    }

    /// How Terraform treats its changes.
    pub fn lifecycle(mut self, lifecycle: Lifecycle<R>) -> Self {
        self.lifecycle = lifecycle;
        self
    }

    pub(crate) fn address(&self) -> Address {
        Address::managed(R::TYPE, &self.label)
    }

    pub(crate) fn with_for_each(mut self, keys: Value<Set<String>>) -> Self {
        self.for_each = Some(keys);
        self
    }

    pub(crate) fn with_count(mut self, count: u32) -> Self {
        self.count = Some(count);
        self
    }

    pub(crate) fn into_body(self) -> Body {
        let Self { label: _, arguments, for_each, count, depends_on, provider, lifecycle } = self;
        // Terraform's own style guide: the meta-argument that multiplies stands first, `depends_on` and `lifecycle` last.
        let mut body = Body::default();
        if let Some(for_each) = for_each {
            // `for_each` takes a set, and a JSON array is a tuple.
            let set: Expression<Set<String>> = Expression::native(format!("toset({})", for_each.code()));
            body.argument("for_each", set.into());
        }
        if let Some(count) = count {
            body.verbatim("count", count);
        }
        if let Some(provider) = provider {
            body.verbatim("provider", provider.as_str());
        }
        body.extend(arguments.into_body());
        if let Some(lifecycle) = lifecycle.into_json() {
            body.verbatim("lifecycle", lifecycle);
        }
        if !depends_on.is_empty() {
            body.verbatim("depends_on", depends_on);
        }
        body
    }
}

impl<E: EphemeralType> Ephemeral<E> {
    /// An ephemeral resource under the address `ephemeral.<type>.<label>`.
    pub fn new(label: impl Into<Label>, arguments: E) -> Self {
        Self { label: label.into(), arguments }
    }

    pub(crate) fn address(&self) -> Address {
        Address::ephemeral(E::TYPE, &self.label)
    }

    pub(crate) fn into_body(self) -> Body {
        self.arguments.into_body()
    }
}

impl<D: DataSourceType> Data<D> {
    /// A data source under the address `data.<type>.<label>`.
    pub fn new(label: impl Into<Label>, arguments: D) -> Self {
        Self { label: label.into(), arguments, depends_on: Vec::new(), provider: None }
    }

    /// Read after these, and while they have changes ahead only when the changes are applied.
    pub fn depends_on<'a>(mut self, others: impl IntoIterator<Item = &'a dyn Addressed>) -> Self {
        self.depends_on.extend(others.into_iter().map(Addressed::bare));
        self
    }

    /// Read by this configuration of the provider instead of the default one.
    pub fn provider(mut self, provider: ProviderReference) -> Self {
        self.provider = Some(provider);
        self
    }

    pub(crate) fn address(&self) -> Address {
        Address::data(D::TYPE, &self.label)
    }

    pub(crate) fn into_body(self) -> Body {
        let mut body = Body::new();
        if let Some(provider) = &self.provider {
            body.verbatim("provider", provider.as_str());
        }
        body.extend(self.arguments.into_body());
        if !self.depends_on.is_empty() {
            body.verbatim("depends_on", self.depends_on);
        }
        body
    }
}

impl<Reference: From<Address>> Instances<Reference> {
    pub(crate) fn new(address: Address) -> Self {
        Self { address, of: PhantomData }
    }

    /// The instance under `key` of a resource with `for_each`.
    pub fn key(&self, key: impl Into<String>) -> Reference {
        Reference::from(self.address.clone().instance(InstanceKey::Key(key.into())))
    }

    /// The instance at `index` of a resource with `count`.
    pub fn at(&self, index: usize) -> Reference {
        Reference::from(self.address.clone().instance(InstanceKey::Index(index)))
    }
}

impl<Reference> Addressed for Instances<Reference> {
    fn bare(&self) -> String {
        self.address.bare()
    }
}

/// The key of the instance at hand, inside a resource with `for_each`.
impl Expression<String> {
    /// `each.key`.
    pub fn each_key() -> Self {
        Self::native("each.key")
    }
}
