//! Every kind of setting is read.

use crate::system::{LEAST, Nat, environment};

fn with(text: &str) -> crate::system::Environment {
    environment(&[("prod.toml", &format!("{LEAST}{text}"))], &[])
}

#[test]
fn what_is_not_set_has_its_default() {
    let environment = with("");
    assert_eq!(environment.networking.zones, 2);
    assert_eq!(environment.rds.storage, 20);
    assert_eq!(environment.rds.free_storage, None);
}

#[test]
fn a_variant_is_a_string_or_a_table_with_its_content() {
    assert_eq!(with("[networking]\nnat = \"single\"").networking.nat, Nat::Single);
    let custom = Nat::Custom { zones: vec![1, 2] };
    assert_eq!(with("[networking]\nnat = { custom = { zones = [1, 2] } }").networking.nat, custom);
    assert_eq!(with("[networking.nat.custom]\nzones = [1, 2]").networking.nat, custom);
}

#[test]
fn a_whole_number_is_a_number() {
    assert_eq!(with("free_storage = 10").rds.free_storage, Some(10.0));
    assert_eq!(with("free_storage = 0.5").rds.free_storage, Some(0.5));
}

#[test]
fn numbers_are_read_as_toml_writes_them() {
    assert_eq!(with("storage = 1_000").rds.storage, 1000);
    assert_eq!(with("storage = 0x10").rds.storage, 16);
    assert_eq!(with("[services.api]\nport = 80\nscaling.min = -1").services.into_values().next().expect("one").scaling.min, -1);
}

#[test]
fn arrays_of_tables_and_arrays_in_one_line_are_the_same() {
    let tables =
        with("[[alarms]]\nmetric = \"CPUUtilization\"\nrange = [0, 70]\n[[alarms]]\nmetric = \"Latency\"\nrange = [0.0, 1.5]\n");
    let one_line = format!(
        "alarms = [{{ metric = \"CPUUtilization\", range = [0, 70] }}, {{ metric = \"Latency\", range = [0, 1.5] }}]\n{LEAST}"
    );
    assert_eq!(tables, environment(&[("prod.toml", &one_line)], &[]));
}

#[test]
fn deep_tables_are_read_by_header_and_by_dotted_key() {
    let header = with("[services.task-api]\nport = 8080\n[services.task-api.scaling]\nmin = 3\nmax = 10\n");
    let dotted = format!("services.task-api = {{ port = 8080, scaling = {{ min = 3, max = 10 }} }}\n{LEAST}");
    assert_eq!(header, environment(&[("prod.toml", &dotted)], &[]));
}

#[test]
fn a_byte_order_mark_is_no_part_of_the_first_line() {
    let text = format!("\u{feff}{LEAST}");
    assert_eq!(environment(&[("prod.toml", &text)], &[]).region, "us-east-1");
}
