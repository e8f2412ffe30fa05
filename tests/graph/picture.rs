//! That a picture can be read: nothing lies on anything else, and nothing is cut off.

use std::collections::{BTreeMap, BTreeSet};

use graph::architecture::Architecture;
use graph::scene::{Icon, Look, Rect, Scene, Shape, TextStyle};

use terraform::json::json;

use crate::common::variants::variants;
use crate::common::{Emitted, over, shipped};

fn pictures() -> impl Iterator<Item = (&'static str, Scene)> {
    let of = |emitted: &Emitted| graph::picture(&Architecture::read(&emitted.documents));
    let more =
        [("three services in three zones, with SSH", of(&over("prod", THREE))), ("prod with replicas", of(&with_replicas()))];
    variants().map(move |(name, emitted)| (name, of(emitted))).chain(more)
}

const THREE: &str = r#"
[networking]
zones = ["a", "b", "c"]

[networking.subnets]
public = { c = "10.0.3.0/24" }
private = { c = "10.0.12.0/24" }
database = { c = "10.0.22.0/24" }

[networking.bastion.access.ssh]
allowed_cidrs = ["203.0.113.0/24", "198.51.100.7/32"]
key_name = "operations"

[services.web]
image_tag = "1.0.0"
port = 3000
tasks = { desired = 2, min = 2, max = 4 }
routing = { priority = 50, paths = ["/web/*"] }

[services.mail]
image_tag = "1.0.0"
port = 9090
tasks = { desired = 2, min = 2, max = 4 }
routing = { priority = 60, paths = ["/mail/*"] }
"#;

/// Production with a replica of the database beside it, and one in the other region.
fn with_replicas() -> Emitted {
    let mut emitted = shipped("prod");
    for document in emitted.documents.by_path_mut().values_mut() {
        if let Some(instances) = document.pointer_mut("/resource/aws_db_instance") {
            let source = "${aws_db_instance.main.arn}";
            instances["near"] = json!({ "replicate_source_db": source, "instance_class": "db.t3.small" });
            instances["far"] =
                json!({ "replicate_source_db": source, "instance_class": "db.t3.small", "provider": "aws.disaster_recovery" });
        }
    }
    emitted
}

#[test]
fn no_text_lies_on_another() {
    for (name, scene) in pictures() {
        for (n, one) in scene.texts.iter().enumerate() {
            for other in &scene.texts[n + 1..] {
                assert!(!one.rect().overlaps(&other.rect()), "{name}: {one:?} and {other:?}");
            }
        }
    }
}

#[test]
fn no_text_is_cut_off_or_smaller_than_11_pixels() {
    for (name, scene) in pictures() {
        for text in &scene.texts {
            let rect = text.rect();
            assert!(rect.x >= 0 && rect.right() <= scene.width && rect.bottom() <= scene.height, "{name}: {text:?}");
            assert!(text.style.size() >= 11, "{name}: {text:?}");
        }
    }
}

#[test]
fn what_is_shipped_is_named_in_full() {
    for (name, scene) in pictures() {
        for text in &scene.texts {
            assert!(!text.content.ends_with('…'), "{name}: {}", text.content);
        }
    }
}

#[test]
fn no_box_lies_on_another() {
    for (name, scene) in pictures() {
        let inner: Vec<&Shape> = scene.boxes.iter().collect();
        for (n, one) in inner.iter().enumerate() {
            for other in &inner[n + 1..] {
                assert!(!one.rect.overlaps(&other.rect), "{name}: {one:?} and {other:?}");
            }
        }
    }
}

#[test]
fn what_stands_beside_a_line_stands_on_no_box() {
    for (name, scene) in pictures() {
        for text in scene.texts.iter().filter(|text| text.style == TextStyle::Label) {
            for shape in &scene.boxes {
                assert!(!shape.rect.overlaps(&text.rect()), "{name}: {text:?} on {shape:?}");
            }
        }
    }
}

/// Two things have one drawing only where they are of one kind: the names of the boxes with each.
#[test]
fn things_are_told_apart_by_their_drawings() {
    let mut names: BTreeMap<Icon, BTreeSet<String>> = BTreeMap::new();
    let scene = graph::picture(&Architecture::read(&shipped("prod").documents));
    for shape in &scene.boxes {
        let name = scene.texts.iter().find(|text| text.style == TextStyle::Name && holds(&shape.rect, &text.rect()));
        if let (Some(icon), Some(name)) = (shape.icon, name) {
            names.entry(icon).or_default().insert(name.content.clone());
        }
    }
    let several: Vec<_> = names.into_iter().filter(|(_, names)| names.len() > 1).collect();
    let of = |names: [&str; 2]| names.map(str::to_owned).into();
    assert_eq!(several, [(Icon::Database, of(["PostgreSQL 15", "Standby"])), (Icon::Key, of(["KMS", "KMS key"]))]);
}

#[test]
fn subnets_stand_in_their_zone_and_everything_in_the_picture() {
    for (name, scene) in pictures() {
        let whole = Rect::new(0, 0, scene.width, scene.height);
        let zones: Vec<&Shape> = scene.frames.iter().filter(|it| it.look == Look::Zone).collect();
        for shape in scene.frames.iter().chain(&scene.boxes) {
            assert!(holds(&whole, &shape.rect), "{name}: {shape:?}");
            if matches!(shape.look, Look::Public | Look::Private | Look::Isolated) {
                assert!(zones.iter().any(|zone| holds(&zone.rect, &shape.rect)), "{name}: {shape:?}");
            }
        }
    }
}

#[test]
fn no_line_passes_over_a_name_that_stands_outside_of_boxes() {
    for (name, scene) in pictures() {
        let in_a_box = |rect: &Rect| scene.boxes.iter().any(|shape| holds(&shape.rect, rect));
        for text in scene.texts.iter().filter(|text| text.style != TextStyle::Label && !in_a_box(&text.rect())) {
            for line in &scene.lines {
                for ends in line.points.windows(2) {
                    assert!(!passes(ends[0], ends[1], &text.rect()), "{name}: {line:?} over {text:?}");
                }
            }
        }
    }
}

#[test]
fn lines_are_straight_up_or_across() {
    for (name, scene) in pictures() {
        for line in &scene.lines {
            for ends in line.points.windows(2) {
                assert!(ends[0].0 == ends[1].0 || ends[0].1 == ends[1].1, "{name}: {line:?}");
            }
        }
    }
}

fn holds(outer: &Rect, inner: &Rect) -> bool {
    outer.x <= inner.x && outer.y <= inner.y && inner.right() <= outer.right() && inner.bottom() <= outer.bottom()
}

fn passes(from: (i32, i32), to: (i32, i32), rect: &Rect) -> bool {
    let (x, y) = (from.0.min(to.0), from.1.min(to.1));
    let line = Rect::new(x, y, (from.0 - to.0).abs().max(1), (from.1 - to.1).abs().max(1));
    line.overlaps(rect)
}
