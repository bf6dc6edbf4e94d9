"""Dependencies point one way (style.md): read from the syntax of every module."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("flows", "transforms", "expectations", "warehouse")

#: All that transforms may know of: the language, arithmetic (a digest is some too), polars, and each other.
TRANSFORMS_MAY_IMPORT = {
    "__future__",
    "collections",
    "dataclasses",
    "datetime",
    "decimal",
    "enum",
    "fractions",
    "functools",
    "hashlib",
    "highspy",
    "itertools",
    "math",
    "numpy",
    "operator",
    "polars",
    "scipy",
    "transforms",
    "typing",
}
#: Package -> what it may not import: the packages above it, and the tools that belong to another.
FORBIDDEN = {
    "expectations": {"flows", "transforms", "prefect"},
    "warehouse": {"flows", "expectations", "transforms", "prefect", "great_expectations"},
    "flows": {"great_expectations", "duckdb", "shutil", "tempfile"},
    "benchmarks": {"prefect", "great_expectations"},
}
#: The modules of transforms that these packages know: what the law says of a year (docs/decisions), what a mart
#: declares of disclosure control, and the choices of its rules.
WORDS_OF_THE_DOMAIN = {"transforms.law", "transforms.protection.declared", "transforms.protection.rules"}
MAY_IMPORT_THEM = {"warehouse", "expectations"}
#: What writes a file or makes a folder; a flow asks the warehouse to.
WRITING_METHODS = {".write_text", ".write_bytes", ".mkdir", ".touch", ".symlink_to", ".write_parquet", ".write_excel"}
WRITING_FUNCTIONS = {"write_durably", "mkdir", "makedirs"}
WRITING_MODES = set("wax+")
SYNTHETIC = "warehouse.synthetic"
MAY_IMPORT_SYNTHETIC = {"flows.cli", "flows.commands.demo"}
#: What a pure function does not call: files, the clock, chance, and polars' own input and output.
IMPURE_NAMES = {"open", "print", "input", "exec", "eval", "__import__"}
IMPURE_METHODS = {
    "now",
    "today",
    "utcnow",
    "read_text",
    "read_bytes",
    "write_text",
    "write_bytes",
    "sample",
    "shuffle",
}
POLARS_IO = ("read_", "scan_", "write_", "sink_")


@dataclass(frozen=True)
class Module:
    """A module of the project: its dotted name and its syntax."""

    name: str
    tree: ast.Module

    @property
    def package(self) -> str:
        return self.name.partition(".")[0]

    def imports(self) -> set[str]:
        """Every imported name in full: `a.b` for `import a.b`, `a` and `a.b` for `from a import b`."""
        return {name for node in ast.walk(self.tree) for name in imported(node, self.name)}

    def calls(self) -> Iterator[str]:
        """The names of what is called, without what they are called on; methods with a leading dot."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                yield node.func.id
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                yield f".{node.func.attr}"


def imported(node: ast.AST, module: str) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        parents = module.split(".")[: -node.level] if node.level else []
        source = ".".join([*parents, *([node.module] if node.module else [])])
        yield source
        yield from (f"{source}.{alias.name}" for alias in node.names)


def modules(*folders: str) -> list[Module]:
    paths = [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]
    return [Module(dotted(path), ast.parse(path.read_text(encoding="utf-8"))) for path in paths]


def dotted(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def within(name: str, packages: set[str]) -> bool:
    """Whether an imported name is one of the packages or lies in one."""
    return any(name == package or name.startswith(f"{package}.") for package in packages)


def broken(found: list[Module], forbidden: set[str]) -> list[str]:
    return [
        f"{module.name} imports {name}"
        for module in found
        for name in sorted(module.imports())
        if within(name, forbidden) and not (module.package in MAY_IMPORT_THEM and within(name, WORDS_OF_THE_DOMAIN))
    ]


def writing(tree: ast.AST) -> Iterator[str]:
    """The calls that write a file or make a folder, by name; `write_csv()` without a file gives its text."""
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        name = called(call.func)
        opens = name.removeprefix(".") == "open" and any(WRITING_MODES & set(text) for text in modes(call))
        if name in WRITING_METHODS | WRITING_FUNCTIONS or opens or (name == ".write_csv" and call.args):
            yield name


def called(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return f".{function.attr}"
    return function.id if isinstance(function, ast.Name) else ""


def modes(call: ast.Call) -> Iterator[str]:
    """The texts that may be the mode of an `open`: second argument of the function, first of the method, or by name."""
    positional = call.args[1:2] if called(call.func) == "open" else call.args[:1]
    for one in [*positional, *(keyword.value for keyword in call.keywords if keyword.arg == "mode")]:
        if isinstance(one, ast.Constant) and isinstance(one.value, str):
            yield one.value


def test_every_package_is_looked_at() -> None:
    assert {module.package for module in modules(*PACKAGES)} == set(PACKAGES)


def test_transforms_import_arithmetic_and_polars_only() -> None:
    outside = [
        f"{module.name} imports {name}"
        for module in modules("transforms")
        for name in sorted(module.imports())
        if not within(name, TRANSFORMS_MAY_IMPORT)
    ]
    assert outside == []


def test_transforms_touch_no_file_and_no_clock() -> None:
    assert [
        f"{module.name} calls {call}" for module in modules("transforms") for call in module.calls() if impure(call)
    ] == []


def impure(call: str) -> bool:
    method = call.removeprefix(".")
    if not call.startswith("."):
        return method in IMPURE_NAMES
    return method in IMPURE_METHODS or method.startswith(POLARS_IO)


@pytest.mark.parametrize("package", FORBIDDEN)
def test_dependencies_point_one_way(package: str) -> None:
    assert broken(modules(package), FORBIDDEN[package]) == []


def test_synthetic_deliveries_are_made_by_two_commands_only() -> None:
    others = [
        module
        for module in modules(*PACKAGES)
        if module.name not in MAY_IMPORT_SYNTHETIC and not within(module.name, {SYNTHETIC})
    ]
    assert broken(others, {SYNTHETIC}) == []


def test_flows_write_no_file() -> None:
    found = modules("flows")
    assert found
    assert [f"{module.name} calls {name}" for module in found for name in writing(module.tree)] == []


def test_writing_is_found() -> None:
    tree = ast.parse(
        "p.write_text(t)\nopen('a.txt')\nopen('b', 'w')\np.open()\np.open('ab')\np.open(mode='x')\nf.write_csv()\n"
        "f.write_csv(p)\np.parent.mkdir()\nwrite_durably(p, b)\np.read_text()\n"
    )
    expected = [".write_text", "open", ".open", ".open", ".write_csv", ".mkdir", "write_durably"]
    assert sorted(writing(tree)) == sorted(expected)


@pytest.mark.parametrize("package", sorted(MAY_IMPORT_THEM))
def test_of_the_transforms_others_know_the_words_of_the_domain_alone(package: str) -> None:
    used = {name for module in modules(package) for name in module.imports() if within(name, {"transforms"})}
    assert used - {"transforms"} == {name for name in used if within(name, WORDS_OF_THE_DOMAIN)} != set()


def test_nothing_imports_the_tests() -> None:
    """`docs/generate.py` alone renders the spec tests; it is no part of what is installed."""
    assert broken(modules(*PACKAGES, "benchmarks"), {"tests", "docs"}) == []


def test_no_import_hides_in_a_string() -> None:
    """But the transform that the registry names for a table, which is one of `transforms` (`test_making.py`)."""
    hidden = [
        f"{module.name} calls {call}"
        for module in modules(*PACKAGES)
        if module.name != "flows.marts"
        for call in module.calls()
        if call in {"__import__", "import_module", ".import_module"}
    ]
    assert hidden == []


def test_imports_are_found_wherever_they_stand() -> None:
    tree = ast.parse(
        "import a.b as c\nfrom d import e\nif TYPE_CHECKING:\n    from . import f\ndef g():\n    from ..h import i\n"
    )
    found = Module("one.two.three", tree).imports()
    assert found == {"a.b", "d", "d.e", "one.two", "one.two.f", "one.h", "one.h.i"}


def test_impure_calls_are_found() -> None:
    tree = ast.parse("open('x')\ndatetime.now(UTC)\npl.scan_parquet('y')\nframe.sort('z')\n")
    assert [call for call in Module("m", tree).calls() if impure(call)] == ["open", ".now", ".scan_parquet"]
