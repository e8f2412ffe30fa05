//! A configuration: a root module with the child modules that it calls, rendered to files.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use crate::json::Json;

use crate::{Address, ArgumentName, DuplicateError, Label, Module, ModuleCall, ResourceType, TestFile};

/// A root module and its children.
#[derive(Default)]
pub struct Configuration {
    comment: Option<String>,
    root: Module,
    children: BTreeMap<Label, Module>,
    tests: BTreeMap<Label, TestFile>,
}

impl Configuration {
    /// A configuration with an empty root module.
    pub fn new() -> Self {
        Self::default()
    }

    /// The comment at the top of every file.
    pub fn comment(&mut self, text: impl Into<String>) {
        self.comment = Some(text.into());
    }

    /// The root module.
    pub fn root(&mut self) -> &mut Module {
        &mut self.root
    }

    /// Adds the child module that this call reaches.
    pub fn child(&mut self, call: &ModuleCall, module: Module) {
        self.children.insert(call.label().clone(), module);
    }

    /// Adds a test file, `tests/<name>.tftest.json`; one that needs a provider under an alias, `tests/<alias>/<name>.tftest.json`.
    pub fn test(&mut self, name: impl Into<Label>, file: TestFile) {
        self.tests.insert(name.into(), file);
    }

    /// Lets Terraform refuse every plan that would destroy a resource of one of these types, in all modules.
    ///
    /// `lifecycle` takes no variables, so what differs between environments is written here, once, and not handed through.
    pub fn prevent_destroy(&mut self, types: &[&str]) {
        self.root.prevent_destroy(types);
        self.children.values_mut().for_each(|module| module.prevent_destroy(types));
    }

    /// Sets an argument of every resource of the type `R` to `true`, in all modules: as for `prevent_destroy`, written here once.
    pub fn turn_on<R: ResourceType>(&mut self, argument: ArgumentName<R, bool>) {
        let value = Json::Bool(true);
        self.root.set(R::TYPE, argument.as_str(), &value);
        self.children.values_mut().for_each(|module| module.set(R::TYPE, argument.as_str(), &value));
    }

    /// Sets an argument of every resource of the type `R` to this text, in all modules: what an organization demands of all of a kind.
    pub fn set_everywhere<R: ResourceType>(&mut self, argument: ArgumentName<R, String>, text: &str) {
        let value = crate::Value::from(text).into_json();
        self.root.set(R::TYPE, argument.as_str(), &value);
        self.children.values_mut().for_each(|module| module.set(R::TYPE, argument.as_str(), &value));
    }

    /// The addresses of all resources, as a plan names them.
    pub fn addresses(&self) -> BTreeSet<Address> {
        let of_children = self.children.iter().flat_map(|(label, module)| module.addresses().map(move |it| it.in_module(label)));
        self.root.addresses().chain(of_children).collect()
    }

    /// The bodies of all resources by type, as they are written; data sources under `data.<type>`, ephemeral resources under `ephemeral.<type>`.
    pub fn bodies(&self) -> BTreeMap<String, Vec<&Json>> {
        let mut bodies: BTreeMap<String, Vec<&Json>> = BTreeMap::new();
        for (kind, of_kind) in self.children.values().chain([&self.root]).flat_map(Module::bodies) {
            bodies.entry(kind).or_default().extend(of_kind);
        }
        bodies
    }

    /// How many resources each child module holds, by the module's name.
    pub fn resource_counts(&self) -> BTreeMap<String, usize> {
        self.children.iter().map(|(label, module)| (label.to_string(), module.count_resources())).collect()
    }

    /// The type of each child module's outputs, as a variable would spell it, by the module's name and the output's.
    pub fn output_types(&self) -> BTreeMap<(String, String), String> {
        let of_module = |(module, it): (&Label, &Module)| -> Vec<((String, String), String)> {
            it.output_types().map(|(name, constraint)| ((module.to_string(), name.to_string()), constraint.clone())).collect()
        };
        self.children.iter().flat_map(of_module).collect()
    }

    /// The files' texts, by path relative to the root module's folder, with `/` between folders.
    ///
    /// # Errors
    /// Every address that two blocks of one module claim.
    pub fn render(self) -> Result<BTreeMap<String, String>, Vec<DuplicateError>> {
        Ok(self.documents()?.into_iter().map(|(path, document)| (path, written(&document))).collect())
    }

    /// The files as JSON, by path; [`written`] makes their text.
    ///
    /// # Errors
    /// As [`Configuration::render`].
    pub fn documents(self) -> Result<BTreeMap<String, Json>, Vec<DuplicateError>> {
        let mut files = BTreeMap::new();
        let mut duplicates = Vec::new();
        let root = std::iter::once((String::new(), self.root));
        let children = self.children.into_iter().map(|(label, module)| (format!("modules/{label}/"), module));
        for (folder, module) in root.chain(children) {
            match module.into_documents() {
                Ok(documents) => {
                    for (name, document) in documents {
                        if let Some(json) = document.into_json(self.comment.as_deref()) {
                            files.insert(format!("{folder}{name}"), json);
                        }
                    }
                }
                Err(mut more) => duplicates.append(&mut more),
            }
        }
        for (name, file) in self.tests {
            let path = format!("{}/{name}.tftest.json", file.folder());
            files.insert(path, file.into_json(self.comment.as_deref()));
        }
        if duplicates.is_empty() { Ok(files) } else { Err(duplicates) }
    }
}

/// A file's text: two spaces a level and a newline at the end; `terraform fmt` leaves JSON alone.
pub fn written(json: &Json) -> String {
    let mut text = String::with_capacity(4096);
    write(json, 0, &mut text);
    text.push('\n');
    text
}

/// Writes what `serde_json` writes too, with less asked of each byte: a tenth of what an environment took went into that.
fn write(json: &Json, depth: usize, text: &mut String) {
    match json {
        Json::Null => text.push_str("null"),
        Json::Bool(flag) => text.push_str(if *flag { "true" } else { "false" }),
        Json::Number(number) => {
            let _ = write!(text, "{number}");
        }
        Json::String(string) => write_string(string, text),
        Json::Array(elements) if elements.is_empty() => text.push_str("[]"),
        Json::Array(elements) => {
            text.push('[');
            for (at, element) in elements.iter().enumerate() {
                begin_line(at > 0, depth + 1, text);
                write(element, depth + 1, text);
            }
            begin_line(false, depth, text);
            text.push(']');
        }
        Json::Object(members) if members.is_empty() => text.push_str("{}"),
        Json::Object(members) => {
            text.push('{');
            for (at, (key, member)) in members.iter().enumerate() {
                begin_line(at > 0, depth + 1, text);
                write_string(key, text);
                text.push_str(": ");
                write(member, depth + 1, text);
            }
            begin_line(false, depth, text);
            text.push('}');
        }
    }
}

fn begin_line(is_further: bool, depth: usize, text: &mut String) {
    const LINE: &str = ",\n                                                ";
    let begin = usize::from(!is_further);
    if let Some(line) = LINE.get(begin..2 + 2 * depth) {
        text.push_str(line);
    } else {
        text.push_str(&LINE[begin..2]);
        text.extend(std::iter::repeat_n("  ", depth));
    }
}

fn write_string(string: &str, text: &mut String) {
    // Asked of all bytes, and not until one is found: so the compiler asks it of many at once.
    let (mut is_control, mut is_escaped) = (false, false);
    for byte in string.bytes() {
        is_control |= byte < b' ';
        is_escaped |= byte == b'"' || byte == b'\\';
    }
    if is_control {
        text.push_str(&Json::from(string).to_string());
        return;
    }
    text.reserve(string.len() + 2);
    text.push('"');
    let mut rest = string;
    if is_escaped {
        let mut begun = 0;
        // Of what is quoted inside of a string every tenth byte is escaped: to search costs more than to ask each.
        for (at, byte) in string.bytes().enumerate() {
            if byte == b'"' || byte == b'\\' {
                text.push_str(&string[begun..at]);
                text.push('\\');
                begun = at;
            }
        }
        rest = &string[begun..];
    }
    text.push_str(rest);
    text.push('"');
}

#[cfg(test)]
mod tests {
    use crate::json::json;

    use super::*;

    #[test]
    fn a_text_is_written_as_serde_json_writes_it() {
        let deep = (0..40).fold(json!([true]), |inside, level| if level % 2 == 0 { json!([inside]) } else { json!({"a": inside}) });
        let json = json!({
            "": null, "empty": [[], {}, ""], "numbers": [0, -1, 18_446_744_073_709_551_615_u64, 1.5, 1e300, -0.0],
            "texts": ["a \"b\" \\ c", "\n\u{1}\u{7f}\"", "ä \u{2028} 😀", "\\", "${x}"], "a\"b\tc": {"x": [1, {"y": false}]}, "deep": deep,
        });
        assert_eq!(written(&json), format!("{json:#}\n"));
    }
}
