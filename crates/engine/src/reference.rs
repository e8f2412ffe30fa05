//! The reference of all settings, `docs/settings.md`: derived from the types. It must not know any setting by name but those that it shows first.

mod first;

use std::fmt::Write as _;

use settings::{Described, described};

use crate::environment::Config;
use crate::rules::RULES;

/// Every setting of an environment's file, described.
pub fn settings() -> Vec<Described> {
    described::<Config>()
}

/// The reference as Markdown: a part for each section of the file, a row for each setting.
pub fn markdown() -> String {
    let mut text = String::from(
        "# Settings\n\nEvery setting of an environment's file, as the types have it; `<name>` is a name of yours. A setting without a default that is not \
         marked as needed may be left out, and its meaning says what holds then. `synth explain <setting>` says the same of one, with its value in an environment.\n\n\
         This file is derived: `cargo xtask bless`.\n",
    );
    let all = settings();
    let sections: Vec<&Described> = all.iter().filter(|setting| is_section(setting, &all)).collect();
    text.push_str(&first::markdown(&all, &sections));
    heading(&mut text, "At the top", "What stands before the first section.");
    for key in settings::described_of_files() {
        row(&mut text, &key);
    }
    for setting in all.iter().filter(|setting| !setting.path.contains('.') && !is_section(setting, &all)) {
        row(&mut text, setting);
    }
    for section in sections {
        heading(&mut text, &format!("`[{}]`", section.path), &section.meaning);
        let inside = [format!("{}.", section.path), format!("{}[]", section.path)];
        for setting in all.iter().filter(|setting| inside.iter().any(|start| setting.path.starts_with(start))) {
            row(&mut text, setting);
        }
    }
    text
}

/// Whether a setting of the top level has others in it.
fn is_section(setting: &Described, all: &[Described]) -> bool {
    let inside = [format!("{}.", setting.path), format!("{}[]", setting.path)];
    !setting.path.contains('.') && all.iter().any(|other| inside.iter().any(|start| other.path.starts_with(start)))
}

fn heading(text: &mut String, title: &str, meaning: &str) {
    let _ = write!(
        text,
        "\n## {title}\n\n{meaning}\n\n| setting | what it takes | default | meaning | rules |\n| --- | --- | --- | --- | --- |\n"
    );
}

fn row(text: &mut String, setting: &Described) {
    let Described { path, kind, default, is_needed, meaning, example: _, choices, values: _ } = setting;
    let default = match (default, is_needed) {
        (Some(default), _) => format!("`{default}`"),
        (None, true) => "needed".to_owned(),
        (None, false) => String::new(),
    };
    let mut meaning = meaning.clone();
    for (word, says) in choices.iter().filter(|(_, says)| !says.is_empty()) {
        let _ = write!(meaning, " {word}: {says}");
    }
    let cell = |text: &str| text.replace('|', "\\|");
    let rules: Vec<String> = RULES
        .iter()
        .filter(|rule| rule.settings.contains(&path.as_str()))
        .map(|rule| format!("[{}](rules.md#{})", rule.code, rule.code.to_lowercase()))
        .collect();
    let _ = writeln!(text, "| `{path}` | {} | {} | {} | {} |", cell(kind), cell(&default), cell(&meaning), rules.join(" "));
}
