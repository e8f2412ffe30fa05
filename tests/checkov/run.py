#!/usr/bin/env python3
"""Runs checkov over the emitted folders, and demands that every failed check is accepted.

`README.md` beside this file says how checkov reads what synth emits. Nothing is installed but with `--install`.
"""

import argparse
import fnmatch
import json
import os
import pathlib
import re
import subprocess
import sys
import tomllib
import venv

HERE = pathlib.Path(__file__).parent
PROJECT = HERE.parent.parent
VENV = PROJECT / "target" / "checkov-venv"

# checkov cannot read it, and there is no resource in it.
WITHOUT_RESOURCES = "terraform.tf.json"


def main():
    arguments = parse()
    checkov = command(arguments.install)
    accepted = tomllib.loads((HERE / "accepted.toml").read_text())
    production_only = rules_of_production()
    used, failures = set(), 0
    for environment in arguments.environment:
        folder = arguments.out / environment
        report = scan(checkov, folder)
        demand_that_all_was_read(report, folder)
        settings = settings_of(arguments.environments / f"{environment}.toml")
        left = []
        for check in report["results"]["failed_checks"]:
            finding = (check["check_id"], address(folder, check))
            entry = acceptance(finding, accepted, settings, production_only)
            if entry is None:
                left.append((*finding, check["check_name"]))
            else:
                used.add(entry)
        passed = len(report["results"]["passed_checks"])
        failed = len(report["results"]["failed_checks"])
        print(f"{environment}: {passed} checks passed, {failed - len(left)} failures accepted, {len(left)} not accepted")
        for identifier, resource, name in left:
            print(f"  {identifier} {resource}: {name}")
        failures += len(left)
    idle = [entry for entry in entries(accepted) if entry not in used]
    for kind, check, resource in idle:
        print(f"accepted and not found: {check} {resource}: take it out of accepted.toml")
    sys.exit(1 if failures or idle else 0)


def parse():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("environment", nargs="*", default=["prod", "staging"], help="the environments, all of them emitted")
    parser.add_argument("--out", type=pathlib.Path, default=PROJECT / "out", help="where synth wrote them")
    parser.add_argument("--environments", type=pathlib.Path, default=PROJECT / "environments", help="where their settings are")
    parser.add_argument("--install", action="store_true", help=f"install checkov under {VENV.relative_to(PROJECT)} if it is not there")
    return parser.parse_args()


def command(install):
    """checkov of the requirements' version."""
    wanted = (HERE / "requirements.txt").read_text()
    made_for = VENV / "requirements.txt"
    if not made_for.exists() or made_for.read_text() != wanted:
        if not install:
            sys.exit(f"checkov is not installed under {VENV}: run this with --install")
        venv.create(VENV, clear=True, with_pip=True)
        subprocess.run([VENV / "bin" / "pip", "install", "--quiet", "--requirement", HERE / "requirements.txt"], check=True)
        made_for.write_text(wanted)
    return VENV / "bin" / "checkov"


def scan(checkov, folder):
    if not folder.is_dir():
        sys.exit(f"there is no folder {folder}: run `cargo run -- --all` first")
    arguments = ["--directory", folder, "--framework", "terraform_json", "--output", "json", "--compact", "--skip-download"]
    ran = subprocess.run([checkov, *arguments], capture_output=True, text=True, env={**os.environ, "LOG_LEVEL": "CRITICAL"})
    try:
        report = json.loads(ran.stdout)
    except json.JSONDecodeError:
        sys.exit(f"checkov printed no report on {folder}:\n{ran.stdout}{ran.stderr}")
    if "results" not in report:
        sys.exit(f"checkov found no resource in {folder}: {report}")
    return report


def demand_that_all_was_read(report, folder):
    """A scanner that reads nothing finds nothing."""
    unread = {str(pathlib.Path(path).resolve().relative_to(folder.resolve())) for path in report["results"]["parsing_errors"]}
    if unread - {WITHOUT_RESOURCES}:
        sys.exit(f"checkov cannot read {sorted(unread)} in {folder}")
    if "resource" in json.loads((folder / WITHOUT_RESOURCES).read_text()):
        sys.exit(f"{folder / WITHOUT_RESOURCES} holds a resource, and checkov cannot read that file")
    checks = report["results"]["passed_checks"] + report["results"]["failed_checks"]
    seen = {module_of(check["file_path"]) for check in checks}
    modules = {path.name for path in (folder / "modules").iterdir()}
    if modules - seen:
        sys.exit(f"checkov found nothing to check in the modules {sorted(modules - seen)} of {folder}")


def module_of(path):
    parts = path.strip("/").split("/")
    return parts[1] if parts[0] == "modules" else None


def address(folder, check):
    """The resource's address as a plan writes it. checkov leaves out the module, and often the type, which opens the object around it."""
    label = check["resource"].rsplit(".", 1)[-1]
    module = module_of(check["file_path"])
    path = folder / check["file_path"].strip("/")
    found = re.fullmatch(r"(aws_\w+)\.\w+", check["resource"])
    kind = found[1] if found else type_above(path, check["file_line_range"][0], label)
    return f"module.{module}.{kind}.{label}" if module else f"{kind}.{label}"


def type_above(path, line, label):
    lines = path.read_text().splitlines()[:line]
    kinds = (re.fullmatch(r' {4}"(\w+)": \{', text) for text in reversed(lines))
    kind = next((match[1] for match in kinds if match), None)
    if kind is None or label not in json.loads(path.read_text()).get("resource", {}).get(kind, {}):
        sys.exit(f"{path}:{line}: no type is found for {label}")
    return kind


def settings_of(file):
    """What the environment's file says at its top, with what it extends below."""
    settings = tomllib.loads(file.read_text())
    if "extends" in settings:
        return {**settings_of(file.parent / settings["extends"]), **settings}
    return settings


def rules_of_production():
    """The rules that speak of production only, from the page that synth prints of them."""
    page = (PROJECT / "docs" / "rules.md").read_text()
    return set(re.findall(r"^\| \[(\w+)\]\(#\w+\) \| \w+ \| production \|", page, re.MULTILINE))


def entries(accepted):
    return [(kind, entry["check"], entry["resource"]) for kind in ("rule", "accepted") for entry in accepted.get(kind, [])]


def acceptance(finding, accepted, settings, production_only):
    """The entry that accepts the finding."""
    check, resource = finding
    is_meant = lambda entry: entry["check"] == check and fnmatch.fnmatchcase(resource, entry["resource"])
    for entry in filter(is_meant, accepted.get("rule", [])):
        rules = {acceptance["rule"] for acceptance in settings.get("accept", [])}
        if settings.get("purpose", "production") != "production":
            rules |= production_only
        if entry["rule"] in rules:
            return ("rule", entry["check"], entry["resource"])
    for entry in filter(is_meant, accepted.get("accepted", [])):
        return ("accepted", entry["check"], entry["resource"])
    return None


if __name__ == "__main__":
    main()
