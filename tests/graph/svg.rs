//! That an SVG file is one, needs nothing else, and can be told apart from others in one page.

use graph::architecture::Architecture;
use graph::{Format, architecture, resources};
use roxmltree::Document;

use crate::common::shipped;
use crate::common::variants::variants;

/// What each variant is drawn as.
fn files() -> impl Iterator<Item = (String, String)> {
    variants().flat_map(|(name, emitted)| {
        let of = |detail: &str, text| (format!("{name}, {detail}"), text);
        [
            of("architecture", architecture(&emitted.documents, Format::Svg)),
            of("resources", resources(&emitted.documents, Format::Svg)),
        ]
    })
}

#[test]
fn it_is_xml_with_a_title_and_a_description() {
    for (name, text) in files() {
        let document = Document::parse(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
        let svg = document.root_element();
        assert_eq!(svg.attribute("role"), Some("img"), "{name}");
        for id in svg.attribute("aria-labelledby").expect("it is labelled").split(' ') {
            let label = document.descendants().find(|it| it.attribute("id") == Some(id));
            let label = label.and_then(|it| it.text()).unwrap_or_else(|| panic!("{name}: nothing has the id {id}"));
            assert!(!label.is_empty(), "{name}: {id}");
        }
    }
}

#[test]
fn it_needs_nothing_else() {
    for (name, text) in files() {
        for forbidden in ["<script", "<image", "<foreignObject", "href", "@import", "@font-face", "url(http", "url('", "url(\""] {
            assert!(!text.contains(forbidden), "{name}: {forbidden}");
        }
        let addresses: Vec<_> = text.match_indices("://").collect();
        assert_eq!(addresses.len(), 1, "{name}: only the namespace is an address");
    }
}

#[test]
fn every_reference_inside_it_leads_somewhere() {
    for (name, text) in files() {
        let document = Document::parse(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
        for marker in document.descendants().filter_map(|it| it.attribute("marker-end")) {
            let id = marker.trim_start_matches("url(#").trim_end_matches(')');
            assert!(document.descendants().any(|it| it.attribute("id") == Some(id)), "{name}: {marker}");
        }
    }
}

#[test]
fn two_pictures_in_one_page_share_no_identifier() {
    let emitted = shipped("prod");
    let texts = [architecture(&emitted.documents, Format::Svg), resources(&emitted.documents, Format::Svg)];
    let [one, other] = texts.each_ref().map(|text| {
        let document = Document::parse(text).expect("it is XML");
        document.descendants().filter_map(|it| it.attribute("id").map(str::to_owned)).collect::<Vec<_>>()
    });
    assert!(one.iter().all(|id| !other.contains(id)));
}

#[test]
fn every_colour_has_a_dark_one_and_stands_for_programs_without_custom_properties() {
    let text = architecture(&shipped("prod").documents, Format::Svg);
    let (light, dark) = text.split_once("prefers-color-scheme:dark").expect("it has a dark side");
    let names = |text: &str| -> Vec<String> {
        text.match_indices("--").filter_map(|(at, _)| text[at..].split_once(':').map(|(name, _)| name.to_owned())).collect()
    };
    let (dark, rules) = dark.split_once("}}").expect("it ends");
    let light = light.split_once("<style>").expect("it has a style sheet").1;
    assert_eq!(names(light), names(dark));
    for declaration in rules.split_once("</style>").expect("it ends").0.split(['{', ';', '}']).filter(|it| it.contains("var(")) {
        let (property, variable) = declaration.split_once(':').expect("it is a declaration");
        let name = variable.trim_start_matches("var(").trim_end_matches(')');
        assert!(names(light).contains(&name.to_owned()), "{declaration}");
        assert!(rules.contains(&format!("{property}:#")), "{declaration}");
    }
}

#[test]
fn what_users_write_is_text_in_every_format() {
    let hostile = "<b>&\"'`#;|]}\n\\";
    let mut emitted = shipped("prod");
    for document in emitted.documents.by_path_mut().values_mut() {
        if let Some(service) = document.pointer_mut("/resource/aws_ecs_service/task_api") {
            service["load_balancer"][0]["container_name"] = hostile.into();
        }
        if let Some(cluster) = document.pointer_mut("/resource/aws_ecs_cluster/main") {
            cluster["name"] = hostile.into();
        }
    }
    let svg = architecture(&emitted.documents, Format::Svg);
    let parsed = Document::parse(&svg).expect("it is XML");
    let shown =
        parsed.descendants().filter(|it| it.has_tag_name("text")).filter_map(|it| it.text()).any(|it| it.contains("<b>&\"'`#;|]}"));
    assert!(shown && !svg.contains("<b>"));
    let mermaid = architecture(&emitted.documents, Format::Mermaid);
    assert!(!mermaid.contains("<b>"), "{mermaid}");
    assert!(mermaid.contains("#lt;b#gt;#amp;#quot;'#96;#35;;|]} "), "{mermaid}");
    let dot = architecture(&emitted.documents, Format::Dot);
    assert!(dot.contains("<b>&\\\"'`#;|]}\\n\\\\"), "{dot}");
    assert!(Architecture::read(&emitted.documents).services[0].title.contains('\n'));
}

#[test]
fn the_same_documents_give_the_same_bytes() {
    for ((name, one), (_, other)) in files().zip(files()) {
        assert!(one == other, "{name}");
    }
}
