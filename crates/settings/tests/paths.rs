//! Paths of settings, as they are written and read.

use settings::SettingPath;

#[test]
fn a_path_is_read_as_it_is_written() {
    let path = SettingPath::root().key("services").key("task.api").key("ports").index(1);
    assert_eq!(path.to_string(), "services.\"task.api\".ports[1]");
    assert_eq!(SettingPath::from(path.to_string()), path);
}

#[test]
fn any_text_makes_a_path() {
    for text in ["", ".", "a..b", "a[", "[x]", "\"a", "a.\"b", "[1]", "ü.🦀"] {
        let path = SettingPath::from(text);
        assert!(path.is_within(&SettingPath::root()), "{path}");
    }
}

#[test]
fn a_path_lies_within_its_tables_only() {
    let public = SettingPath::from("networking.subnets.public");
    assert!(public.is_within(&"networking.subnets".into()));
    assert!(!public.is_within(&"networking.sub".into()));
    assert_eq!(public.parent(), Some("networking.subnets".into()));
}
