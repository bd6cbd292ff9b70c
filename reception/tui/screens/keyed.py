"""What all screens share: their commands come from the table, and the key line tells which work now."""

from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual.screen import ModalScreen, Screen

from reception.tui.commands import Entry, Preset, Scope, When, of

if TYPE_CHECKING:
    from reception.tui.app import ReceptionApp

Result = TypeVar("Result")


class Keyed(Screen[Result], inherit_bindings=False):
    """A screen whose commands are the table's rows of its `scopes`."""

    scopes: ClassVar[tuple[Scope, ...]] = ()
    AUTO_FOCUS = ""
    ESCAPE_TO_MINIMIZE = False

    @property
    def reception(self) -> "ReceptionApp":
        """The app, typed."""
        app: ReceptionApp = self.app  # type: ignore[assignment]  # these screens live in no other app
        return app

    @property
    def preset(self) -> Preset:
        """The key preset in use."""
        return self.reception.preset

    def holds(self) -> frozenset[When]:
        """Which of the conditions of the table hold now, besides ALWAYS."""
        return frozenset()

    def works(self, entry: Entry) -> bool:
        """Whether this command is possible now."""
        return entry.when is When.ALWAYS or entry.when in self.holds()

    def commands(self) -> tuple[Entry, ...]:
        """Every command of this screen, in the order of the table."""
        return of(*self.scopes, Scope.EVERYWHERE)

    def working(self) -> tuple[Entry, ...]:
        """The commands that are possible now."""
        return tuple(entry for entry in self.commands() if self.works(entry))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Textual asks before it runs a key: only what works now."""
        del parameters
        return all(self.works(entry) for entry in of(*self.scopes) if entry.action == action)

    def action_next_field(self) -> None:
        """Tab."""
        self.focus_next()

    def action_previous_field(self) -> None:
        """Shift+Tab."""
        self.focus_previous()

    def action_scroll_down(self) -> None:
        """Arrow down on a page to read."""
        self.query_one(".reading").scroll_relative(y=2, animate=False)

    def action_scroll_up(self) -> None:
        """Arrow up on a page to read."""
        self.query_one(".reading").scroll_relative(y=-2, animate=False)


class Page(Keyed[Result], ModalScreen[Result]):
    """A screen one comes back from with Esc. One that is `over` lets the desk shine through."""

    over: ClassVar[bool] = False

    def on_mount(self) -> None:
        """Small dialogs stand over the desk; none stands on a screen that is too small."""
        self.set_class(self.over, "-over")
        self.reception.fit(self.app.size)

    def action_back(self) -> None:
        """Go back without a result."""
        self.dismiss(None)
