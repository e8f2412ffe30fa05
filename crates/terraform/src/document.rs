//! A document: the blocks of one `.tf.json` file.

use std::collections::BTreeMap;
use std::panic::Location;

use crate::json::{Json, Map};

use crate::origin::{BlockAddress, Origin};
use crate::{
    Address, Addressed, Body, Check, Data, DataSourceType, Ephemeral, EphemeralType, Expression, Import, Instances, Label,
    ModuleCall, Moved, Output, Provider, Removed, Resource, ResourceType, Set, Settings, Type, Value, Variable,
};

/// The blocks of one file, each under its address; adding takes a block and returns what refers to it.
///
/// Adding the same address twice is found when the module is rendered ([`crate::Configuration::render`]), which names both places.
#[derive(Default)]
pub struct Document {
    settings: Option<Json>,
    providers: BTreeMap<&'static str, Vec<Json>>,
    variables: BTreeMap<Label, Json>,
    locals: BTreeMap<Label, Json>,
    data: BTreeMap<&'static str, BTreeMap<Label, Json>>,
    ephemeral: BTreeMap<&'static str, BTreeMap<Label, Json>>,
    resources: BTreeMap<&'static str, BTreeMap<Label, Json>>,
    modules: BTreeMap<Label, Json>,
    outputs: BTreeMap<Label, Json>,
    output_types: BTreeMap<Label, String>,
    moved: Vec<Json>,
    imports: Vec<Json>,
    removed: Vec<Json>,
    checks: BTreeMap<Label, Json>,
    origins: Vec<(BlockAddress, Origin)>,
}

impl Document {
    /// A document with nothing in it.
    pub fn new() -> Self {
        Self::default()
    }

    /// The `terraform` block.
    #[track_caller]
    pub fn settings(&mut self, settings: Settings) {
        self.note("terraform".to_owned());
        self.settings = Some(settings.into_json());
    }

    /// A `provider` block.
    #[track_caller]
    pub fn provider(&mut self, provider: Provider) {
        let Provider { name, alias, body } = provider;
        let mut block = Body::new();
        let mut address = format!("provider.{name}");
        if let Some(alias) = alias {
            address = format!("{address}.{alias}");
            block.verbatim("alias", alias.as_str());
        }
        self.note(address);
        block.extend(body);
        self.providers.entry(name).or_default().push(block.into_json());
    }

    /// A `variable` block.
    #[track_caller]
    pub fn variable<T: Type>(&mut self, variable: Variable<T>) -> Expression<T> {
        let reference = variable.reference();
        let (label, body) = variable.into_parts();
        self.note(format!("var.{label}"));
        self.variables.insert(label, body.into_json());
        reference
    }

    /// A local value.
    #[track_caller]
    pub fn local<T: Type>(&mut self, label: impl Into<Label>, value: impl Into<Value<T>>) -> Expression<T> {
        let label = label.into();
        self.note(format!("local.{label}"));
        let reference = Expression::native(format!("local.{label}"));
        self.locals.insert(label, value.into().into_json());
        reference
    }

    /// A `data` block.
    #[track_caller]
    pub fn data<D: DataSourceType>(&mut self, data: Data<D>) -> D::Reference {
        let address = data.address();
        self.note(address.to_string());
        self.data.entry(D::TYPE).or_default().insert(address.label().clone(), data.into_body().into_json());
        D::Reference::from(address)
    }

    /// An `ephemeral` block.
    #[track_caller]
    pub fn ephemeral<E: EphemeralType>(&mut self, ephemeral: Ephemeral<E>) -> E::Reference {
        let address = ephemeral.address();
        self.note(address.to_string());
        self.ephemeral.entry(E::TYPE).or_default().insert(address.label().clone(), ephemeral.into_body().into_json());
        E::Reference::from(address)
    }

    /// A `resource` block.
    #[track_caller]
    pub fn resource<R: ResourceType>(&mut self, resource: Resource<R>) -> R::Reference {
        R::Reference::from(self.insert(resource))
    }

    /// A `resource` block with `for_each` over a set of keys.
    #[track_caller]
    pub fn resource_for_each<R: ResourceType>(
        &mut self,
        keys: impl Into<Value<Set<String>>>,
        resource: Resource<R>,
    ) -> Instances<R::Reference> {
        Instances::new(self.insert(resource.with_for_each(keys.into())))
    }

    /// A `resource` block with `count`.
    #[track_caller]
    pub fn resource_count<R: ResourceType>(&mut self, count: u32, resource: Resource<R>) -> Instances<R::Reference> {
        Instances::new(self.insert(resource.with_count(count)))
    }

    #[track_caller]
    fn insert<R: ResourceType>(&mut self, resource: Resource<R>) -> Address {
        let address = resource.address();
        self.note(address.to_string());
        self.resources.entry(R::TYPE).or_default().insert(address.label().clone(), resource.into_body().into_json());
        address
    }

    /// A `module` block.
    #[track_caller]
    pub fn module(&mut self, call: &ModuleCall, inputs: Body) {
        self.note(call.bare());
        self.modules.insert(call.label().clone(), call.body(inputs).into_json());
    }

    /// An `output` block.
    #[track_caller]
    pub fn output(&mut self, output: Output) {
        let (label, body, constraint) = output.into_parts();
        self.note(format!("output.{label}"));
        self.output_types.insert(label.clone(), constraint);
        self.outputs.insert(label, body.into_json());
    }

    /// A `moved` block.
    pub fn moved(&mut self, moved: Moved) {
        self.moved.push(moved.into_body().into_json());
    }

    /// An `import` block.
    pub fn import(&mut self, import: Import) {
        self.imports.push(import.into_body().into_json());
    }

    /// A `removed` block.
    pub fn removed(&mut self, removed: Removed) {
        self.removed.push(removed.into_body().into_json());
    }

    /// A `check` block.
    #[track_caller]
    pub fn check(&mut self, check: Check) {
        let (label, body) = check.into_parts();
        self.note(format!("check.{label}"));
        self.checks.insert(label, body.into_json());
    }

    #[track_caller]
    fn note(&mut self, address: String) {
        self.origins.push((BlockAddress(address), Origin(Location::caller())));
    }

    /// Sets `prevent_destroy` on every resource of these types.
    pub(crate) fn prevent_destroy(&mut self, types: &[&str]) {
        let of_these = self.resources.iter_mut().filter(|(kind, _)| types.contains(kind));
        for resource in of_these.flat_map(|(_, labels)| labels.values_mut()) {
            let lifecycle =
                resource.as_object_mut().map(|body| body.entry("lifecycle").or_insert_with(|| Json::Object(Map::new())));
            if let Some(Json::Object(lifecycle)) = lifecycle {
                lifecycle.insert("prevent_destroy", Json::Bool(true));
            }
        }
    }

    /// Sets an argument of every resource of this type.
    pub(crate) fn set(&mut self, kind: &str, argument: &str, value: &Json) {
        for resource in self.resources.get_mut(kind).into_iter().flat_map(BTreeMap::values_mut) {
            if let Some(body) = resource.as_object_mut() {
                body.insert(argument.to_owned(), value.clone());
            }
        }
    }

    /// The bodies of what stands here, by type; data sources as `data.<type>`, ephemeral resources as `ephemeral.<type>`.
    pub(crate) fn bodies(&self) -> impl Iterator<Item = (String, impl Iterator<Item = &Json>)> {
        [("", &self.resources), ("data.", &self.data), ("ephemeral.", &self.ephemeral)]
            .into_iter()
            .flat_map(|(prefix, kinds)| kinds.iter().map(move |(kind, labels)| (format!("{prefix}{kind}"), labels.values())))
    }

    pub(crate) fn addresses(&self) -> impl Iterator<Item = Address> {
        self.resources.iter().flat_map(|(kind, labels)| labels.keys().map(|label| Address::managed(kind, label)))
    }

    pub(crate) fn count_resources(&self) -> usize {
        self.resources.values().map(BTreeMap::len).sum()
    }

    pub(crate) fn output_types(&self) -> &BTreeMap<Label, String> {
        &self.output_types
    }

    pub(crate) fn origins(&self) -> &[(BlockAddress, Origin)] {
        &self.origins
    }

    /// The document as JSON, its blocks in the order in which people read Terraform; nothing when it has none.
    pub(crate) fn into_json(self, comment: Option<&str>) -> Option<Json> {
        let Self {
            settings,
            providers,
            variables,
            locals,
            data,
            ephemeral,
            resources,
            modules,
            outputs,
            output_types: _,
            moved,
            imports,
            removed,
            checks,
            origins: _,
        } = self;
        let mut root = Map::new();
        if let Some(comment) = comment {
            root.insert("//", comment.into());
        }
        let without_blocks = root.len();
        let mut put = |name: &'static str, json: Json| {
            let empty = match &json {
                Json::Null => true,
                Json::Array(array) => array.is_empty(),
                Json::Object(object) => object.is_empty(),
                _ => false,
            };
            if !empty {
                root.insert(name, json);
            }
        };
        put("terraform", settings.into());
        put("provider", providers.into_iter().map(|(name, blocks)| (name, one_or_many(blocks))).collect());
        put("variable", labelled(variables));
        put("locals", labelled(locals));
        put("data", typed(data));
        put("ephemeral", typed(ephemeral));
        put("resource", typed(resources));
        put("module", labelled(modules));
        put("output", labelled(outputs));
        put("moved", moved.into());
        put("import", imports.into());
        put("removed", removed.into());
        put("check", labelled(checks));
        (root.len() > without_blocks).then_some(Json::Object(root))
    }
}

fn labelled(blocks: BTreeMap<Label, Json>) -> Json {
    blocks.into_iter().map(|(label, block)| (label.into_text(), block)).collect()
}

fn typed(blocks: BTreeMap<&'static str, BTreeMap<Label, Json>>) -> Json {
    blocks.into_iter().map(|(kind, blocks)| (kind, labelled(blocks))).collect()
}

fn one_or_many(mut blocks: Vec<Json>) -> Json {
    match blocks.len() {
        1 => blocks.remove(0),
        _ => Json::Array(blocks),
    }
}
