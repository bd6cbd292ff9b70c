"""The public names, and what importing them costs (architecture.md: httpx behind one door; paint first, load after)."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import oqs_client

PACKAGE = Path(oqs_client.__file__).parent


@pytest.mark.parametrize("name", oqs_client.__all__)
def test_every_public_name_is_there(name: str) -> None:
    assert getattr(oqs_client, name).__name__ == name


def test_other_names_are_not() -> None:
    assert not hasattr(oqs_client, "httpx")


def test_the_typed_names_are_the_public_ones() -> None:
    tree = ast.parse((PACKAGE / "__init__.py").read_text(encoding="utf-8"))
    imported = [alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names]
    assert sorted(set(imported) - {"import_module", "TYPE_CHECKING"}) == sorted(oqs_client.__all__)


def test_only_the_client_imports_httpx() -> None:
    importers = {path.name for path in PACKAGE.glob("*.py") if "import httpx" in path.read_text(encoding="utf-8")}
    assert importers == {"client.py"}


def test_codes_come_without_httpx_and_pydantic() -> None:
    probe = "import oqs_client, sys; oqs_client.Validity; sys.exit(bool({'httpx', 'pydantic'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", probe], check=False, cwd=PACKAGE.parent).returncode == 0
