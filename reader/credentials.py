"""What a holder proves themselves with: the PIN and 照合番号B, checked when made and masked wherever shown."""

import re
from datetime import date
from hmac import compare_digest
from typing import Final, Self

from reader.errors import MalformedPin, MalformedVerificationNumber

SECRET_INSTRUCTIONS: Final = frozenset({0x20, 0x21, 0x24, 0x25, 0x2C, 0x2D, 0x32, 0x82})
"""VERIFY, CHANGE REFERENCE DATA, RESET RETRY COUNTER with their odd twins, CHANGE KEY, EXTERNAL AUTHENTICATE: with data
they carry a secret and may cost a try (ISO/IEC 7816-4 §11.5, my-number-card §2.4, §3, §7)."""

_TELLING_NUMBER: Final = re.compile(rb"[0-9]{12}")
"""照合番号A is the My Number itself (12 digits), 照合番号B has 14: never shown, whatever carries them (§10.5)."""

_ERAS: Final = (
    (date(2019, 5, 1), 2019),
    (date(1989, 1, 8), 1989),
    (date(1926, 12, 25), 1926),
    (date(1912, 7, 30), 1912),
    (date(1868, 1, 25), 1868),
)
"""First day of 令和, 平成, 昭和, 大正, 明治 and the Western year that is the era's year 1."""


def is_secret_command(ins: int, data: bytes) -> bool:
    """Tell whether command data must be masked in every log, repr and trace."""
    return bool(data) and (ins in SECRET_INSTRUCTIONS or _TELLING_NUMBER.search(data) is not None)


class Credential:
    """ASCII digits that never show themselves; equal in constant time, not hashable, never stored.

    Pass the object on, not its bytes: a traceback that prints local variables must not print a secret.
    """

    __slots__ = ("_digits",)
    __hash__ = None  # type: ignore[assignment]  # a secret must not become a dictionary key that outlives its use

    def __init__(self, digits: str) -> None:
        self._digits: Final = digits

    def encoded(self) -> bytes:
        """Return the bytes VERIFY carries: ASCII, no padding (my-number-card §3)."""
        return self._digits.encode("ascii")

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, type(self)):
            return NotImplemented
        return compare_digest(self._digits, other._digits)

    def __repr__(self) -> str:
        return f"{type(self).__name__}(****)"

    def __reduce__(self) -> str | tuple[object, ...]:
        raise TypeError(f"{type(self).__name__} is never stored")


class Pin(Credential):
    """利用者証明用暗証番号: exactly four ASCII digits (my-number-card §3). Raises MalformedPin."""

    __slots__ = ()

    def __init__(self, digits: str) -> None:
        if not re.fullmatch(r"[0-9]{4}", digits):
            raise MalformedPin
        super().__init__(digits)


class VerificationNumberB(Credential):
    """照合番号B as printed: birth YYMMDD (era year) + expiry YYYY + security code XXXX, 14 digits (§3).

    Raises MalformedVerificationNumber when the format, month or day cannot be.
    """

    __slots__ = ()

    def __init__(self, digits: str) -> None:
        if not re.fullmatch(r"[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])20[0-9]{2}[0-9]{4}", digits):
            raise MalformedVerificationNumber
        super().__init__(digits)

    @classmethod
    def of_card(cls, birth_date: date, expiry_year: int, security_code: str) -> Self:
        """Build the number from what the card face prints.

        The year of birth counts in the Japanese era (昭和55 -> 55), not in the Western calendar (§3, §10.5).
        """
        return cls(f"{era_year(birth_date):02d}{birth_date:%m%d}{expiry_year:04d}{security_code}")

    @property
    def birth_key(self) -> bytes:
        """The first six digits, which are the 生年月日 key 0011 of the visual application (§3)."""
        return self.encoded()[:6]


def era_year(day: date) -> int:
    """Return the year of the Japanese era `day` lies in (1980-02-17 -> 55 of 昭和).

    Raises MalformedVerificationNumber for a day before 明治.
    """
    for first_day, first_year in _ERAS:
        if day >= first_day:
            return day.year - first_year + 1
    raise MalformedVerificationNumber
