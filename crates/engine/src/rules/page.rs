//! The rules as a page of documentation, `docs/rules.md`. It must not know any single rule.

use std::fmt::Write as _;

use super::all::RULES;
use super::rule::{Rule, Scope};

const OPENING: &str = "\
# Rules

What AWS accepts and an experienced reader of the settings would still point out. `synth` judges every environment that it writes: an error
stops the synthesis, a warning is printed, and with `--deny-warnings` it stops the synthesis too. This page is written from the rules
themselves.

What a rule finds can be accepted, for a reason and for a year at most, in the environment's file:

```toml
[[accept]]
rule = \"NET002\"
setting = \"networking.nat_gateways\" # or `resource = \"module.…\"`, or neither: everything that the rule finds
reason = \"The environment is closed in the autumn, and until then its batches can wait for a zone\"
until = \"2027-03-31\"
```

An array in an environment's file stands instead of the one in the file that it extends, and so does `accept`.
";

/// The text of `docs/rules.md`.
pub fn page() -> String {
    let mut page = OPENING.to_owned();
    page.push_str("\n| code | severity | for | what is to hold |\n| --- | --- | --- | --- |\n");
    for Rule { code, severity, scope, title, .. } in RULES {
        let anchor = code.to_lowercase();
        let _ = writeln!(page, "| [{code}](#{anchor}) | {} | {} | {title} |", severity.name(), scope_words(*scope));
    }
    for rule in RULES {
        let Rule { code, severity, scope, title, why, mend: _, settings, check: _ } = rule;
        let (severity, scope) = (severity.name(), scope_words(*scope));
        let _ = write!(page, "\n## {code}\n\n**{title}** ({severity}, {scope})\n\n{why}\n\nTo mend it: {}.\n", rule.mended());
        if !settings.is_empty() {
            let settings: Vec<String> = settings.iter().map(|setting| format!("`{setting}`")).collect();
            let _ = write!(page, "\nIt weighs {}.\n", settings.join(", "));
        }
    }
    page
}

/// For which environments a rule is.
pub fn scope_words(scope: Scope) -> &'static str {
    match scope {
        Scope::Every => "every environment",
        Scope::Production => "production",
    }
}
