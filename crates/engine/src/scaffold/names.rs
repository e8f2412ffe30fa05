//! The environment's name where it stands inside values: domains, names of things. It must not know which settings there are.

use domain::EnvironmentName;
use toml_edit::{Formatted, TableLike, Value};

use super::Change;

/// What names something that exists already is kept as it is: an ARN, and what a database is restored from.
fn is_kept(path: &str, text: &str) -> bool {
    text.starts_with("arn:") || path == "extends" || path.starts_with("accept") || path.split('.').any(|key| key == "restore")
}

/// Puts the new environment's name wherever the old one's stands as a word of its own.
pub(super) fn rename(table: &mut dyn TableLike, from: &EnvironmentName, name: &EnvironmentName, changes: &mut Vec<Change>) {
    in_table(table, "", &|text| with_name(text, from.as_str(), name.as_str()), changes);
}

fn in_table(table: &mut dyn TableLike, path: &str, new: &dyn Fn(&str) -> Option<String>, changes: &mut Vec<Change>) {
    for (key, item) in table.iter_mut() {
        let key = settings::SettingPath::root().key(key.get()).to_string();
        let path = if path.is_empty() { key } else { format!("{path}.{key}") };
        if let Some(tables) = item.as_array_of_tables_mut() {
            for (number, table) in tables.iter_mut().enumerate() {
                in_table(table, &format!("{path}[{number}]"), new, changes);
            }
        } else if let Some(table) = item.as_table_like_mut() {
            in_table(table, &path, new, changes);
        } else if let Some(value) = item.as_value_mut() {
            in_value(value, &path, new, changes);
        }
    }
}

fn in_value(value: &mut Value, path: &str, new: &dyn Fn(&str) -> Option<String>, changes: &mut Vec<Change>) {
    match value {
        Value::String(text) => {
            if let Some(renamed) = new(text.value()).filter(|_| !is_kept(path, text.value())) {
                let decor = text.decor().clone();
                *text = Formatted::new(renamed);
                let written = Some(text.to_string());
                *text.decor_mut() = decor;
                changes.push(Change { setting: path.to_owned(), value: written, why: "the name was in it" });
            }
        }
        Value::Array(elements) => {
            for (number, element) in elements.iter_mut().enumerate() {
                in_value(element, &format!("{path}[{number}]"), new, changes);
            }
        }
        Value::InlineTable(table) => in_table(table, path, new, changes),
        Value::Integer(_) | Value::Float(_) | Value::Boolean(_) | Value::Datetime(_) => {}
    }
}

/// The text with the new name, if the old one is a word in it.
fn with_name(text: &str, from: &str, name: &str) -> Option<String> {
    let mut renamed = String::new();
    let mut rest = text;
    let mut is_found = false;
    while let Some(at) = rest.find(from) {
        let (before, after) = (&rest[..at], &rest[at + from.len()..]);
        let is_word = !before.ends_with(char::is_alphanumeric) && !after.starts_with(char::is_alphanumeric);
        is_found |= is_word;
        renamed += before;
        renamed += if is_word { name } else { from };
        rest = after;
    }
    (is_found).then(|| renamed + rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_replaced_where_it_is_a_word() {
        assert_eq!(with_name("staging.example.com", "staging", "qa").as_deref(), Some("qa.example.com"));
        assert_eq!(with_name("shop-staging-staging2", "staging", "qa").as_deref(), Some("shop-qa-staging2"));
        assert_eq!(with_name("prestaging", "staging", "qa"), None);
    }
}
