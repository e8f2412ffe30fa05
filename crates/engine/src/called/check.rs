//! Whether the calls fit what is emitted, and the modules themselves where they can be read.

use std::collections::BTreeSet;
use std::ops::Range;
use std::path::{Component, Path};

use settings::{Problems, SettingPath};
use terraform::OutputPath;
use terraform::read::Constraint;

use super::{inputs, references};
use crate::environment::{Config, Given, ModuleConfig};
use crate::overriding::Wiring;
use crate::own::{self, Own, OwnFile};
use crate::synthesis::emitted::Synthesis;

/// The configurations of AWS's provider that every environment has.
const OF_AWS: [Option<&str>; 2] = [None, Some("disaster_recovery")];

/// Checks the calls and the providers against what is emitted with them; `files` are those of the modules in folders, `own` the user's others.
pub(crate) fn check(config: &Config, emitted: &Synthesis, (files, own): (&Own, &Own), problems: &mut Problems) {
    for (name, module) in &config.modules {
        let at = SettingPath::from("modules").key(name.as_str());
        if module.source.folder().is_some() {
            check_files(name.as_str(), module, files, &at, problems);
            inputs::check(name.as_str(), module, emitted, &at, problems);
        }
        for (input, given) in &module.inputs {
            let at = at.clone().key("inputs").key(input);
            for (at, path) in found(given, &at) {
                if lead(path, &at, emitted, problems).is_some() {
                    check_order((name.as_str(), input), path, &at, emitted, problems);
                }
            }
        }
        check_providers(config, module, own, &at, problems);
    }
    for (name, provider) in &config.providers {
        let at = SettingPath::from("providers").key(name.as_str());
        let usual = provider.settings.iter().map(|it| (at.clone().key("settings"), it));
        let aliases = provider.aliases.iter().flat_map(|(alias, settings)| {
            let at = at.clone().key("aliases").key(alias.as_str());
            settings.iter().map(move |it| (at.clone(), it))
        });
        for (at, (argument, given)) in usual.chain(aliases) {
            for (at, path) in found(given, &at.key(argument)) {
                lead(path, &at, emitted, problems);
            }
        }
    }
}

fn found<'a>(given: &'a Given, at: &SettingPath) -> Vec<(SettingPath, &'a OutputPath)> {
    let mut found = Vec::new();
    references(given, at, &mut found);
    found
}

/// The type of an output; nothing where there is no such output, which is told.
fn lead(path: &OutputPath, at: &SettingPath, emitted: &Synthesis, problems: &mut Problems) -> Option<Constraint> {
    match Wiring::default().lead("", path, &emitted.documents, &emitted.output_types) {
        Ok((_, kind)) => Some(kind.map_or(Constraint::Any, |kind| Constraint::read(&kind))),
        Err(no_way) => {
            problems.error(at.clone(), no_way.why).help(no_way.help);
            None
        }
    }
}

/// What is passed to a module must not wait for what the module makes of it.
fn check_order((to, input): (&str, &str), path: &OutputPath, at: &SettingPath, emitted: &Synthesis, problems: &mut Problems) {
    let (module, output) = (path.module.as_str(), path.output.as_str());
    let documents = &emitted.documents;
    let help = "name an output that does not build on this module, or take the way back out";
    if documents.output_waits_for_variable((module, output), (to, input)) {
        problems
            .error(at.clone(), format!("`{path}` is known only when `{input}` of the module `{to}` is: they go round in a circle"))
            .help(help);
    } else if documents.output_may_wait_for_variable((module, output), (to, input)) {
        problems
            .warning(
                at.clone(),
                format!(
                    "`{path}` may be known only when `{input}` of the module `{to}` is, as far as can be told of a module that only Terraform fetches"
                ),
            )
            .help(format!("where Terraform's plan speaks of a cycle, {help}"));
    }
}

/// Whether every configuration that is passed is there.
fn check_providers(config: &Config, module: &ModuleConfig, own: &Own, at: &SettingPath, problems: &mut Problems) {
    let mut known: BTreeSet<String> =
        OF_AWS.iter().map(|alias| alias.map_or("aws".to_owned(), |alias| format!("aws.{alias}"))).collect();
    for (name, provider) in &config.providers {
        known.insert(name.to_string());
        known.extend(provider.aliases.keys().map(|alias| format!("{name}.{alias}")));
    }
    let blocks = own.of_root().flat_map(|(_, file)| &file.blocks);
    known.extend(blocks.filter(|(block, _)| block[0] == "provider").map(|(block, _)| block[1..].join(".")));
    for (inside, ours) in module.providers.iter().filter(|(_, ours)| !known.contains(ours.as_str())) {
        let help = match words::nearest(ours.as_str(), known.iter().map(String::as_str)) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!("there is {}", words::list(&known)),
        };
        problems
            .error(at.clone().key("providers").key(inside.as_str()), format!("there is no configuration `{ours}` of a provider"))
            .help(help);
    }
}

/// Whether a folder holds a module that can be carried.
fn check_files(name: &str, module: &ModuleConfig, files: &Own, at: &SettingPath, problems: &mut Problems) {
    let prefix = format!("modules/{name}/");
    let of_module: Vec<(&str, &OwnFile)> =
        files.iter().filter_map(|(path, file)| Some((path.strip_prefix(&prefix)?, file))).collect();
    if !of_module.iter().any(|(path, file)| file.document.is_some() && !path.contains('/')) {
        problems
            .error(at.clone().key("source"), format!("the folder `{}` holds no Terraform", module.source))
            .help("name the folder in which the module's `.tf` files are");
        return;
    }
    for (path, file) in of_module {
        own::check_odd(file, problems);
        for (called, source, span) in calls(file) {
            if leads_out(path, &source) {
                problems
                    .error_at(
                        file.at(span),
                        format!("the module `{called}` lies outside of the folder `{}`, which is all that is carried into the emitted one", module.source),
                    )
                    .help("lay it into the folder, or name the folder that holds both and let a module in it call the two");
            }
        }
    }
}

/// The calls in a file: their names, sources and places.
fn calls(file: &OwnFile) -> Vec<(String, String, Range<usize>)> {
    let call = |(block, span): &(Vec<String>, Range<usize>)| {
        let [section, name] = block.as_slice() else { return None };
        let source = file.document.as_ref()?.get("module")?.get(name)?.get("source")?.as_str()?;
        (section == "module").then(|| (name.clone(), source.to_owned(), span.clone()))
    };
    file.blocks.iter().filter_map(call).collect()
}

/// Whether a local source of a file's leads out of the module in which the file has this path.
fn leads_out(path: &str, source: &str) -> bool {
    if !source.starts_with("../") && !source.starts_with("./") && source != ".." {
        return false;
    }
    let mut depth = path.matches('/').count();
    for part in Path::new(source).components() {
        match part {
            Component::ParentDir if depth == 0 => return true,
            Component::ParentDir => depth -= 1,
            Component::Normal(_) => depth += 1,
            Component::CurDir | Component::RootDir | Component::Prefix(_) => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::leads_out;

    #[test]
    fn a_source_leads_out_where_it_leaves_the_module() {
        for (path, source, out) in [
            ("main.tf", "./inner", false),
            ("main.tf", "../other", true),
            ("inner/main.tf", "../other", false),
            ("inner/main.tf", "../../other", true),
            ("main.tf", "./x/../../y", true),
            ("main.tf", "a/b/c", false),
        ] {
            assert_eq!(leads_out(path, source), out, "{path}: {source}");
        }
    }
}
