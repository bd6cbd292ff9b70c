"""The card face record of 券面事項確認AP (EF 0002, my-number-card §2.3)."""

from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum
from typing import Final, Self

from reader import photo, tlv
from reader.errors import CardFaceUnreadable, MalformedTlv

_CARD_FACE: Final = 0xFF20
_BIRTH, _SEX, _NAME, _ADDRESS, _PHOTO, _EXPIRES = 0xDF22, 0xDF23, 0xDF25, 0xDF26, 0xDF27, 0xDF29


class Sex(IntEnum):
    """Sex as the card codes it in one ASCII digit (my-number-card §2.2)."""

    UNKNOWN = 0
    MALE = 1
    FEMALE = 2
    NOT_APPLICABLE = 9

    @property
    def ja(self) -> str:
        """The word printed on the card."""
        return {Sex.MALE: "男", Sex.FEMALE: "女"}.get(self, "不明")


@dataclass(frozen=True)
class CardFace:
    """What the visual application shows of its holder.

    `photo` is JPEG 2000 in a JP2 container, greyscale; it is empty on a card issued without a photo (small children).
    `name_png` and `address_png` are 1-bit PNGs: this application holds no text.
    """

    birth_date: date
    sex: Sex
    expires: date
    photo: bytes = field(repr=False)
    name_png: bytes = field(repr=False)
    address_png: bytes = field(repr=False)

    @classmethod
    def from_file(cls, content: bytes) -> Self:
        """Read EF 0002. Raises CardFaceUnreadable, or PhotoUnreadable when only the photo is damaged."""
        try:
            record = tlv.first(content)
            items = record.children()
        except MalformedTlv as error:
            raise CardFaceUnreadable from error
        if record.tag != _CARD_FACE or not {_BIRTH, _SEX, _NAME, _ADDRESS, _PHOTO, _EXPIRES} <= items.keys():
            raise CardFaceUnreadable
        return cls(
            birth_date=_day(items[_BIRTH]),
            sex=_sex(items[_SEX]),
            expires=_day(items[_EXPIRES]),
            photo=_photo(items[_PHOTO]),
            name_png=items[_NAME],
            address_png=items[_ADDRESS],
        )


def _day(value: bytes) -> date:
    """Read eight ASCII digits YYYYMMDD."""
    if len(value) != len("YYYYMMDD") or not value.isdigit():
        raise CardFaceUnreadable
    try:
        return date.fromisoformat(value.decode("ascii"))
    except ValueError as error:
        raise CardFaceUnreadable from error


def _sex(value: bytes) -> Sex:
    """Read one ASCII digit; a code nobody documented counts as unknown."""
    if len(value) != 1 or not value.isdigit():
        raise CardFaceUnreadable
    code = int(value)
    return Sex(code) if code in set(Sex) else Sex.UNKNOWN


def _photo(value: bytes) -> bytes:
    """Return the photo once it was looked at; empty on a card without one."""
    if value:
        photo.check(value)
    return value
