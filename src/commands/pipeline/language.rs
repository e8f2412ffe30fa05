//! What lints, tests, scans and builds a service, by its language.

use clap::ValueEnum;

/// The language of a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Language {
    /// Go: go vet, golangci-lint, gosec, govulncheck
    Go,
    /// Rust: cargo fmt, clippy, test, deny
    Rust,
    /// Anything else: the targets lint, test, scan, audit and build of a Makefile
    Make,
}

/// The commands, a line each.
pub(super) struct Commands {
    pub(super) lint: &'static [&'static str],
    pub(super) test: &'static [&'static str],
    pub(super) scan: &'static [&'static str],
    pub(super) audit: &'static [&'static str],
    pub(super) build: &'static [&'static str],
}

impl Language {
    pub(super) fn commands(self) -> Commands {
        match self {
            Self::Go => Commands {
                lint: &["test -z \"$(gofmt -l .)\"", "go vet ./...", "golangci-lint run"],
                test: &["go test -race -count=1 ./..."],
                scan: &["gosec ./..."],
                audit: &["govulncheck ./..."],
                build: &["CGO_ENABLED=0 go build -trimpath -o bin/ ./..."],
            },
            Self::Rust => Commands {
                lint: &["cargo fmt --all --check", "cargo clippy --all-targets --locked -- -D warnings"],
                test: &["cargo test --locked"],
                scan: &["cargo deny check bans sources"],
                audit: &["cargo deny check advisories"],
                build: &["cargo build --release --locked"],
            },
            Self::Make => Commands {
                lint: &["make lint"],
                test: &["make test"],
                scan: &["make scan"],
                audit: &["make audit"],
                build: &["make build"],
            },
        }
    }
}
