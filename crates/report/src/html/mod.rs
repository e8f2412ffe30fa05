//! The page as HTML: its head, its parts in order, and what the browser is told to allow. It must not compute what it shows.

mod judged;
mod lists;
mod marks;
mod summary;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use sha2::{Digest as _, Sha256};
use summary::Summed;
use system::System;

use crate::Input;
use crate::availability::availability;
use crate::checklist::checklist;
use crate::on_call::on_call;
use crate::recovery::recovery;

const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("script.js");

/// The parts of the page: the name of the anchor, and the heading.
const PARTS: [(&str, &str); 8] = [
    ("architecture", "Architecture"),
    ("checklist", "Ready for production"),
    ("availability", "Availability and recovery"),
    ("on-call", "On call"),
    ("rules", "Rules"),
    ("cost", "Cost"),
    ("settings", "Settings"),
    ("resources", "Resources"),
];

pub(crate) fn page(input: &Input<'_>) -> String {
    let Input { environment, others, documents, objectives, settings, overridden, rules, cost } = input;
    let system = System::read(documents);
    let picture = graph::architecture(documents, graph::Format::Svg);
    let architecture = graph::architecture::Architecture::read(documents);
    let title = if architecture.name.is_empty() { environment.clone() } else { architecture.name.clone() };
    let items = checklist(&system, others);
    let (availability, recovery) = (availability(&system, objectives.availability_percent), recovery(&system, objectives));
    let summed =
        Summed { documents, items: &items, availability: &availability, recovery: &recovery, rules: rules.as_deref(), cost };
    let content = |part: &str| -> Markup {
        match part {
            "architecture" => self::picture(&picture),
            "checklist" => judged::checklist(&items),
            "availability" => judged::availability(&availability, &recovery),
            "on-call" => lists::on_call(&on_call(&system)),
            "rules" => judged::rules(rules.as_deref()),
            "cost" => judged::cost(cost),
            "settings" => lists::settings(settings, overridden),
            _ => lists::resources(documents),
        }
    };
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta http-equiv="Content-Security-Policy" content=(policy(&picture));
                title { (title) }
                // Without it a browser asks the network for one.
                link rel="icon" href="data:,";
                style { (PreEscaped(STYLE)) }
            }
            body {
                header {
                    h1 { (title) }
                    nav aria-label="Parts of this page" {
                        @for (anchor, heading) in PARTS { a href={ "#" (anchor) } { (heading) } }
                    }
                }
                main {
                    (summary::summary(&summed))
                    @for (anchor, heading) in PARTS {
                        section id=(anchor) aria-labelledby={ (anchor) "-heading" } {
                            h2 id={ (anchor) "-heading" } { (heading) }
                            (content(anchor))
                        }
                    }
                }
                script { (PreEscaped(SCRIPT)) }
            }
        }
    };
    page.into_string() + "\n"
}

fn picture(svg: &str) -> Markup {
    // Made by a crate of ours that escapes every text in it.
    html! { figure { div.picture tabindex="0" role="region" aria-label="The picture, which can be scrolled" { (PreEscaped(svg)) } } }
}

/// What the browser may do: apply the styles and run the script that stand here, and nothing else; least of all ask the network.
fn policy(picture: &str) -> String {
    let of_picture = picture.split_once("<style>").and_then(|(_, rest)| rest.split_once("</style>")).map_or("", |(style, _)| style);
    let hash = |text: &str| format!("'sha256-{}'", BASE64_STANDARD.encode(Sha256::digest(text)));
    format!(
        "default-src 'none'; img-src data:; style-src {} {}; script-src {}; base-uri 'none'; form-action 'none'",
        hash(STYLE),
        hash(of_picture),
        hash(SCRIPT)
    )
}
