"""Parses Jenkinsfiles as Groovy: names each that cannot be, and fails then."""

import pathlib
import sys

import dekobon_tree_sitter_groovy
import tree_sitter

PARSER = tree_sitter.Parser(tree_sitter.Language(dekobon_tree_sitter_groovy.language()))

broken = [path for path in sys.argv[1:] if PARSER.parse(pathlib.Path(path).read_bytes()).root_node.has_error]
for path in broken:
    print(f"{path}: this is no Groovy")
sys.exit(bool(broken))
