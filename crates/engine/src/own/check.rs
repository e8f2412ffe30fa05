//! Where the user's files clash with what is emitted: names that are taken, blocks that Terraform takes once, outputs that are not there.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use settings::{Problems, TextPlace};
use terraform::Address;
use terraform::json::Json;
use terraform::read::expression::{Piece, Step, pieces, traversals};
use terraform::read::{Documents, ResourceBlock, Source, is_of_configuration};

use super::{Own, OwnFile};
use crate::synthesis::emitted::Synthesis;

/// Checks the files against what is emitted without them.
pub(crate) fn check(own: &Own, emitted: &Synthesis, problems: &mut Problems) {
    let modules: BTreeSet<&str> = emitted.documents.modules().into_iter().collect();
    for (path, file) in own.iter() {
        check_path(path, file, emitted, &modules, problems);
        check_odd(file, problems);
    }
    let mut taken = taken(emitted);
    let called = emitted.documents.section("", "module").into_keys().map(ToOwned::to_owned);
    let of_own = own.of_root().flat_map(|(_, file)| &file.blocks).filter_map(|(block, _)| match block.as_slice() {
        [section, name, ..] if section == "module" => Some(name.clone()),
        _ => None,
    });
    let called: BTreeSet<String> = called.chain(of_own).collect();
    for (_, file) in own.of_root() {
        for (block, span) in &file.blocks {
            check_block(block, span.clone(), file, &mut taken, problems);
        }
        check_references(file, &emitted.documents, &modules, &called, problems);
        check_moves(file, &emitted.documents, problems);
    }
}

/// Tells where something stands that is no block.
pub(crate) fn check_odd(file: &OwnFile, problems: &mut Problems) {
    for span in &file.odd {
        problems
            .error_at(
                file.at(span.clone()),
                "here Terraform takes blocks only, objects or lists of objects, and refuses anything else",
            )
            .help("write an object for each label and for the block, as in `{ \"aws_sqs_queue\": { \"mails\": { … } } }`");
    }
}

/// Who has the name of a block: synth, or another of the user's files.
enum Taken {
    Emitted(String),
    Own(String),
}

fn check_path(path: &str, file: &OwnFile, emitted: &Synthesis, modules: &BTreeSet<&str>, problems: &mut Problems) {
    let start = || file.at(0..0);
    if emitted.files.contains_key(path) {
        problems
            .error_at(start(), format!("synth writes a file `{path}` itself"))
            .help("give the file another name: what is emitted stays as it is beside it");
        return;
    }
    let above = path.match_indices('/').map(|(end, _)| &path[..end]).find(|folder| emitted.files.contains_key(*folder));
    if let Some(file) = above {
        problems
            .error_at(start(), format!("`{file}` is a file that synth writes, and no folder can stand there"))
            .help("give the folder another name");
        return;
    }
    let below = format!("{path}/");
    if emitted.files.range(below.clone()..).next().is_some_and(|(file, _)| file.starts_with(&below)) {
        problems
            .error_at(start(), format!("`{path}` is a folder that synth writes, and no file can stand there"))
            .help("give the file another name");
        return;
    }
    // OpenTofu, "Files": a `.tofu` file takes the place of the `.tf` file of the same name, and Terraform reads none of it.
    if [".tofu", ".tofu.json"].iter().any(|end| path.ends_with(end)) {
        problems
            .error_at(start(), format!("`{path}` is read by OpenTofu only, in the place of a `.tf` file of that name"))
            .help("call it `.tf`, which both read");
        return;
    }
    let module = path.strip_prefix("modules/").and_then(|rest| rest.split_once('/')).map(|(module, _)| module);
    if let Some(module) = module.filter(|module| modules.contains(module)) {
        problems
            .error_at(start(), format!("`modules/{module}` is a module that synth writes"))
            .help("lay it into another folder; resources of your own stand in the root module or in modules of your own");
        return;
    }
    let name = path.rsplit_once('/').map_or(path, |(_, name)| name);
    let stem = name.strip_suffix(".tf.json").or_else(|| name.strip_suffix(".tf"));
    // Terraform, "Override Files": it lays them over blocks of other files without a word.
    if !path.contains('/') && stem.is_some_and(|stem| stem == "override" || stem.ends_with("_override")) {
        problems
            .error_at(start(), format!("`{path}` is a file that Terraform lays over others, and nobody is told of what it changes"))
            .help("change what is emitted with `[[override]]`, which is checked and shown; for what is yours, take another name");
    }
}

/// The blocks that are emitted into the root module, each with its file.
fn taken(emitted: &Synthesis) -> BTreeMap<Vec<String>, Taken> {
    let of_root = emitted.files.iter().filter(|(path, _)| !path.contains('/') && is_of_configuration(path));
    let blocks = of_root.flat_map(|(path, text)| {
        let blocks = Source::read(path, text).map(|source| source.blocks).unwrap_or_default();
        blocks.into_iter().map(|(block, _)| (block, Taken::Emitted(path.clone())))
    });
    blocks.collect()
}

/// Where a resource stands in the user's files; nothing of one that synth emits.
pub(crate) fn place(own: &Own, resource: ResourceBlock<'_>) -> Option<TextPlace> {
    let address = resource.address();
    let named = ["resource", address.kind(), address.label().as_str()];
    let in_file = |file: &OwnFile| file.blocks.iter().find(|(block, _)| *block == named).map(|(_, span)| file.at(span.clone()));
    if let Some((_, file)) = own.iter().find(|(path, _)| *path == resource.file) {
        return in_file(file).or_else(|| Some(file.at(0..0)));
    }
    // A module that is called by another name than its folder's is read under the call's name.
    let name = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
    own.iter()
        .filter(|(path, _)| path.starts_with("modules/") && name(path) == name(resource.file))
        .find_map(|(_, file)| in_file(file))
}

fn check_block(
    block: &[String],
    span: Range<usize>,
    file: &OwnFile,
    taken: &mut BTreeMap<Vec<String>, Taken>,
    problems: &mut Problems,
) {
    if let [section, what, ..] = block
        && section == "terraform"
    {
        let help = match what.as_str() {
            "backend" | "cloud" => "say in `[state]` where the state is kept",
            "required_providers" => "Terraform takes this block once in a module: name the provider in `[providers.<name>]`",
            _ => return,
        };
        problems.error_at(file.at(span), format!("synth writes `terraform.{what}` itself")).help(help);
        return;
    }
    if matches!(block, [section] if matches!(section.as_str(), "moved" | "import" | "removed")) {
        return;
    }
    let words = named(block);
    match taken.get(block) {
        Some(Taken::Emitted(other)) => {
            problems
                .error_at(file.at(span), format!("{words} is in what synth writes already, in `{other}`"))
                .help("choose another name, or change what is emitted with `[[override]]`");
        }
        Some(Taken::Own(other)) => {
            problems.error_at(file.at(span), format!("{words} stands in `{other}` already")).help("choose another name");
        }
        None => {
            taken.insert(block.to_vec(), Taken::Own(file.place.display().to_string()));
        }
    }
}

/// A block as people name it: `aws_vpc.main`, `output.url`.
fn named(block: &[String]) -> String {
    match block {
        [section, rest @ ..] if section == "resource" => format!("`{}`", rest.join(".")),
        _ => format!("`{}`", block.join(".")),
    }
}

/// `moved` and `removed` blocks of what is emitted, which Terraform refuses: it stands in the configuration still.
fn check_moves(file: &OwnFile, emitted: &Documents, problems: &mut Problems) {
    for section in ["moved", "removed"] {
        let blocks = match file.document.as_ref().and_then(|document| document.get(section)) {
            Some(Json::Array(several)) => several.iter().collect(),
            Some(one) => vec![one],
            None => continue,
        };
        for from in blocks.into_iter().filter_map(|block| block.get("from")?.as_str()) {
            let from = from.trim_start_matches("${").trim_end_matches('}').trim();
            let Ok(address) = from.parse::<Address>() else { continue };
            if emitted.at(&address).is_none() {
                continue;
            }
            let span = file.text.find(from).map_or(0..0, |start| start..start + from.len());
            problems
                .error_at(file.at(span), format!("synth emits `{from}`, and Terraform refuses a `{section}` block of what is still there"))
                .help("take the block out; what is no longer to be there goes by the settings that make it, and then `[[moved]]` or `[[removed]]`");
        }
    }
}

/// Outputs of emitted modules that are referred to and not there, and modules that nobody calls.
fn check_references(
    file: &OwnFile,
    emitted: &Documents,
    modules: &BTreeSet<&str>,
    called: &BTreeSet<String>,
    problems: &mut Problems,
) {
    let Some(document) = &file.document else { return };
    let mut told = BTreeSet::new();
    for (module, output) in outputs_in(document) {
        if !called.contains(&module) && told.insert((module.clone(), String::new())) {
            let reference = format!("module.{module}");
            let span = file.text.find(&format!("{reference}.")).map_or(0..0, |start| start..start + reference.len());
            let help = match words::nearest(&module, called.iter().map(String::as_str)) {
                Some(meant) => format!("did you mean `module.{meant}`?"),
                None => format!("there are {}", words::list(called.iter().cloned().collect::<Vec<_>>())),
            };
            problems.error_at(file.at(span), format!("there is no module `{module}`")).help(help);
        }
        if !modules.contains(module.as_str()) || !told.insert((module.clone(), output.clone())) {
            continue;
        }
        let outputs = emitted.section(&module, "output");
        if outputs.contains_key(output.as_str()) {
            continue;
        }
        let reference = format!("module.{module}.{output}");
        // Terraform takes blanks in a reference, of which the file has its own.
        let written = [reference.as_str(), output.as_str()].into_iter().find_map(|it| Some((file.text.find(it)?, it.len())));
        let span = written.map_or(0..0, |(start, length)| start..start + length);
        let help = match words::nearest(&output, outputs.keys().copied()) {
            Some(meant) => format!("did you mean `module.{module}.{meant}`?"),
            None => format!("it has {}", words::list(outputs.keys().map(ToString::to_string).collect::<Vec<_>>())),
        };
        problems.error_at(file.at(span), format!("the module `{module}` has no output `{output}`")).help(help);
    }
}

/// The outputs of modules to which a document refers.
fn outputs_in(json: &Json) -> Vec<(String, String)> {
    match json {
        Json::String(text) => {
            let expressions = pieces(text).unwrap_or_default().into_iter().filter_map(|piece| match piece {
                Piece::Expression(expression) => traversals(&expression).ok(),
                Piece::Text(_) | Piece::Directive(_) => None,
            });
            let output = |steps: &[Step]| match steps {
                [Step::Name(root), Step::Name(module), Step::Name(output), ..] if root == "module" => {
                    Some((module.clone(), output.clone()))
                }
                _ => None,
            };
            expressions.flatten().filter_map(|traversal| output(&traversal.0)).collect()
        }
        Json::Array(elements) => elements.iter().flat_map(outputs_in).collect(),
        Json::Object(members) => members.values().flat_map(outputs_in).collect(),
        Json::Null | Json::Bool(_) | Json::Number(_) => Vec::new(),
    }
}
