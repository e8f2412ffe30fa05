//! What lints, tests, scans and builds a service, by its language.

use clap::ValueEnum;

/// The language of a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::commands) enum Language {
    /// Go: go vet, golangci-lint, gosec, govulncheck
    Go,
    /// Rust: cargo fmt, clippy, test, deny
    Rust,
    /// Anything else: the targets lint, test, scan, audit and build of a Makefile
    Make,
}

/// The commands, a line each.
pub(super) struct Commands {
    /// The tools that they need, as a person names them.
    pub(super) tools: &'static str,
    /// What installs on GitHub's runners those that are not there (runner-images, "Ubuntu 24.04"): lines of a workflow's steps.
    pub(super) github: &'static str,
    /// The image in which GitLab's jobs find the language; nothing where nobody knows which.
    pub(super) gitlab_image: Option<&'static str>,
    /// What installs there what is not in it.
    pub(super) gitlab: &'static [&'static str],
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
                tools: "go, golangci-lint, gosec, govulncheck",
                github: GO,
                gitlab_image: Some("golang:1.25"),
                gitlab: &[
                    "GOTOOLCHAIN=auto go install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.12.2",
                    "GOTOOLCHAIN=auto go install github.com/securego/gosec/v2/cmd/gosec@v2.27.1",
                    "GOTOOLCHAIN=auto go install golang.org/x/vuln/cmd/govulncheck@v1.1.4",
                ],
                lint: &["test -z \"$(gofmt -l .)\"", "go vet ./...", "golangci-lint run"],
                test: &["go test -race -count=1 ./..."],
                scan: &["gosec ./..."],
                audit: &["govulncheck ./..."],
                build: &["CGO_ENABLED=0 go build -trimpath -o bin/ ./..."],
            },
            Self::Rust => Commands {
                tools: "cargo with rustfmt and clippy, cargo-deny",
                github: RUST,
                gitlab_image: Some("rust:1"),
                gitlab: &["rustup component add clippy rustfmt", "cargo install --locked cargo-deny@0.19.8"],
                lint: &["cargo fmt --all --check", "cargo clippy --all-targets --locked -- -D warnings"],
                test: &["cargo test --locked"],
                scan: &["cargo deny check bans sources"],
                audit: &["cargo deny check advisories"],
                build: &["cargo build --release --locked"],
            },
            Self::Make => Commands {
                tools: "make, and what the Makefile needs",
                github: "",
                gitlab_image: None,
                gitlab: &[],
                lint: &["make lint"],
                test: &["make test"],
                scan: &["make scan"],
                audit: &["make audit"],
                build: &["make build"],
            },
        }
    }
}

// A tool may ask for a newer Go than the project.
const GO: &str = "      - uses: actions/setup-go@v5
        with: { go-version-file: @FOLDER@/go.mod, cache-dependency-path: @FOLDER@/go.sum }
      - run: GOTOOLCHAIN=auto go install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.12.2
      - run: GOTOOLCHAIN=auto go install github.com/securego/gosec/v2/cmd/gosec@v2.27.1
      - run: GOTOOLCHAIN=auto go install golang.org/x/vuln/cmd/govulncheck@v1.1.4
";

// Whatever version the project asks for, the tool is built by the newest.
const RUST: &str = "      - run: rustup component add clippy rustfmt
      - run: rustup toolchain install stable --profile minimal
      - run: cargo +stable install --locked cargo-deny@0.19.8
";
