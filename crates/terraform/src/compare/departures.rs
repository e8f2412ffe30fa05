//! Where addresses went, as a configuration says by its `moved`, `removed` and `import` blocks.

use std::collections::{BTreeMap, BTreeSet};

use crate::json::Json;

use crate::read::{Documents, module_of};

/// Where addresses went, as `moved` and `removed` blocks say.
#[derive(Clone, Debug, Default)]
pub struct Departures {
    moved: BTreeMap<String, String>,
    /// With whether what stands there is destroyed.
    removed: BTreeMap<String, bool>,
}

impl Departures {
    /// Those of a configuration.
    pub fn of(documents: &Documents) -> Self {
        let mut departures = Self::default();
        for (path, document) in documents.by_path() {
            let address = |block: &Json, key: &str| {
                let bare = block.get(key)?.as_str()?;
                Some(match module_of(path) {
                    "" => bare.to_owned(),
                    module => format!("module.{module}.{bare}"),
                })
            };
            for block in blocks(document, "moved") {
                if let (Some(from), Some(to)) = (address(block, "from"), address(block, "to")) {
                    departures.moved.insert(from, to);
                }
            }
            let removed = blocks(document, "removed").iter();
            departures.removed.extend(removed.filter_map(|block| Some((address(block, "from")?, destroys(block)))));
        }
        departures
    }

    /// As if a `moved` block said this as well.
    pub(crate) fn with_moved(mut self, from: &str, to: &str) -> Self {
        self.moved.insert(from.to_owned(), to.to_owned());
        self
    }

    /// The address under which `moved` blocks, one behind the other, bring a resource.
    pub fn destination(&self, address: &str) -> Option<String> {
        let mut seen = BTreeSet::from([address.to_owned()]);
        let mut at = self.step(address)?;
        // Blocks that lead in a circle are refused by Terraform; here they only must end.
        while let (true, Some(next)) = (seen.insert(at.clone()), self.step(&at)) {
            at = next;
        }
        Some(at)
    }

    /// Whether a `removed` block takes a resource, or the module in which it stands, out of the configuration.
    pub fn is_removed(&self, address: &str) -> bool {
        self.removed.keys().any(|from| rest(address, from).is_some())
    }

    /// What comes under Terraform's care as the root module's `import` blocks say: by its address, the id by which the provider finds it.
    pub fn imports(documents: &Documents) -> BTreeMap<String, String> {
        let root = documents.by_path().iter().filter(|(path, _)| module_of(path).is_empty());
        let imports = root.flat_map(|(_, document)| blocks(document, "import"));
        imports.filter_map(|block| Some((block.get("to")?.as_str()?.to_owned(), block.get("id")?.as_str()?.to_owned()))).collect()
    }

    /// Whether a `removed` block leaves a resource as it stands, outside of the configuration.
    pub fn is_left(&self, address: &str) -> bool {
        self.removed.iter().any(|(from, destroys)| !destroys && rest(address, from).is_some())
    }

    fn step(&self, address: &str) -> Option<String> {
        self.moved.iter().find_map(|(from, to)| Some(format!("{to}{}", rest(address, from)?)))
    }
}

/// Whether a `removed` block destroys what stands there, as it does unless it says otherwise.
fn destroys(block: &Json) -> bool {
    let lifecycle = block.get("lifecycle").map(|lifecycle| lifecycle.get(0).unwrap_or(lifecycle));
    lifecycle.and_then(|lifecycle| lifecycle.get("destroy")) != Some(&Json::Bool(false))
}

/// What follows an address, or the one of the module around it, in another one.
fn rest<'a>(address: &'a str, from: &str) -> Option<&'a str> {
    address.strip_prefix(from).filter(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
}

fn blocks<'a>(document: &'a Json, section: &str) -> &'a [Json] {
    match document.get(section) {
        Some(Json::Array(several)) => several,
        Some(one) => std::slice::from_ref(one),
        None => &[],
    }
}
