"""Ways of checking that the patient is the holder of the card (rulebook §1.2, §1.3, §2.9)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from oqs_client.codes import IdentityMethod
from reception.rules.card import has_photo, is_pinless
from reception.rules.decision import Decision
from reception.rules.facility import IDENTITY_METHODS, check_method
from reception.site import Site
from reception.visit import Visit

FEW_TRIES = 2
"""From here on the guessing should stop: the visual check comes first (S03)."""


@dataclass(frozen=True)
class MethodOffer:
    """One way of checking the identity: may it be used now, and why (or why not) in one Japanese sentence."""

    method: IdentityMethod
    possible: bool
    why: str


def identity_methods(visit: Visit, site: Site) -> Decision[tuple[MethodOffer, ...]]:
    """Return every method, those fitting this moment first; an impossible one says why."""
    way = check_method(site.clinic)
    allowed = IDENTITY_METHODS[way.value]
    offers = tuple(_offer(visit, method, allowed) for method in _order(visit))
    return Decision(offers, ("ID-01", *way.rules, *_reasons(visit)))


def is_pin_locked(visit: Visit) -> bool:
    """Whether the chip has said that no try is left; face and visual check stay open (§2.9)."""
    return visit.pin_tries_left == 0


def has_few_tries(visit: Visit) -> bool:
    """Whether the next wrong PIN but one, or earlier, locks the card."""
    return visit.pin_tries_left is not None and visit.pin_tries_left <= FEW_TRIES


def _order(visit: Visit) -> tuple[IdentityMethod, ...]:
    """Face and PIN are the normal ways; the staff's eyes come first once those have failed or the PIN is in danger."""
    if IdentityMethod.FACE in visit.refused_methods or (has_few_tries(visit) and not is_pinless(visit)):
        return (IdentityMethod.VISUAL, IdentityMethod.FACE, IdentityMethod.PIN)
    return (IdentityMethod.FACE, IdentityMethod.PIN, IdentityMethod.VISUAL)


def _reasons(visit: Visit) -> tuple[str, ...]:
    """The rules that bend the normal order in this visit."""
    bent = (
        ("ID-05", is_pinless(visit)),
        ("ID-02", IdentityMethod.FACE in visit.refused_methods or has_few_tries(visit)),
        ("ID-03", not has_photo(visit)),
    )
    return tuple(rule for rule, applies in bent if applies)


def _offer(visit: Visit, method: IdentityMethod, allowed: tuple[IdentityMethod, ...]) -> MethodOffer:
    if method not in allowed:
        return MethodOffer(method, possible=False, why="この施設の確認方法では使えません。")
    obstacle = _OBSTACLE[method](visit)
    return MethodOffer(method, possible=obstacle is None, why=obstacle or _WHY[method])


def _face_obstacle(visit: Visit) -> str | None:
    if not has_photo(visit):
        return "写真のないカードなので、顔認証はできません。"
    if visit.visual_mode:
        return "目視確認モードのあいだは、顔認証はできません。"
    if IdentityMethod.FACE in visit.refused_methods:
        return "顔認証は一致しませんでした。"
    return None


def _pin_obstacle(visit: Visit) -> str | None:
    if is_pinless(visit):
        return "顔認証マイナンバーカードには暗証番号がありません。"
    if visit.pin_outcome_unknown:
        return "前の入力が数えられたかわかりません。カードを置き直すと残りの回数がわかります。"
    if is_pin_locked(visit):
        return "暗証番号はロックされています。"
    return None


def _visual_obstacle(visit: Visit) -> str | None:
    if not has_photo(visit):
        return "写真のないカードなので、目視確認はできません。"
    if IdentityMethod.VISUAL in visit.refused_methods:
        return "写真とご本人が一致しませんでした。"
    if visit.verification_tries_left == 0:
        return "照合番号Ｂがロックされています。"
    return None


_OBSTACLE: Mapping[IdentityMethod, Callable[[Visit], str | None]] = {
    IdentityMethod.FACE: _face_obstacle,
    IdentityMethod.PIN: _pin_obstacle,
    IdentityMethod.VISUAL: _visual_obstacle,
}
_WHY: Mapping[IdentityMethod, str] = {
    IdentityMethod.FACE: "カメラで、カードの写真とお顔を比べます。",
    IdentityMethod.PIN: "４桁の暗証番号を、ご本人（またはご家族など代わりの人）が入力します。",
    IdentityMethod.VISUAL: "職員が、カードの写真とお顔を見比べます。",
}
