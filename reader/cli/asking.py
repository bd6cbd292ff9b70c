"""Asks the person at the keyboard: for a confirmation, and for a secret that is never shown."""

import getpass
import sys

from reader.cli.output import remark
from reader.credentials import Pin, VerificationNumberB
from reader.errors import MalformedPin, MalformedVerificationNumber

_NUMBER_QUESTION = (
    "照合番号B(生年月日6桁・有効期限の年4桁・セキュリティコード4桁)",
    "照合番号B (birth YYMMDD in the era, expiry YYYY, security code)",
)
_YES = frozenset({"y", "yes", "はい", "ｙ"})


def confirmed(ja: str, en: str) -> bool:
    """Ask a question; only an explicit yes is one."""
    remark(ja, f"{en} [y/N]")
    return sys.stdin.readline().strip().lower() in _YES


def secret(ja: str, en: str) -> str:
    """Ask for a secret without echo; a pipe is read as it is."""
    prompt = f"{ja} / {en}: "
    if sys.stdin.isatty():
        return getpass.getpass(prompt)
    remark(ja, en)
    return sys.stdin.readline().strip()


class PersonAtKeyboard:
    """Types the secrets; sees the tries left first, and is asked again before the last one."""

    def pin(self, tries_left: int) -> Pin | None:
        """Ask for the PIN; None when it is malformed or the last try is not confirmed."""
        if not _last_try_confirmed(tries_left):
            return None
        try:
            return Pin(secret(f"暗証番号(残り{tries_left}回)", f"PIN ({tries_left} tries left)"))
        except MalformedPin as error:
            remark(error.ja, error.en)
            return None

    def verification_number_b(self, tries_left: int | None) -> VerificationNumberB | None:
        """Ask for 照合番号B; None when it is malformed or the last try is not confirmed."""
        if not _last_try_confirmed(tries_left):
            return None
        try:
            return VerificationNumberB(secret(*_NUMBER_QUESTION))
        except MalformedVerificationNumber as error:
            remark(error.ja, error.en)
            return None


def _last_try_confirmed(tries_left: int | None) -> bool:
    return tries_left != 1 or confirmed("最後の1回です。続けますか。", "This is the last try. Go on?")
