//! The words that are met where something else than settings of ours is reached: modules, providers, overrides. It must not know how they are looked up.

use super::word::Word;

pub(super) const WORDS: &[Word] = &[
    (
        "modules.*",
        &["count", "for_each"],
        "a module is called once, and each section is one of its own: write another `[modules.<name>]`, or a `module` block in Terraform of your own beside the settings",
    ),
    (
        "modules.*",
        &["depends_on"],
        "what a module waits for follows from `inputs` with `{ from = \"<module>.<output>\" }`; a `module` block in Terraform of your own beside the settings takes `depends_on`",
    ),
    (
        "modules.*",
        &["ref", "tag", "branch", "commit"],
        "write it behind the source: `source = \"git::https://<host>/<path>.git?ref=<tag>\"`",
    ),
    (
        "modules.*",
        &["path", "folder", "url", "module", "git", "registry"],
        "write `source = \"./<folder>\"`, or a registry's module, or a git repository",
    ),
    ("modules.*", &["variables", "vars", "arguments", "args", "values"], "write `inputs = { <variable> = <value> }`"),
    ("modules.*", &["outputs", "output"], "every output is there: `{ from = \"<module>.<output>\" }` names one where it is used"),
    ("override.[]", &["address", "target", "of"], "write `resource = \"module.<module>.<type>.<name>\"`"),
    ("override.[]", &["arguments", "values", "attributes", "with", "args"], "write `set = { <argument> = <value> }`"),
    ("override.[]", &["why", "comment", "description", "because"], "write `reason = \"…\"`"),
    ("", &["overrides"], "write `[[override]]` with `resource`, `set` and `reason`, a section for each resource"),
    ("", &["module"], "write `[modules.<name>]` with `source` and `inputs`"),
];

/// What is said of any other unknown name in a table.
pub(super) const OF_ANY_WORD: &[(&str, &str)] = &[
    ("modules.*", "what the module's variables are set to stands under `inputs`, as in `inputs = { name = \"shop\" }`"),
    (
        "providers.*",
        "the provider's own arguments stand under `settings`, as in `settings = { api_url = \"https://api.example.com\" }`",
    ),
    ("override.[]", "the arguments stand under `set`, as in `set = { idle_timeout = 120 }`"),
];
