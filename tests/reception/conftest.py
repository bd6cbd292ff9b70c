"""What the tests of the desk share: the world, a server, and a way to run commands in processes of their own."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from fixtures import World, load_world
from reception.embedded import embedded_server

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str

    def json(self) -> dict[str, Any]:
        """The one JSON object on stdout."""
        value = json.loads(self.out)
        assert isinstance(value, dict)
        return value


Reception = Callable[..., Ended]


@pytest.fixture(scope="session")
def reception() -> Iterator[Reception]:
    """Run `reception ARGUMENTS`, each in a process of its own (tests.reception.processes)."""
    if not hasattr(os, "fork"):
        pytest.skip("processes are forked, which this system cannot do")
    with subprocess.Popen(
        [sys.executable, "-m", "tests.reception.processes"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as launcher:
        assert launcher.stdin is not None
        assert launcher.stdout is not None
        requests, answers = launcher.stdin, launcher.stdout

        def run(*arguments: str | Path, warm_up: Sequence[str] = (), kill: tuple[str, int] | None = None) -> Ended:
            words = [str(argument) for argument in arguments]
            requests.write(json.dumps({"arguments": words, "warm_up": warm_up, "kill": kill}) + "\n")
            requests.flush()
            return Ended(**json.loads(answers.readline()))

        yield run
        requests.close()


@pytest.fixture(scope="session")
def world() -> World:
    return load_world()


@pytest.fixture(scope="session")
def server_url(world: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A mock server of the whole world on its practice date."""
    database = tmp_path_factory.mktemp("registry") / "registry.sqlite"
    with embedded_server(world, database, today=world.practice_date) as url:
        yield url
