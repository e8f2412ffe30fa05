//! A PostgreSQL server for the tests of one file, with a certificate of a CA of its own; stopped with the last test that uses it.

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, chown};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, Weak};
use std::time::{Duration, Instant};

use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use sqlx::postgres::{PgConnectOptions, PgSslMode};
use sqlx::{Connection as _, PgConnection};
use tempfile::TempDir;

pub const PASSWORD: &str = "first password";

/// A running server.
pub struct Postgres {
    child: Mutex<Option<Child>>,
    programs: PathBuf,
    folder: TempDir,
    owner: Option<(u32, u32)>,
    pub port: u16,
}

/// A database of its own for one test.
pub struct Database {
    pub server: Arc<Postgres>,
    pub name: String,
    pub user: String,
}

static SERVER: Mutex<Weak<Postgres>> = Mutex::new(Weak::new());
static COUNT: AtomicUsize = AtomicUsize::new(0);

/// An empty database with a user of its own.
pub async fn database() -> Database {
    let server = shared();
    let number = COUNT.fetch_add(1, Ordering::Relaxed);
    let (name, user) = (format!("test{number}"), format!("user{number}"));
    let mut admin = server.admin("postgres").await;
    for statement in [
        format!("DROP DATABASE IF EXISTS {name}"),
        format!("DROP ROLE IF EXISTS {user}"),
        format!("CREATE ROLE {user} LOGIN PASSWORD '{PASSWORD}'"),
        format!("CREATE DATABASE {name} OWNER {user}"),
    ] {
        sqlx::raw_sql(&statement).execute(&mut admin).await.expect("the administrator may do this");
    }
    Database { server, name, user }
}

/// A server that this test alone uses, so that it can be stopped.
pub fn own() -> Arc<Postgres> {
    Arc::new(Postgres::start())
}

fn shared() -> Arc<Postgres> {
    let mut server = SERVER.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    server.upgrade().unwrap_or_else(|| {
        let started = Arc::new(Postgres::start());
        *server = Arc::downgrade(&started);
        started
    })
}

impl Database {
    /// Does something to the database as its administrator.
    pub async fn run(&self, statement: String) {
        let mut admin = self.server.admin(&self.name).await;
        sqlx::raw_sql(&statement).execute(&mut admin).await.expect("the administrator may do this");
    }

    /// How many connections the service has.
    pub async fn connections(&self) -> i64 {
        let mut admin = self.server.admin(&self.name).await;
        let count =
            sqlx::query_scalar("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'task-api' AND usename = $1");
        count.bind(&self.user).fetch_one(&mut admin).await.expect("the administrator may look")
    }
}

impl Postgres {
    fn start() -> Self {
        let folder = tempfile::tempdir().expect("there is a folder for temporary files");
        let programs = programs();
        let owner = owner();
        certificates(folder.path());
        if let Some((user, group)) = owner {
            fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).expect("the folder is ours");
            for entry in fs::read_dir(folder.path()).expect("the folder is ours") {
                chown(entry.expect("it can be listed").path(), Some(user), Some(group)).expect("root may do this");
            }
            chown(folder.path(), Some(user), Some(group)).expect("root may do this");
        }
        let server = Self { child: Mutex::new(None), programs, folder, owner, port: super::free_port() };
        let password_file = server.folder.path().join("password");
        let data = server.data();
        let mut init = server.command("initdb");
        init.args(["--auth=scram-sha-256", "--username=postgres", "--encoding=UTF8", "--no-sync", "--pgdata"]).arg(&data);
        init.arg("--pwfile").arg(&password_file);
        let done = init.output().expect("initdb runs");
        assert!(done.status.success(), "initdb: {}", String::from_utf8_lossy(&done.stderr));
        server.run();
        server
    }

    /// Starts the server that was made or stopped.
    pub fn run(&self) {
        let certificate = |name: &str| self.folder.path().join(name).display().to_string();
        let mut command = self.command("postgres");
        command.arg("-D").arg(self.data()).args(["-p", &self.port.to_string(), "-k"]).arg(self.folder.path());
        for setting in [
            "listen_addresses=127.0.0.1".to_owned(),
            "fsync=off".to_owned(),
            "ssl=on".to_owned(),
            format!("ssl_cert_file={}", certificate("server.pem")),
            format!("ssl_key_file={}", certificate("server.key")),
        ] {
            command.arg("-c").arg(setting);
        }
        let log = fs::File::create(self.folder.path().join("log")).expect("the folder is ours");
        let child = command.stdout(Stdio::null()).stderr(log).spawn().expect("postgres runs");
        *self.child.lock().expect("no test failed in here") = Some(child);
        let since = Instant::now();
        while !self.is_ready() {
            let log = || fs::read_to_string(self.folder.path().join("log")).unwrap_or_default();
            assert!(since.elapsed() < Duration::from_secs(60), "postgres does not start: {}", log());
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// Stops it at once, as when a database's host is lost.
    pub fn stop(&self) {
        if let Some(mut child) = self.child.lock().unwrap_or_else(std::sync::PoisonError::into_inner).take() {
            let mut stop = self.command("pg_ctl");
            let _ = stop.args(["stop", "-m", "immediate", "-D"]).arg(self.data()).output();
            let _ = child.kill();
            let _ = child.wait();
        }
    }

    /// The certificate of the CA that signed the server's.
    pub fn ca(&self) -> PathBuf {
        self.folder.path().join("ca.pem")
    }

    /// The certificate of a CA that has nothing to do with the server.
    pub fn other_ca(&self) -> PathBuf {
        self.folder.path().join("other-ca.pem")
    }

    async fn admin(&self, database: &str) -> PgConnection {
        let options = PgConnectOptions::new_without_pgpass().host("127.0.0.1").port(self.port).username("postgres");
        let options = options.password("administrator").database(database).ssl_mode(PgSslMode::Prefer);
        PgConnection::connect_with(&options).await.expect("the administrator gets in")
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn is_ready(&self) -> bool {
        let mut ready = self.command("pg_isready");
        ready.args(["-q", "-h", "127.0.0.1", "-p", &self.port.to_string()]).status().is_ok_and(|status| status.success())
    }

    /// One of PostgreSQL's programs, as a user that it accepts: it refuses to run as root.
    fn command(&self, program: &str) -> Command {
        let path = self.programs.join(program);
        let mut command = Command::new(path);
        if let Some((user, group)) = self.owner {
            command.uid(user).gid(group);
        }
        command.current_dir(self.folder.path()).env_remove("PGHOST").env_remove("PGPORT");
        command
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        self.stop();
    }
}

/// Where PostgreSQL's programs are: Debian's newest, or those on the path.
fn programs() -> PathBuf {
    let versions =
        fs::read_dir("/usr/lib/postgresql").into_iter().flatten().filter_map(Result::ok).map(|entry| entry.path().join("bin"));
    versions.filter(|path| path.join("initdb").exists()).max().unwrap_or_default()
}

/// Whom the server runs as, when the tests run as root: Debian's user for it.
fn owner() -> Option<(u32, u32)> {
    let id = |option: &str, user: &[&str]| -> u32 {
        let output = Command::new("id").arg(option).args(user).output().expect("`id` runs");
        String::from_utf8_lossy(&output.stdout)
            .trim()
            .parse()
            .expect("install PostgreSQL's Debian package, which makes the user `postgres`")
    };
    (id("-u", &[]) == 0).then(|| (id("-u", &["postgres"]), id("-g", &["postgres"])))
}

fn certificates(folder: &Path) {
    let write = |name: &str, text: String| {
        fs::write(folder.join(name), text).expect("the folder is ours");
        fs::set_permissions(folder.join(name), fs::Permissions::from_mode(0o600)).expect("the file is ours");
    };
    let authority = |name: &str| {
        let mut parameters = CertificateParams::new(Vec::new()).expect("no names are wrong");
        parameters.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        parameters.distinguished_name.push(rcgen::DnType::CommonName, name);
        let key = KeyPair::generate().expect("a key can be made");
        let certificate = parameters.self_signed(&key).expect("it can be signed");
        (certificate.pem(), Issuer::new(parameters, key))
    };
    let (ca, issuer) = authority("test CA");
    let (other, _) = authority("another CA");
    let key = KeyPair::generate().expect("a key can be made");
    let parameters = CertificateParams::new(vec!["localhost".to_owned()]).expect("the name is right");
    let server = parameters.signed_by(&key, &issuer).expect("it can be signed");
    write("server.pem", server.pem());
    write("server.key", key.serialize_pem());
    write("password", "administrator".to_owned());
    for (name, text) in [("ca.pem", ca), ("other-ca.pem", other)] {
        write(name, text);
        fs::set_permissions(folder.join(name), fs::Permissions::from_mode(0o644)).expect("the file is ours");
    }
}
