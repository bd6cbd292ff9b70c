"""A machine to try decisions on: programs that answer by plan, packages that are there or not."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from io import StringIO

from reception.setup.apt import Machine
from reception.setup.report import Report
from reception.setup.running import Outcome, ignore
from reception.setup.system_packages import SystemPackage

DEBIAN = Machine(system="Linux", has_apt=True, family="debian", root=True, terminal=False)
USER = replace(DEBIAN, root=False)
FEDORA = replace(USER, has_apt=False, family="fedora")
MAC = replace(USER, system="Darwin", has_apt=False)
WINDOWS = replace(MAC, system="Windows")


@dataclass
class FakeRunner:
    """Records the commands; answers with the first planned outcome whose words are all in the command, else success."""

    plan: Sequence[tuple[tuple[str, ...], Outcome]] = ()
    on_run: Callable[[Sequence[str]], None] = lambda command: None
    commands: list[tuple[str, ...]] = field(default_factory=list)

    def __call__(self, command: Sequence[str], on_line: Callable[[str], None] = ignore) -> Outcome:
        self.commands.append(tuple(command))
        self.on_run(command)
        outcome = next((outcome for words, outcome in self.plan if set(words) <= set(command)), Outcome(0))
        for line in outcome.output.splitlines(keepends=True):
            on_line(line)
        return outcome


def package(name: str, *, needed: bool = True, present: Callable[[], bool] = lambda: False) -> SystemPackage:
    """A package that is absent unless said otherwise."""
    return SystemPackage(name, f"{name}日本語", f"{name} in English", present, needed, fedora=f"{name}-devel")


@dataclass
class Screen:
    """What the newcomer saw."""

    stream: StringIO = field(default_factory=StringIO)

    @property
    def report(self) -> Report:
        return Report(self.stream)

    @property
    def text(self) -> str:
        return self.stream.getvalue()
