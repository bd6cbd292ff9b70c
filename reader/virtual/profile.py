"""The kinds of card a desk meets, by the word `reader emulate --profile` takes."""

from enum import StrEnum
from typing import Final


class Profile(StrEnum):
    """A kind of card by the word the command line takes."""

    ADULT = "adult"
    CHILD = "child"
    PINLESS = "pinless"
    INFANT = "infant"
    LOCKED = "locked"
    EXPIRED = "expired"
    MUTE = "mute"
    SILENT = "silent"
    SLOW = "slow"
    LOOSE = "loose"
    CONFUSED = "confused"
    PHONE = "phone"
    FOREIGN = "foreign"

    @property
    def ja(self) -> str:
        """What it is, in Japanese."""
        return _WORDS[self][0]

    @property
    def en(self) -> str:
        """What it is, in English."""
        return _WORDS[self][1]


_WORDS: Final = {
    Profile.ADULT: ("大人のカード", "an adult's card, all PINs set"),
    Profile.CHILD: ("署名用のファイルがない子どものカード", "a child's card, without the signature files"),
    Profile.PINLESS: ("顔認証マイナンバーカード", "顔認証 card: no PIN, no signature"),
    Profile.INFANT: ("写真のない乳児のカード", "an infant's card: no photo, no signature"),
    Profile.LOCKED: ("暗証番号がすべてロック中", "all PINs locked"),
    Profile.EXPIRED: ("カードも電子証明書も期限切れ", "card and certificates expired"),
    Profile.MUTE: ("ICが応答しない", "broken: no answer to reset"),
    Profile.SILENT: ("リセットにだけ応答し、あとは黙る", "broken: answers the reset, then nothing"),
    Profile.SLOW: ("応答に2秒かかる", "broken: two seconds an answer"),
    Profile.LOOSE: ("3回目の応答の途中で接触が切れる", "broken: the third answer is cut off"),
    Profile.CONFUSED: ("3回に1回 6F00 を返す", "broken: every third answer is 6F00"),
    Profile.PHONE: ("スマートフォンの電子証明書", "the certificates on a smartphone (JPKIAPGPSETOKEN)"),
    Profile.FOREIGN: ("マイナンバーカードではないカード", "another kind of card"),
}
