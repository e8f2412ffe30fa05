//! The documents of one configuration, by path. It must not know how a file's text is read.

use std::collections::BTreeMap;
use std::ops::Bound;
use std::sync::OnceLock;

use crate::json::{Json, Key, Map};
use thiserror::Error;

use crate::Mode;
use crate::read::paths::{is_of_configuration, module_of};
use crate::read::source::Source;

/// The documents of one configuration, by path relative to the root module's folder, with `/` between folders.
#[derive(Clone, Debug, Default)]
pub struct Documents {
    by_path: BTreeMap<String, Json>,
    /// The files that hold managed resources of a type, once somebody asks: many ask, each for one.
    files_of: OnceLock<BTreeMap<String, Vec<String>>>,
}

impl PartialEq for Documents {
    fn eq(&self, other: &Self) -> bool {
        self.by_path == other.by_path
    }
}

/// A file that is no document of Terraform's.
#[derive(Debug, Error)]
#[error("`{path}` is no Terraform document: {reason}")]
pub struct ReadError {
    /// The file's path in the configuration.
    pub path: String,
    /// What is wrong with it.
    pub reason: String,
}

impl Documents {
    /// Reads the files of a configuration, in either of Terraform's languages; those that are none of the root module or of
    /// `modules/<name>/` are left out.
    ///
    /// # Errors
    /// The first file that holds no JSON object, or is not in the native syntax.
    pub fn read<P: AsRef<str>, T: AsRef<str>>(files: impl IntoIterator<Item = (P, T)>) -> Result<Self, ReadError> {
        let mut documents = BTreeMap::new();
        for (path, text) in files {
            let path = path.as_ref();
            if !is_of_configuration(path) {
                continue;
            }
            let source =
                Source::read(path, text.as_ref()).map_err(|error| ReadError { path: path.to_owned(), reason: error.reason })?;
            documents.insert(path.to_owned(), source.document);
        }
        Ok(Self::from_paths(documents))
    }

    /// The documents of a configuration that is in memory already; files that are none of its are left out.
    pub fn of(documents: impl IntoIterator<Item = (String, Json)>) -> Self {
        let documents = documents.into_iter().filter(|(path, document)| is_of_configuration(path) && document.is_object());
        Self::from_paths(documents.collect())
    }

    fn from_paths(by_path: BTreeMap<String, Json>) -> Self {
        Self { by_path, files_of: OnceLock::new() }
    }

    /// With the files of each module that the root module calls under the module's own name, as `modules/<name>/`, and without those to which no
    /// call leads: a folder that is called by another name, or by a detour, has its resources at that name's address.
    ///
    /// A module that is called by a module has no name here, and is left out.
    pub fn of_called_modules(self) -> Self {
        let calls = self.section("", "module");
        let folders = calls.iter().filter_map(|(name, call)| Some(((*name).to_owned(), folder(call["source"].as_str()?)?)));
        let folders: BTreeMap<String, String> = folders.collect();
        let is_at_its_name = |(name, folder): (&String, &String)| folder.strip_prefix("modules/") == Some(name.as_str());
        if folders.iter().all(is_at_its_name) {
            let mut documents = self.by_path;
            documents.retain(|path, _| module_of(path).is_empty() || folders.contains_key(module_of(path)));
            return Self::from_paths(documents);
        }
        let is_as_called = |path: &str| {
            let module = module_of(path);
            module.is_empty() || folders.get(module).is_some_and(|folder| *folder == format!("modules/{module}"))
        };
        let mut all = BTreeMap::new();
        for (name, folder) in folders.iter().filter(|(name, folder)| **folder != format!("modules/{name}")) {
            let inside = format!("{folder}/");
            let files = self.by_path.iter().filter_map(|(path, document)| Some((path.strip_prefix(&inside)?, document)));
            all.extend(files.map(|(file, document)| (format!("modules/{name}/{file}"), document.clone())));
        }
        all.extend(self.by_path.into_iter().filter(|(path, _)| is_as_called(path)));
        Self::from_paths(all)
    }

    /// The documents by path.
    pub fn by_path(&self) -> &BTreeMap<String, Json> {
        &self.by_path
    }

    /// The documents by path, to be changed: for those who add what no file says, and tests that break one on purpose.
    pub fn by_path_mut(&mut self) -> &mut BTreeMap<String, Json> {
        self.files_of.take();
        &mut self.by_path
    }

    /// The files that hold managed resources of a type, with their documents.
    pub(crate) fn files_of(&self, kind: &str) -> impl Iterator<Item = (&String, &Json)> {
        let files = self.files_of.get_or_init(|| {
            let mut files: BTreeMap<String, Vec<String>> = BTreeMap::new();
            for (path, document) in &self.by_path {
                for (kind, _) in object(document.get(Mode::Managed.section())) {
                    files.entry(kind.to_string()).or_default().push(path.clone());
                }
            }
            files
        });
        files.get(kind).into_iter().flatten().filter_map(|path| self.by_path.get_key_value(path))
    }

    /// The names of the child modules that have files, in order.
    pub fn modules(&self) -> Vec<&str> {
        let mut modules: Vec<&str> = self.by_path.keys().map(|path| module_of(path)).filter(|module| !module.is_empty()).collect();
        modules.dedup();
        modules
    }

    /// The files of one module, each with its path; the root module's name is empty.
    pub(crate) fn of_module<'a, 'b>(&'a self, module: &'b str) -> impl Iterator<Item = (&'a str, &'a Json)> + use<'a, 'b> {
        // References are followed through hundreds of blocks of a module's few files, which stand beside each other.
        let folder = format!("modules/{module}/");
        let from = if module.is_empty() { "" } else { folder.as_str() };
        let files = self.by_path.range::<str, _>((Bound::Included(from), Bound::Unbounded));
        let files = files.take_while(move |(path, _)| module.is_empty() || path.starts_with(&folder));
        let files = files.filter(move |(path, _)| !module.is_empty() || module_of(path).is_empty());
        files.map(|(path, document)| (path.as_str(), document))
    }

    /// A block of one section (`variable`, `output`, `module`, …) of a module.
    pub(crate) fn block(&self, module: &str, section: &str, name: &str) -> Option<&Json> {
        self.of_module(module).find_map(|(_, document)| document.get(section)?.get(name))
    }

    /// The blocks of one section (`variable`, `output`, `module`, …) of a module, by name, as they are written; the root module's
    /// name is empty.
    pub fn section(&self, module: &str, section: &str) -> BTreeMap<&str, &Json> {
        let documents = self.of_module(module).map(|(_, document)| document);
        documents.flat_map(|document| object(document.get(section))).map(|(name, block)| (name.as_str(), block)).collect()
    }

    /// The provider's configurations of the root module, as they are written.
    pub fn providers(&self, name: &str) -> Vec<&Json> {
        match self.section("", "provider").remove(name) {
            Some(Json::Array(several)) => several.iter().collect(),
            Some(one) => vec![one],
            None => Vec::new(),
        }
    }

    /// The value of an output of the root module, its references followed.
    pub fn output(&self, name: &str) -> Option<Json> {
        let outputs = self.section("", "output");
        Some(self.resolve("", outputs.get(name)?.get("value")?))
    }

    /// Every block of every module by its address, as it is written: `module.networking.aws_subnet.public_a`,
    /// `module.rds.output.endpoint`, `provider`.
    pub fn blocks(&self) -> BTreeMap<String, &Json> {
        let mut blocks = BTreeMap::new();
        for (path, document) in &self.by_path {
            let module = match module_of(path) {
                "" => String::new(),
                module => format!("module.{module}."),
            };
            for (section, content) in object(Some(document)).filter(|(section, _)| *section != "//") {
                match section.as_str() {
                    "resource" | "data" | "ephemeral" => {
                        let prefix = if section == "resource" { String::new() } else { format!("{section}.") };
                        for (kind, labels) in object(Some(content)) {
                            let labelled = object(Some(labels));
                            blocks.extend(labelled.map(|(label, body)| (format!("{module}{prefix}{kind}.{label}"), body)));
                        }
                    }
                    _ if content.is_object() && !matches!(section.as_str(), "terraform" | "provider") => {
                        let labelled = object(Some(content));
                        blocks.extend(labelled.map(|(label, body)| (format!("{module}{section}.{label}"), body)));
                    }
                    _ => {
                        blocks.insert(format!("{module}{section}"), content);
                    }
                }
            }
        }
        blocks
    }
}

/// The folder to which a local source leads from the root module's; nothing where it is not below that.
fn folder(source: &str) -> Option<String> {
    let mut parts = Vec::new();
    for part in source.strip_prefix("./").or_else(|| source.starts_with("../").then_some(source))?.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            name => parts.push(name),
        }
    }
    Some(parts.join("/"))
}

/// The members of an object; none of anything else.
pub(super) fn object(json: Option<&Json>) -> impl Iterator<Item = (&Key, &Json)> {
    json.and_then(Json::as_object).into_iter().flat_map(Map::iter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_documents_of_the_configuration_are_read() {
        let files = [
            ("main.tf.json", "{}"),
            ("modules/rds/instance.tf.json", "{}"),
            ("tests/facts.tftest.json", "not even JSON"),
            ("terraform.tfstate", "neither"),
            ("modules/rds/deeper/x.tf.json", "[]"),
        ];
        let documents = Documents::read(files).expect("they are documents");
        assert_eq!(documents.by_path().keys().collect::<Vec<_>>(), ["main.tf.json", "modules/rds/instance.tf.json"]);
        assert_eq!(documents.modules(), ["rds"]);
    }

    #[test]
    fn a_module_is_read_whatever_its_call_calls_it() {
        let vpc = r#"{"resource": {"aws_vpc": {"main": {}}}}"#;
        let calls = r#"{"module": {"a": {"source": "./modules/a"}, "b": {"source": "./modules/x/../a/"}, "c": {"source": "./modules/other"},
            "d": {"source": "../elsewhere"}, "e": {"source": "terraform-aws-modules/vpc/aws"}}}"#;
        let files = [
            ("main.tf.json", calls),
            ("modules/a/x.tf.json", vpc),
            ("modules/other/x.tf.json", vpc),
            ("modules/lost/x.tf.json", vpc),
        ];
        let documents = Documents::read(files).expect("they are documents").of_called_modules();
        let addresses: Vec<String> = documents.addresses().map(|it| it.to_string()).collect();
        assert_eq!(addresses, ["module.a.aws_vpc.main", "module.b.aws_vpc.main", "module.c.aws_vpc.main"]);
    }

    #[test]
    fn a_file_that_is_no_document_is_named() {
        let error = Documents::read([("main.tf.json", "[3]")]).expect_err("a list of numbers is no document");
        assert_eq!(error.to_string(), "`main.tf.json` is no Terraform document: it holds no JSON object");
    }
}
