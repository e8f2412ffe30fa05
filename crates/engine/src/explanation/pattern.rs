//! The reference's paths, such as `services.<name>.port`, and the settings' own, such as `services.web.port`.

use std::collections::BTreeSet;

use settings::{Described, Segment, Setting, SettingPath};

/// A step of a path of the reference.
enum Step<'a> {
    Key(&'a str),
    /// A name of the user's.
    Name,
    /// An array's element.
    Element,
}

/// Whether a path names a setting of the reference, be it in its words (`services.<name>.port`) or in the user's.
pub fn matches(pattern: &str, path: &SettingPath) -> bool {
    let steps = steps(pattern);
    steps.len() == path.segments().len() && steps.iter().zip(path.segments()).all(|(step, segment)| fits(step, segment))
}

/// The settings that a path in the reference's words means: with each name that the user gave, and each element.
///
/// A setting that stands nowhere is one as well, once the names in its path do; a path without names always gives itself.
pub fn concrete(path: &SettingPath, settings: &[Setting]) -> Vec<SettingPath> {
    walked(path, |before, segment| next(before, segment, settings))
}

/// As [`concrete`], with this name and the first element where the user gave none.
pub fn completed(path: &SettingPath, settings: &[Setting], name: &str) -> Vec<SettingPath> {
    walked(path, |before, segment| match (next(before, segment, settings), segment) {
        (found, Segment::Key(key)) if found.is_empty() && key == "<name>" => vec![before.clone().key(name)],
        (found, Segment::Key(_)) if found.is_empty() => vec![before.clone().index(0)],
        (found, _) => found,
    })
}

/// Every name that the user gave to something.
pub(super) fn names(described: &[Described], settings: &[Setting]) -> BTreeSet<String> {
    let named = described.iter().filter(|it| it.path.ends_with(".<name>"));
    let paths = named.flat_map(|it| concrete(&it.path.as_str().into(), settings));
    let last = |path: SettingPath| match path.segments().last() {
        Some(Segment::Key(name)) => Some(name.clone()),
        Some(Segment::Index(_)) | None => None,
    };
    paths.filter_map(last).collect()
}

fn walked(path: &SettingPath, next: impl Fn(&SettingPath, &Segment) -> Vec<SettingPath>) -> Vec<SettingPath> {
    let from = vec![SettingPath::root()];
    path.segments().iter().fold(from, |found, segment| found.iter().flat_map(|before| next(before, segment)).collect())
}

fn next(before: &SettingPath, segment: &Segment, settings: &[Setting]) -> Vec<SettingPath> {
    match segment {
        Segment::Key(key) if key == "<name>" => {
            let inside = settings.iter().filter(|setting| setting.path.is_within(before));
            let names: BTreeSet<&Segment> =
                inside.filter_map(|setting| setting.path.segments().get(before.segments().len())).collect();
            let keys = names.into_iter().filter_map(|name| if let Segment::Key(key) = name { Some(key) } else { None });
            keys.map(|key| before.clone().key(key)).collect()
        }
        Segment::Key(key) if key == "[]" => {
            let array = settings.iter().find(|setting| setting.path == *before).and_then(|setting| setting.value.as_array());
            (0..array.map_or(0, Vec::len)).map(|index| before.clone().index(index)).collect()
        }
        Segment::Key(key) => vec![before.clone().key(key)],
        Segment::Index(index) => vec![before.clone().index(*index)],
    }
}

fn fits(step: &Step<'_>, segment: &Segment) -> bool {
    match (step, segment) {
        (Step::Key(expected), Segment::Key(key)) => expected == key,
        (Step::Name, Segment::Key(_)) | (Step::Element, Segment::Index(_)) => true,
        (Step::Element, Segment::Key(key)) => key == "[]",
        (Step::Key(_) | Step::Name, Segment::Index(_)) => false,
    }
}

fn steps(pattern: &str) -> Vec<Step<'_>> {
    let mut steps = Vec::new();
    for key in pattern.split('.') {
        let bare = key.trim_end_matches("[]");
        steps.push(if bare == "<name>" { Step::Name } else { Step::Key(bare) });
        steps.extend((0..(key.len() - bare.len()) / 2).map(|_| Step::Element));
    }
    steps
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use settings::Origin;

    use super::*;

    fn settings() -> Vec<Setting> {
        let setting = |path: &str, value| Setting { path: path.into(), value, origin: Origin::Default };
        vec![
            setting("accept", json!([{ "rule": "NET002" }, { "rule": "RDS001" }])),
            setting("services.api.port", json!(1)),
            setting("services.web.port", json!(2)),
        ]
    }

    fn shown(paths: Vec<SettingPath>) -> Vec<String> {
        paths.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_path_is_matched_in_the_words_of_the_reference_and_of_the_user() {
        for path in ["services.<name>.port", "services.web.port", "services.\"a.b\".port"] {
            assert!(matches("services.<name>.port", &path.into()), "{path}");
        }
        for path in ["accept[].rule", "accept[1].rule"] {
            assert!(matches("accept[].rule", &path.into()), "{path}");
        }
        for path in ["services.web", "services.web.port.x", "services[0].port", "accept.rule"] {
            assert!(!matches("services.<name>.port", &path.into()) && !matches("accept[].rule", &path.into()), "{path}");
        }
    }

    #[test]
    fn names_and_elements_are_those_that_stand_there() {
        let of = |path: &str| shown(concrete(&path.into(), &settings()));
        assert_eq!(of("services.<name>.port"), ["services.api.port", "services.web.port"]);
        assert_eq!(of("accept[].until"), ["accept[0].until", "accept[1].until"]);
        assert_eq!(of("rds.port"), ["rds.port"], "it stands nowhere and has no name in it");
        assert_eq!(of("tags.<name>"), [] as [&str; 0]);
        assert_eq!(shown(completed(&"tags.<name>".into(), &settings(), "Owner")), ["tags.Owner"]);
        assert_eq!(shown(completed(&"moved[].to".into(), &settings(), "Owner")), ["moved[0].to"]);
    }
}
