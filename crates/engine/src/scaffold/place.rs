//! Setting one value in a TOML document, however the tables around it are written. It must not know which setting it is.

use toml_edit::{InlineTable, Item, Table, TableLike, Value, value};

/// Sets a value; what stood beside the old one stays. Tables that are missing are made.
pub(super) fn put(root: &mut Table, path: &[&str], new: Value) {
    let Some((key, tables)) = path.split_last() else { return };
    let mut at: &mut dyn TableLike = root;
    for (depth, table) in tables.iter().enumerate() {
        // The sections of the file have headers; what is in them is written on one line.
        let missing = || if depth == 0 { Item::Table(Table::new()) } else { value(InlineTable::new()) };
        let Some(next) = at.entry(table).or_insert_with(missing).as_table_like_mut() else { return };
        at = next;
    }
    match at.get_mut(key) {
        Some(Item::Value(old)) => {
            let decor = old.decor().clone();
            *old = new;
            *old.decor_mut() = decor;
        }
        _ => drop(at.insert(key, Item::Value(new))),
    }
}

#[cfg(test)]
mod tests {
    use toml_edit::DocumentMut;

    use super::*;

    #[test]
    fn a_value_is_set_however_its_tables_are_written() {
        for (before, after) in [
            ("a.c = 1\n", "a.c = 1\na.b = { x = 2 }\n"),
            ("a = { c = 1 }\n", "a = { c = 1 , b = { x = 2 } }\n"),
            ("[a]\nc = 1 # why\n", "[a]\nc = 1 # why\nb = { x = 2 }\n"),
            ("[a.b]\nx = 1 # why\n", "[a.b]\nx = 2 # why\n"),
            ("", "[a]\nb = { x = 2 }\n"),
        ] {
            let mut document: DocumentMut = before.parse().expect("it is TOML");
            put(document.as_table_mut(), &["a", "b", "x"], 2.into());
            assert_eq!(document.to_string(), after);
        }
    }
}
