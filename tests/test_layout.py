"""The laws of the layout, read from the imports: data flows one way, and each thing has one place."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "kg"
STAGES = ("sources", "text", "mentions", "authority", "clients", "links", "claims", "converters", "checks")
FLOORS = {
    "": 0,
    "errors": 0,
    "base": 0,
    "spreadsheet": 0,
    "aside": 1,
    **dict.fromkeys(["model", "settings"], 1),
    **dict.fromkeys(["lexicon", "names"], 2),
    **dict.fromkeys([*STAGES, "eventlist", "evaluation"], 3),
    **dict.fromkeys(["pipeline", "publish", "reconciliation"], 4),
    **dict.fromkeys(["site", "building", "stores", "comparison"], 5),
    "serve": 6,
    "cli": 7,
    "__main__": 8,
}
# Where a library of weight may be named. A new door is a decision: it belongs here and in docs/dependencies.md.
DOORS = {
    "spacy": {"text"},
    "pyoxigraph": {"converters", "checks", "publish", "pipeline", "site", "serve", "building", "stores"},
    "rdflib": {"checks", "publish"},
    "pyshacl": {"checks"},
    "SPARQLWrapper": {"clients", "stores"},
    "requests": {"clients", "stores"},
    "distributed": {"building"},
    "sqlite3": {"authority", "site", "building"},
    "jinja2": {"site"},
    "markupsafe": {"site"},
    "rigour": {"names", "authority"},
    "starlette": {"reconciliation", "serve"},
    "uvicorn": {"serve"},
    "rich": {"cli"},
    "click": {"cli"},
}
# Parts that never touch files, network or clock: what they need is handed to them. Data inside the package is a part of
# the program, and is read through importlib.resources.
PURE = ("model", "lexicon", "names", "text", "mentions", "links", "claims", "converters", "eventlist", "pipeline")
TOUCHING_MODULES = {"io", "os", "pathlib", "shutil", "socket", "subprocess", "tempfile", "time", "urllib", "glob"}
TOUCHING_CALLS = {"open", "now", "today", "utcnow", "write_text", "write_bytes"}
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if "_library" not in path.parts)


def name_of(path: Path) -> str:
    """The dotted name of a module, packages without `__init__`."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def part_of(module: str) -> str:
    """The part of the package that a module belongs to: "claims" of "kg.claims.voices"."""
    return [*module.split("."), ""][1]


def imports_of(path: Path) -> Iterator[tuple[ast.stmt, str]]:
    """Every module that a file imports, by its full name, with the statement that does so."""
    package = name_of(path) if path.name == "__init__.py" else name_of(path).rpartition(".")[0]
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            parents = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            module = ".".join([*parents, *([node.module] if node.module else [])])
            yield node, module
            # "from kg import links" names a part, "from kg.errors import KgError" a thing inside one.
            if module == "kg":
                yield from ((node, f"kg.{alias.name}") for alias in node.names)


def each_module(*parts: str) -> pytest.MarkDecorator:
    """Run a test on every module, or on those of some parts."""
    chosen = [path for path in MODULES if not parts or part_of(name_of(path)) in parts]
    return pytest.mark.parametrize("path", chosen, ids=[name_of(path) for path in chosen])


def test_every_part_has_a_floor() -> None:
    unknown = {part_of(name_of(path)) for path in MODULES} - set(FLOORS)
    assert not unknown, f"give {unknown} a floor here and in docs"


@each_module()
def test_imports_go_down_never_up_or_sideways(path: Path) -> None:
    here = part_of(name_of(path))
    for node, module in imports_of(path):
        there = part_of(module)
        if module.split(".")[0] != "kg" or there in (here, ""):
            continue
        assert there in FLOORS, f"{path.name}:{node.lineno} imports {module}, which has no floor"
        assert FLOORS[there] < FLOORS[here], f"{path.name}:{node.lineno}: {here} may not import {there}"


@each_module("model")
def test_model_knows_only_the_standard_library_and_attrs(path: Path) -> None:
    for node, module in imports_of(path):
        top = module.split(".")[0]
        allowed = top in sys.stdlib_module_names or top in {"attrs", "attr"}
        inner = module in {"kg.model", "kg.errors"} or module.startswith("kg.model.")
        assert allowed or inner, f"{path.name}:{node.lineno} imports {module}"


@each_module()
def test_libraries_of_weight_stay_behind_their_doors(path: Path) -> None:
    here = part_of(name_of(path))
    for node, module in imports_of(path):
        top = module.split(".")[0]
        assert here in DOORS.get(top, {here}), f"{path.name}:{node.lineno}: {top} is not for {here}"


@each_module()
def test_no_import_inside_a_function_and_no_detour_for_types(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    top_level = set(map(id, tree.body))
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            assert id(node) in top_level, f"{path.name}:{node.lineno} imports inside a block"
        assert not (isinstance(node, ast.Name) and node.id == "TYPE_CHECKING"), f"{path.name}:{node.lineno}"


@each_module(*PURE)
def test_pure_parts_touch_no_file_network_or_clock(path: Path) -> None:
    for node, module in imports_of(path):
        assert module.split(".")[0] not in TOUCHING_MODULES, f"{path.name}:{node.lineno} imports {module}"
    for call in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(call, ast.Call):
            called = call.func
            name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
            assert name not in TOUCHING_CALLS, f"{path.name}:{call.lineno} calls {name}"


@each_module(*(part for part, floor in FLOORS.items() if floor < 7))
def test_only_the_command_line_prints_or_exits(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in {"print", "exit", "quit", "input"}, f"{path.name}:{node.lineno}"


@each_module()
def test_no_vague_rooms(path: Path) -> None:
    vague = {"utils", "util", "helpers", "helper", "common", "manager", "misc", "tools"}
    for word in path.relative_to(PACKAGE).with_suffix("").parts:
        assert not vague & set(word.split("_")), f"{path}: say what is in it"


@each_module()
def test_a_module_over_400_lines_is_two_modules(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 400
