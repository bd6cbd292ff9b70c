"""Who is here: name, kana, age, first or return visit."""

from textual.content import Content

from reception.tui.calendar import age
from reception.tui.widgets.prose import Prose
from reception.visit import Visit


class PatientLine(Prose):
    """One line about the patient in hand."""

    def __init__(self) -> None:
        """Nobody yet."""
        super().__init__("", id="patient")

    def show(self, visit: Visit | None, opening: str) -> None:
        """Show this visit's patient, and below it their first words."""
        if visit is None:
            self.update("")
            return
        patient = visit.patient
        facts = f"{age(patient.birth_date, visit.date)}歳 {'初診' if visit.first_visit else '再診'}"
        other = f"（通称 {patient.other_name}）" if patient.other_name else ""
        kana = (f"（{patient.name_kana}）", "$quiet")
        words = (f"\n「{opening}」" if opening else "", "$quiet")
        self.update(Content.assemble((f"{patient.name} 様", "bold"), other, kana, f" {facts}", words))
