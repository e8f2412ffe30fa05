//! What the configuration says and the values do not: in which region a resource stands, and what an argument refers to whose value
//! is not known yet.

use std::collections::BTreeMap;

use serde_json::value::RawValue;
use terraform::json::{Json, Map, json};

use super::shape::{Configuration, Expression, ModuleConfiguration, ResourceConfiguration, Variable};
use crate::plan::Text;

/// The configuration by what is asked of it.
pub(super) struct Known<'a> {
    /// The resources of each module by type and name; the module's address is without keys.
    resources: BTreeMap<String, BTreeMap<(&'a str, &'a str), &'a ResourceConfiguration<'a>>>,
    /// The configurations of AWS's provider by their keys.
    providers: BTreeMap<&'a str, Provider>,
    root: &'a ModuleConfiguration<'a>,
}

/// A configuration of AWS's provider.
pub(super) struct Provider {
    /// Nothing for the one that resources have which name none.
    pub(super) alias: Option<String>,
    pub(super) region: Option<String>,
}

/// A reference to an attribute of a resource in the same module.
pub(super) struct Reference {
    pub(super) kind: String,
    pub(super) name: String,
    pub(super) attribute: String,
}

impl<'a> Known<'a> {
    pub(super) fn of(configuration: &'a Configuration<'a>, variables: &BTreeMap<Text<'_>, Variable>) -> Self {
        let mut resources = BTreeMap::new();
        collect("", &configuration.root_module, &mut resources);
        let of_aws = configuration.provider_config.iter().filter(|(_, it)| it.name == "aws");
        let providers = of_aws.map(|(key, provider)| {
            let is_usual = provider.alias.is_none() && provider.module_address.is_none();
            let region = region(&provider.expressions.region, &configuration.root_module, variables);
            (&**key, Provider { alias: (!is_usual).then(|| identifier(key)), region })
        });
        Self { resources, providers: providers.collect(), root: &configuration.root_module }
    }

    /// The provider's configurations as a document has them.
    pub(super) fn providers(&self) -> Vec<Json> {
        self.providers.values().map(|Provider { alias, region }| provider_block(alias.as_deref(), region.as_deref())).collect()
    }

    /// The region in which resources stand that name no provider of their own.
    pub(super) fn usual_region(&self) -> Option<String> {
        self.providers.values().find(|provider| provider.alias.is_none())?.region.clone()
    }

    /// What the root module hands to its modules, as far as it refers to something, so that a reference leads from module to module.
    pub(super) fn calls(&self) -> Map {
        let calls = self.root.module_calls.iter().map(|(name, call)| {
            let is_open = |argument: &str| !call.module.variables.get(argument).is_some_and(|variable| variable.sensitive);
            let mut block: Map = arguments(call.expressions)
                .into_iter()
                .filter(|(argument, _)| is_open(argument))
                .filter_map(|(argument, expression)| Some((argument, written(&expression)?)))
                .collect();
            block.insert("source".to_owned(), Json::from(format!("./modules/{name}")));
            (name.to_string(), Json::Object(block))
        });
        calls.collect()
    }

    /// What a module of the root's gives out, as far as it refers to something.
    pub(super) fn outputs(&self, module: &str) -> Map {
        let called = module.strip_prefix("module.").and_then(|name| self.root.module_calls.get(name));
        let outputs = called.into_iter().flat_map(|call| &call.module.outputs).filter(|(_, output)| !output.sensitive);
        let written = outputs.filter_map(|(name, output)| {
            let Expression { constant_value, references } = &output.expression;
            let expression = json!({ "constant_value": constant_value, "references": references });
            Some((name.to_string(), json!({ "value": written(&expression)? })))
        });
        written.collect()
    }

    /// A resource as it is written; nothing when it is no longer.
    pub(super) fn resource(&self, module: &str, kind: &str, name: &str) -> Option<&'a ResourceConfiguration<'a>> {
        self.resources.get(&without_keys(module))?.get(&(kind, name)).copied()
    }

    /// The configuration of the provider that a resource has.
    pub(super) fn provider(&self, resource: Option<&ResourceConfiguration<'_>>) -> Option<&Provider> {
        let key = resource.map_or("aws", |resource| &*resource.provider_config_key);
        // A module that was handed the provider names it as its own, in older versions of Terraform.
        self.providers.get(key).or_else(|| self.providers.get(key.rsplit(':').next()?))
    }
}

/// A `provider` block.
pub(super) fn provider_block(alias: Option<&str>, region: Option<&str>) -> Json {
    let mut block = json!({});
    for (argument, value) in [("alias", alias), ("region", region)] {
        if let Some(value) = value {
            block[argument] = Json::from(value);
        }
    }
    block
}

fn collect<'a>(
    module: &str,
    configuration: &'a ModuleConfiguration<'a>,
    all: &mut BTreeMap<String, BTreeMap<(&'a str, &'a str), &'a ResourceConfiguration<'a>>>,
) {
    let managed = configuration.resources.iter().filter(|resource| resource.mode == "managed");
    all.insert(module.to_owned(), managed.map(|resource| ((&*resource.kind, &*resource.name), resource)).collect());
    for (name, call) in &configuration.module_calls {
        let address = if module.is_empty() { format!("module.{name}") } else { format!("{module}.module.{name}") };
        collect(&address, &call.module, all);
    }
}

/// The region that a provider's configuration names, itself or by a variable that is no secret.
fn region(expression: &Expression, root: &ModuleConfiguration<'_>, variables: &BTreeMap<Text<'_>, Variable>) -> Option<String> {
    let Expression { constant_value, references } = expression;
    // Of a configuration in JSON the constant is the text of the expression, beside what that refers to.
    let value = match references.first() {
        None => constant_value.as_ref(),
        Some(reference) => reference.strip_prefix("var.").and_then(|name| {
            let is_sensitive = root.variables.get(name).is_some_and(|variable| variable.sensitive);
            variables.get(name).filter(|_| !is_sensitive).map(|variable| &variable.value)
        }),
    };
    value?.as_str().map(str::to_owned)
}

/// An expression as a document has it, if it refers to something: the text of a configuration in JSON, or what one in HCL refers to.
///
/// What is only a constant stands in the plan's values, where it is known whether it is a secret.
pub(super) fn written(expression: &Json) -> Option<Json> {
    let references: Vec<&str> = expression["references"].as_array()?.iter().filter_map(Json::as_str).collect();
    let constant = &expression["constant_value"];
    if !references.is_empty() && !constant.is_null() {
        return Some(constant.clone());
    }
    // Terraform lists what an expression refers to, each followed by what that is an attribute of.
    let of_attribute = |at: &usize| *at == 0 || !references[at - 1].starts_with(&format!("{}.", references[*at]));
    let whole: Vec<String> = (0..references.len()).filter(of_attribute).map(|at| format!("${{{}}}", references[at])).collect();
    match whole.as_slice() {
        [] => None,
        [one] => Some(Json::from(one.as_str())),
        several => Some(Json::from(several)),
    }
}

/// The arguments of a block as they are written.
pub(super) fn arguments(expressions: Option<&RawValue>) -> Map {
    let parsed = expressions.and_then(|expressions| serde_json::from_str::<Json>(expressions.get()).ok());
    match parsed {
        Some(Json::Object(arguments)) => arguments,
        _ => Map::new(),
    }
}

/// The reference that an argument is, if it is one to a resource in the same module.
pub(super) fn reference(expression: &Json) -> Option<Reference> {
    let text = expression["references"][0].as_str()?;
    let text = without_keys(text);
    let mut names = text.split('.');
    let (kind, name) = (names.next()?, names.next()?);
    let attribute = names.next().unwrap_or("id");
    let is_plain = |name: &str| !name.is_empty() && identifier(name) == name;
    let is_resource = kind.contains('_') && [kind, name, attribute].into_iter().all(is_plain);
    is_resource.then(|| Reference { kind: kind.to_owned(), name: name.to_owned(), attribute: attribute.to_owned() })
}

/// A name that a reference can hold.
pub(super) fn identifier(text: &str) -> String {
    let plain = |character: char| if character.is_ascii_alphanumeric() || "_-".contains(character) { character } else { '_' };
    text.chars().map(plain).collect()
}

/// An address without the keys and numbers of `for_each` and `count`.
pub(super) fn without_keys(address: &str) -> String {
    let mut plain = String::with_capacity(address.len());
    let (mut is_in_key, mut is_quoted, mut is_escaped) = (false, false, false);
    for character in address.chars() {
        match character {
            _ if is_escaped => is_escaped = false,
            '\\' if is_quoted => is_escaped = true,
            '"' if is_in_key => is_quoted = !is_quoted,
            ']' if is_in_key && !is_quoted => is_in_key = false,
            '[' if !is_in_key => is_in_key = true,
            _ if is_in_key => {}
            _ => plain.push(character),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_taken_out_of_an_address_whatever_they_hold() {
        for (address, plain) in [
            ("module.rds", "module.rds"),
            (r#"module.a["x.y"].module.b[0]"#, "module.a.module.b"),
            (r#"module.a["]\"["].aws_lb.main"#, "module.a.aws_lb.main"),
            ("", ""),
        ] {
            assert_eq!(without_keys(address), plain);
        }
    }

    #[test]
    fn only_what_names_a_resource_is_a_reference_to_one() {
        let of = |text: &str| reference(&json!({ "references": [text] })).map(|it| [it.kind, it.name, it.attribute].join(" "));
        assert_eq!(of("aws_lb.main.arn").as_deref(), Some("aws_lb main arn"));
        assert_eq!(of(r#"aws_lb.main["a"].arn"#).as_deref(), Some("aws_lb main arn"));
        assert_eq!(of("aws_lb.main").as_deref(), Some("aws_lb main id"));
        for text in ["var.name", "each.key", "module.a.out", "data.aws_lb.main.arn", "local.x", ""] {
            assert_eq!(of(text), None, "{text}");
        }
    }
}
