//! The parts that list: settings and resources, each with a box that searches it.

use std::collections::BTreeMap;

use maud::{Markup, html};
use terraform::Address;
use terraform::read::Documents;

use crate::Overridden;
use crate::on_call::{Alarm, Command, Link, OnCall};
use crate::settings::{Setting, Source};

pub(super) fn settings(settings: &[Setting], overridden: &[Overridden]) -> Markup {
    let (mut environment, mut base, mut given, mut default) = (0, 0, 0, 0);
    for setting in settings {
        match setting.source {
            Source::Environment(_) => environment += 1,
            Source::Base(_) => base += 1,
            Source::Override(_) => given += 1,
            Source::Default => default += 1,
        }
    }
    html! {
        p {
            (environment) " of the environment's own file, " (base) " of the files that it extends, " (given) " of the command line, "
            (default) " defaults."
        }
        @if !overridden.is_empty() { (overrides(overridden)) }
        (search("settings", "Search the settings"))
        div.scroll tabindex="0" {
            table #settings-list {
                thead { tr { th scope="col" { "Setting" } th scope="col" { "Value" } th scope="col" { "From" } } }
                tbody {
                    @for Setting { path, value, source, meaning } in settings {
                        tr data-row {
                            th scope="row" title=(meaning) { code { (path) } }
                            td { code { (value) } }
                            td {
                                @match source {
                                    Source::Environment(place) => { span.source.environment { "environment" } " " (place) }
                                    Source::Base(place) => { span.source.base { "base" } " " (place) }
                                    Source::Override(text) => { span.source.override { "--set" } " " code { (text) } }
                                    Source::Default => { span.source.default { "default" } }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// What the settings set to something else than synth would: beside them, since it is theirs.
fn overrides(overridden: &[Overridden]) -> Markup {
    html! {
        p { (overridden.len()) " overridden: arguments of emitted resources that the environment sets itself." }
        div.scroll tabindex="0" {
            table {
                thead {
                    tr { th scope="col" { "Resource" } th scope="col" { "Argument" } th scope="col" { "Value" } th scope="col" { "Why" } }
                }
                tbody {
                    @for Overridden { resource, argument, value, reason } in overridden {
                        tr {
                            th scope="row" { code { (resource) } }
                            td { code { (argument) } }
                            td { code { (value) } }
                            td { (reason) }
                        }
                    }
                }
            }
        }
    }
}

pub(super) fn on_call(OnCall { alarms, links, commands }: &OnCall) -> Markup {
    let has_runbooks = alarms.iter().any(|alarm| alarm.runbook.is_some());
    html! {
        h3 { "Where to look" }
        ul.links { @for Link { what, address } in links { li { a href=(address) rel="noreferrer" { (what) } } } }
        h3 { "What to type" }
        p.note { "What stands in angle brackets AWS knows, and an earlier command tells." }
        div.scroll tabindex="0" {
            table {
                thead { tr { th scope="col" { "For" } th scope="col" { "Command" } } }
                tbody { @for Command { what, text } in commands { tr { th scope="row" { (what) } td { code { (text) } } } } }
            }
        }
        h3 { "Alarms" }
        @if alarms.is_empty() {
            p { "There is none." }
        } @else {
            @if !has_runbooks { p.note { "None names its runbook: `monitoring.runbook_url` says on which page they are." } }
            div.scroll tabindex="0" {
                table {
                    thead {
                        tr {
                            th scope="col" { "Alarm" } th scope="col" { "Goes off when" } th scope="col" { "What it means" }
                            @if has_runbooks { th scope="col" { "Runbook" } }
                        }
                    }
                    tbody {
                        @for Alarm { name, when, meaning, runbook } in alarms {
                            tr {
                                th scope="row" { code { (name) } }
                                td { (when) }
                                td { (meaning) }
                                @if has_runbooks { td { @if let Some(runbook) = runbook { a href=(runbook) rel="noreferrer" { "runbook" } } } }
                            }
                        }
                    }
                }
            }
        }
    }
}

pub(super) fn resources(documents: &Documents) -> Markup {
    let mut by_module: BTreeMap<String, Vec<(Address, &str)>> = BTreeMap::new();
    for resource in documents.all() {
        by_module.entry(resource.module.to_owned()).or_default().push((resource.address(), resource.file));
    }
    for resources in by_module.values_mut() {
        resources.sort();
    }
    let all: usize = by_module.values().map(Vec::len).sum();
    html! {
        p { (all) " resources." }
        (search("resources", "Search the resources"))
        div #resources-list {
            @for (module, resources) in &by_module {
                details open data-group {
                    summary { @if module.is_empty() { "The root module" } @else { "Module " (module) } ", " (resources.len()) }
                    div.scroll tabindex="0" {
                        table {
                            thead { tr { th scope="col" { "Type" } th scope="col" { "Name" } th scope="col" { "File" } } }
                            tbody {
                                @for (address, file) in resources {
                                    tr data-row title=(address) {
                                        td { code { (address.kind()) } }
                                        th scope="row" { code { (address.label()) } }
                                        td { (file) }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// A box that hides the rows of a list that do not hold every word in it; without a script it is not shown.
fn search(list: &str, label: &str) -> Markup {
    html! {
        p.search hidden {
            label for={ (list) "-search" } { (label) } " "
            input #{ (list) "-search" } type="search" autocomplete="off" spellcheck="false" data-list={ (list) "-list" };
            " " output for={ (list) "-search" } {}
        }
    }
}
