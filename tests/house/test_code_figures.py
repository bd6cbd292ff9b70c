"""The figures the house keeps: short functions, small modules, every public name documented."""

import ast
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("fixtures", "reader", "oqs_client", "mock_oqs_server", "reception")
MODULES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))

Function = ast.FunctionDef | ast.AsyncFunctionDef
Definition = Function | ast.ClassDef


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def functions(tree: ast.AST) -> Iterator[Function]:
    return (node for node in ast.walk(tree) if isinstance(node, Function))


def code_length(function: Function) -> int:
    """Lines of a function from `def` to its end, without its docstring."""
    documented = ast.get_docstring(function) is not None
    docstring = function.body[0] if documented else None
    own = (function.end_lineno or function.lineno) - function.lineno + 1
    return own - ((docstring.end_lineno or 0) - docstring.lineno + 1 if docstring else 0)


LENGTHS = sorted(
    (code_length(function), f"{path.relative_to(ROOT)}:{function.lineno} {function.name}")
    for path in MODULES
    for function in functions(tree_of(path))
)


def public_definitions(body: list[ast.stmt]) -> Iterator[Definition]:
    for node in body:
        if isinstance(node, Definition) and not node.name.startswith("_"):
            yield node
            if isinstance(node, ast.ClassDef):
                yield from public_definitions(node.body)


def speaks_through_another(node: Definition) -> bool:
    """A property's setter and an overload are documented where the property and the function are."""
    decorators = [ast.unparse(decorator) for decorator in node.decorator_list]
    return any(name.endswith((".setter", "overload")) for name in decorators)


def test_functions_fit_half_a_screen() -> None:
    assert [name for length, name in LENGTHS if length > 40] == []


def test_most_functions_are_a_few_lines() -> None:
    lengths = [length for length, _ in LENGTHS]
    assert median(lengths) <= 6
    assert quantiles(lengths, n=10)[-1] <= 20


def test_modules_are_small() -> None:
    lines = {str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}
    assert {path: count for path, count in lines.items() if count > 300} == {}
    assert median(lines.values()) <= 120


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_module_and_public_name_is_documented(path: Path) -> None:
    tree = tree_of(path)
    bare = [node for node in public_definitions(tree.body) if ast.get_docstring(node) is None]
    assert [node.name for node in bare if not speaks_through_another(node)] == []
    assert ast.get_docstring(tree) is not None
