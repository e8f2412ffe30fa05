//! The words with which people come for what has another name here, or is said in another way: from Copilot's manifests, from the inputs of
//! Terraform's modules, from AWS's own API. A name that is unknown gets one sentence on what to write.
//!
//! It must not know how a fault is told.

mod containers;
mod sections;
mod ways_out;
mod word;

use settings::{Fault, Segment, SettingPath};
use word::Word;

fn all() -> impl Iterator<Item = &'static Word> {
    containers::WORDS.iter().chain(sections::WORDS).chain(ways_out::WORDS)
}

/// Puts what is known of such words into the faults that tell of unknown settings.
pub(crate) fn explain(faults: &mut [Fault]) {
    for fault in faults.iter_mut().filter(|fault| fault.is_of_unknown_setting()) {
        let has_near = fault.help().is_some_and(|help| help.starts_with("did you mean"));
        let whatever = || fault.setting().filter(|_| !has_near).and_then(of_any_word);
        if let Some(help) = fault.setting().and_then(help).or_else(whatever) {
            fault.advise(help);
        }
    }
}

/// What to write; of a job as of a service, where the same words are met.
fn help(setting: &SettingPath) -> Option<String> {
    let [Segment::Key(table), rest @ ..] = setting.segments() else { return None };
    let own = meant(setting.segments()).map(str::to_owned);
    own.or_else(|| {
        let as_service: Vec<Segment> = std::iter::once(Segment::Key("services".to_owned())).chain(rest.iter().cloned()).collect();
        let help = (table == "jobs").then(|| meant(&as_service))??;
        Some(help.replace("[[services.", "[[jobs.").replace("[services.", "[jobs."))
    })
}

/// What is said of every name that is unknown in a table, and near to none that is known.
fn of_any_word(setting: &SettingPath) -> Option<String> {
    let (_, table) = setting.segments().split_last()?;
    ways_out::OF_ANY_WORD.iter().find(|(pattern, _)| is_at(pattern, table)).map(|(_, help)| (*help).to_owned())
}

fn meant(setting: &[Segment]) -> Option<&'static str> {
    let [table @ .., Segment::Key(name)] = setting else { return None };
    let known = |(pattern, words, help): &'static Word| (is_at(pattern, table) && words.contains(&name.as_str())).then_some(*help);
    all().find_map(known)
}

fn is_at(pattern: &str, table: &[Segment]) -> bool {
    let steps: Vec<&str> = pattern.split('.').filter(|step| !step.is_empty()).collect();
    let fits = |(step, segment): (&&str, &Segment)| match segment {
        Segment::Key(key) => *step == "*" || step == key,
        Segment::Index(_) => *step == "[]",
    };
    steps.len() == table.len() && steps.iter().zip(table).all(fits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_known_where_it_is_met() {
        let help = |setting: &str| help(&setting.into());
        assert!(help("services.web.efs").is_some());
        assert!(help("services.efs").is_none());
        assert!(help("networking.efs").is_none());
        assert!(help("jobs.report.policies").is_some_and(|help| help.contains("[[jobs.<name>.permissions]]")));
        assert!(help("jobs.report.port").is_some_and(|help| help.contains("a job is started")));
        assert!(of_any_word(&"modules.files.name".into()).is_some_and(|help| help.contains("`inputs`")));
        assert!(of_any_word(&"modules.files.inputs.name".into()).is_none());
    }

    #[test]
    fn every_table_is_one_and_no_word_is_a_setting_in_it() {
        let known: Vec<String> = crate::reference::settings().into_iter().map(|it| it.path).collect();
        let is_known = |path: &str| known.iter().any(|known| known.trim_end_matches("[]") == path);
        for (table, words, _) in all() {
            let table = table.replace('*', "<name>").replace(".[]", "[]");
            assert!(table.is_empty() || is_known(table.trim_end_matches("[]")), "there is no table `{table}`");
            for word in *words {
                let path = if table.is_empty() { (*word).to_owned() } else { format!("{table}.{word}") };
                assert!(!is_known(&path), "`{path}` is a setting, so that nobody is told what to write instead");
            }
        }
    }
}
