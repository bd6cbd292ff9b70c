"""The fictitious world as the desk looks things up in it; what is not there is told in the clerk's words."""

from difflib import get_close_matches

from fixtures import Clinic, FixtureError, World, load_world
from reception.errors import UnknownClinic, UnknownPatient, WorldWrong


def the_world() -> World:
    """Load the fictitious world. Raises WorldWrong."""
    try:
        return load_world()
    except FixtureError as error:
        place = f"{error.file}:{error.line} ({error.field})"
        raise WorldWrong(place=place, reason_ja=error.ja, reason_en=error.en) from error


def find_clinic(clinic_id: str, world: World) -> Clinic:
    """Return the clinic with this id. Raises UnknownClinic."""
    if clinic_id not in world.clinics:
        raise UnknownClinic(clinic=clinic_id, known=", ".join(world.clinics))
    return world.clinics[clinic_id]


def unknown_patient(patient_id: str, world: World) -> UnknownPatient:
    """Return the error for an id nobody has, with the nearest ids that somebody has."""
    near = "、".join(get_close_matches(patient_id, world.people, n=3))
    return UnknownPatient(
        patient=patient_id,
        guess_ja=f"近い ID: {near}。" if near else "",
        guess_en=f" Did you mean {near}?" if near else "",
    )
