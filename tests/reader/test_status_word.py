"""Meaning of status words (my-number-card §3, §4)."""

import pytest

from reader.status_word import SW, StatusWord


@pytest.mark.parametrize(("sw", "tries"), [(0x63C3, 3), (0x63CA, 10), (0x63C1, 1), (0x63CF, 15)])
def test_63cx_tells_the_tries_left(sw: int, tries: int) -> None:
    assert StatusWord(sw).tries_left == tries
    assert not StatusWord(sw).blocked
    assert f"残り{tries}回" in StatusWord(sw).ja


@pytest.mark.parametrize("sw", [0x63C0, 0x6983, 0x6984])
def test_three_status_words_say_blocked(sw: int) -> None:
    assert StatusWord(sw).blocked
    assert StatusWord(sw).tries_left == 0


@pytest.mark.parametrize("sw", [0x9000, 0x6300, 0x6982, 0x6A82, 0x6700])
def test_other_status_words_say_nothing_about_tries(sw: int) -> None:
    assert StatusWord(sw).tries_left is None


def test_only_9000_is_ok() -> None:
    assert [sw for sw in SW if StatusWord(sw).ok] == [SW.OK]


@pytest.mark.parametrize("sw", list(SW))
def test_every_known_status_word_has_a_meaning_of_its_own(sw: SW) -> None:
    others = {StatusWord(other).ja for other in SW if other != sw}
    assert StatusWord(sw).ja not in others
    assert StatusWord(sw).en not in (StatusWord(0x1234).en, "")


def test_it_reads_like_a_sentence() -> None:
    assert str(StatusWord(0x6A82)) == "6A82 file or application not found"
    assert str(StatusWord(0x1234)) == "1234 unknown status word"
