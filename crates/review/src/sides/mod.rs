//! What stands before and what after a plan, as documents of a configuration, for callers that reckon with it. It must not know for
//! what.
//!
//! The plan is read a second time here, apart from the review, and of its values only those of the types that the caller asks for:
//! most bytes of a large plan are never parsed. What the plan marks as sensitive is left out before anything else is done.

mod configuration;
mod module;
mod shape;

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt;

use serde_json::{Map, Value as Json, json};
use terraform::read::Documents;

use configuration::Known;
use shape::{Module, WholePlan};

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
}

/// Why a plan has no sides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SidesError {
    /// They are not of the shape that is known, or lie too deep.
    Shape,
    /// Planning failed halfway.
    Errored,
    /// The plan holds changes only.
    NoValues,
    /// None of its resources is one of AWS's provider.
    NotAws,
}

/// The sides of a plan; of each type of resource the caller says whether its values are read.
///
/// # Errors
/// Why there are none.
pub fn sides(plan: &[u8], is_read: impl Fn(&str) -> bool) -> Result<Sides, SidesError> {
    let text = std::str::from_utf8(plan).map_err(|_| SidesError::Shape)?;
    let whole: WholePlan<'_> = serde_json::from_str(text.trim_start_matches('\u{feff}')).map_err(|_| SidesError::Shape)?;
    let WholePlan { errored, planned_values, prior_state, configuration, variables } = whole;
    if errored == Some(true) {
        return Err(SidesError::Errored);
    }
    let after = planned_values.ok_or(SidesError::NoValues)?.root_module;
    // Before the first apply there is no state.
    let before = prior_state.and_then(|state| state.values).and_then(|values| values.root_module);
    let configuration = configuration.unwrap_or_default();
    let known = Known::of(&configuration, &variables.unwrap_or_default());
    let (mut earlier, mut later) = (Side::new(&known, &is_read), Side::new(&known, &is_read));
    let (before, after) = (earlier.documents(before.as_ref())?, later.documents(after.as_ref())?);
    if earlier.of_aws + later.of_aws == 0 {
        return Err(SidesError::NotAws);
    }
    let Side { unread, of_others, .. } = later;
    Ok(Sides { before, after, unread, of_others })
}

/// One side in the making.
struct Side<'a> {
    known: &'a Known<'a>,
    is_read: &'a dyn Fn(&str) -> bool,
    providers: Vec<Json>,
    unread: BTreeMap<String, usize>,
    of_aws: usize,
    of_others: usize,
}

impl<'a> Side<'a> {
    fn new(known: &'a Known<'a>, is_read: &'a dyn Fn(&str) -> bool) -> Self {
        Self { known, is_read, providers: known.providers(), unread: BTreeMap::new(), of_aws: 0, of_others: 0 }
    }

    fn documents(&mut self, root: Option<&Module<'_>>) -> Result<Documents, SidesError> {
        let mut files: BTreeMap<String, Json> = BTreeMap::new();
        if let Some(root) = root {
            self.add(root, &mut files)?;
        }
        let main = files.entry(path("")).or_insert_with(|| json!({}));
        main["provider"] = json!({ "aws": self.providers });
        Ok(Documents::of(files))
    }

    fn add(&mut self, module: &Module<'_>, files: &mut BTreeMap<String, Json>) -> Result<(), SidesError> {
        let resources: Map<String, Json> = self.module(module)?;
        if !resources.is_empty() {
            files.insert(path(&module.address), json!({ "resource": resources }));
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

impl fmt::Display for SidesError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Shape => "the plan's values cannot be read",
            Self::Errored => "planning failed, so it is not known what will stand there",
            Self::NoValues => "the plan does not hold the values of what does not change",
            Self::NotAws => "none of its resources is one of the provider hashicorp/aws",
        })
    }
}

impl Error for SidesError {}
