//! What stands before and what after a plan, as documents of a configuration, for callers that reckon with it. It must not know for
//! what.
//!
//! Of the plan's values only those of the types that the caller asks for are read: most bytes of a large plan are never parsed. What the plan marks as sensitive is left out before anything else is done.

mod configuration;
mod module;
mod shape;
mod written;

pub(crate) use written::Written;

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde_json::value::RawValue;
use terraform::json::{Json, Map, json};
use terraform::read::Documents;

use configuration::Known;
use shape::{Configuration, Identity, Module, PriorState, StateValues, Variable};
use thiserror::Error;

use crate::plan::{Plan, ResourceChange, Text};

/// The resources of AWS's provider before and after a plan.
#[derive(Debug)]
pub struct Sides {
    /// What stands there.
    pub before: Documents,
    /// What will stand there, as far as it is known before it is applied.
    pub after: Documents,
    /// The types after the plan that the caller does not read, with how many resources there are of each.
    pub unread: BTreeMap<String, usize>,
    /// How many resources of other providers there will be.
    pub of_others: usize,
    /// How many resources there will be that the caller reads.
    pub read: usize,
}

/// Why a plan has no sides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum SidesError {
    /// They are not of the shape that is known, or lie too deep.
    #[error("the plan's values cannot be read")]
    Shape,
    /// Planning failed halfway.
    #[error("planning failed, so it is not known what will stand there")]
    Errored,
    /// The plan holds changes only.
    #[error("the plan does not hold the values of what does not change")]
    NoValues,
    /// The plan looks at a part of what there is.
    #[error(
        "the plan looks at a part only (with -target or -refresh-only, or since changes wait for a later plan), so that what it leaves out would count as gone"
    )]
    Partial,
    /// None of its resources is one of AWS's provider.
    #[error("none of its resources is one of the provider hashicorp/aws")]
    NotAws,
}

/// The sides of a plan; of each type of resource the caller says whether its values are read.
///
/// # Errors
/// Why there are none.
pub fn sides(plan: &Plan<'_>, is_read: impl Fn(&str) -> bool) -> Result<Sides, SidesError> {
    if plan.errored == Some(true) {
        return Err(SidesError::Errored);
    }
    if plan.complete == Some(false) {
        return Err(SidesError::Partial);
    }
    let after = opened::<StateValues<'_>>(plan.planned_values)?.ok_or(SidesError::NoValues)?.root_module;
    // Before the first apply there is no state.
    let before = opened::<PriorState<'_>>(plan.prior_state)?.and_then(|state| state.values).and_then(|values| values.root_module);
    let changes = plan.resource_changes.as_deref().unwrap_or_default();
    if is_partial(before.as_ref(), after.as_ref(), changes) {
        return Err(SidesError::Partial);
    }
    let configuration: Configuration<'_> = opened(plan.configuration)?.unwrap_or_default();
    let variables: BTreeMap<Text<'_>, Variable> = opened(plan.variables)?.unwrap_or_default();
    let known = Known::of(&configuration, &variables);
    let (mut earlier, mut later) = (Side::new(&known, &is_read), Side::new(&known, &is_read));
    let before = earlier.documents(before.as_ref())?;
    later.earlier = std::mem::take(&mut earlier.links);
    let after = later.documents(after.as_ref())?;
    let after = with_departures(after, changes);
    if earlier.of_aws + later.of_aws == 0 {
        return Err(SidesError::NotAws);
    }
    let Side { unread, of_others, read, .. } = later;
    Ok(Sides { before, after, unread, of_others, read })
}

/// A part of the plan; nothing where it is not there.
fn opened<'a, T: Deserialize<'a>>(raw: Option<&'a RawValue>) -> Result<Option<T>, SidesError> {
    raw.map(|raw| serde_json::from_str(raw.get()).map_err(|_| SidesError::Shape)).transpose()
}

/// With the blocks that say where resources went, which no values hold: a plan forgets what a `removed` block leaves standing.
fn with_departures(documents: Documents, changes: &[ResourceChange<'_>]) -> Documents {
    let (mut moved, mut removed) = (Vec::new(), Vec::new());
    for ResourceChange { address, previous_address, change, .. } in changes {
        if let Some(previous) = previous_address {
            moved.push(json!({ "from": &**previous, "to": &**address }));
        }
        if change.action.forgets() {
            removed.push(json!({ "from": &**address, "lifecycle": { "destroy": false } }));
        }
    }
    let mut documents = documents;
    if let Some(main) = documents.by_path_mut().get_mut(&path("")) {
        for (section, blocks) in [("moved", moved), ("removed", removed)] {
            if !blocks.is_empty() {
                main[section] = Json::Array(blocks);
            }
        }
    }
    documents
}

/// Whether something stands before that neither stands after nor is let go: the plan looks at a part only.
fn is_partial(before: Option<&Module<'_>>, after: Option<&Module<'_>>, changes: &[ResourceChange<'_>]) -> bool {
    fn collect<'a>(module: &'a Module<'_>, found: &mut BTreeSet<&'a str>) {
        let managed = module.resources.iter().filter(|resource| resource.mode == "managed");
        found.extend(managed.map(|resource| &*resource.address));
        module.child_modules.iter().for_each(|child| collect(child, found));
    }
    let addresses = |module: Option<&'_ Module<'_>>| -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        if let Some(module) = module {
            collect(module, &mut found);
        }
        found.into_iter().map(str::to_owned).collect()
    };
    let mut left = addresses(before);
    for address in addresses(after) {
        left.remove(&address);
    }
    for ResourceChange { address, previous_address, change, .. } in changes {
        if change.action.destroys() || change.action.forgets() {
            left.remove(&**address);
        }
        if let Some(previous) = previous_address {
            left.remove(&**previous);
        }
    }
    !left.is_empty()
}

/// One side in the making.
struct Side<'a> {
    known: &'a Known<'a>,
    is_read: &'a dyn Fn(&str) -> bool,
    providers: Vec<Json>,
    unread: BTreeMap<String, usize>,
    of_aws: usize,
    of_others: usize,
    read: usize,
    /// What referred to what, by the module and the place of what refers.
    links: Links,
    /// The same of the earlier side: what a plan leaves unknown still refers to the same.
    earlier: Links,
    /// Ids and ARNs of all resources that are read: a value that is one came from a reference.
    identities: BTreeSet<String>,
}

/// By module, type and label, the arguments that are references.
type Links = BTreeMap<(String, String, String), Vec<(String, String)>>;

impl<'a> Side<'a> {
    fn new(known: &'a Known<'a>, is_read: &'a dyn Fn(&str) -> bool) -> Self {
        Self {
            known,
            is_read,
            providers: known.providers(),
            unread: BTreeMap::new(),
            of_aws: 0,
            of_others: 0,
            read: 0,
            links: Links::new(),
            earlier: Links::new(),
            identities: BTreeSet::new(),
        }
    }

    fn documents(&mut self, root: Option<&Module<'_>>) -> Result<Documents, SidesError> {
        let mut files: BTreeMap<String, Json> = BTreeMap::new();
        if let Some(root) = root {
            self.identities = BTreeSet::new();
            self.identify(root)?;
            self.add(root, &mut files)?;
        }
        let main = files.entry(path("")).or_insert_with(|| json!({}));
        main["provider"] = json!({ "aws": self.providers });
        main["module"] = Json::Object(self.known.calls());
        Ok(Documents::of(files))
    }

    fn identify(&mut self, module: &Module<'_>) -> Result<(), SidesError> {
        for resource in module.resources.iter().filter(|resource| resource.mode == "managed" && (self.is_read)(&resource.kind)) {
            let identity = match resource.values {
                Some(values) => serde_json::from_str::<Identity>(values.get()).map_err(|_| SidesError::Shape)?,
                None => continue,
            };
            self.identities.extend([identity.id, identity.arn].into_iter().flatten());
        }
        module.child_modules.iter().try_for_each(|child| self.identify(child))
    }

    fn add(&mut self, module: &Module<'_>, files: &mut BTreeMap<String, Json>) -> Result<(), SidesError> {
        let resources: Map = self.module(module)?;
        if !resources.is_empty() {
            let outputs = self.known.outputs(&module.address);
            files.insert(path(&module.address), json!({ "resource": resources, "output": outputs }));
        }
        module.child_modules.iter().try_for_each(|child| self.add(child, files))
    }
}

/// The file of a module. A key may hold what ends the name of a folder.
fn path(module: &str) -> String {
    match module.strip_prefix("module.") {
        None => "plan.tf.json".to_owned(),
        Some(name) => format!("modules/{}/plan.tf.json", name.replace('/', "\u{2215}")),
    }
}
