"""The simulated reader behaves like a reader: one card, one holder of the connection, faults on purpose."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from threading import Barrier, Thread

import pytest
from PIL import Image, ImageChops

from fixtures import face
from reader import CardReader, Command, MyNumberCard, Pin, SimulatedReader, VerificationNumberB
from reader.errors import CardMute, CardRemoved, NoCard, ReaderBusy, ReaderUnavailable
from reader.simulated import Holder
from reader.virtual import VirtualCard
from reader.virtual.mint import holder_of
from tests.reader.cards import fresh
from tests.reader.world import ADULT, BROKEN, NUMBER_B, PIN, STRANGER

QUERY = Command(0x00, 0x84, 0x00, 0x00, le=8)
NEVER = 60.0
"""Seconds no test waits: whoever waits is woken."""


def test_it_is_a_card_reader(reader: SimulatedReader) -> None:
    seam: CardReader = reader
    assert seam.name == "模擬カードリーダー"
    assert seam.camera is not None
    assert seam.institution is not None


def test_an_empty_reader(reader: SimulatedReader) -> None:
    assert not reader.card_present()
    for ask in (
        reader.connect,
        lambda: reader.wait_for_card(0),
        reader.camera.read_card_face,
        lambda: reader.pull_after(1),
    ):
        with pytest.raises(NoCard):
            ask()
    assert reader.camera.live_portrait() is None


def test_a_card_goes_in_and_out(loaded: SimulatedReader) -> None:
    assert loaded.card_present()
    loaded.wait_for_card(0)
    connection = loaded.connect()
    assert connection.transmit(QUERY).ok
    loaded.remove()
    assert not loaded.card_present()
    with pytest.raises(CardRemoved):
        connection.transmit(QUERY)
    connection.close()
    connection.close()


def test_an_old_connection_does_not_reach_a_new_card(loaded: SimulatedReader, adult: VirtualCard) -> None:
    old = loaded.connect()
    loaded.insert(adult, Holder())
    with pytest.raises(CardRemoved):
        old.transmit(QUERY)
    assert loaded.connect().transmit(QUERY).ok


def test_one_connection_at_a_time(loaded: SimulatedReader) -> None:
    first = loaded.connect()
    with pytest.raises(ReaderBusy):
        loaded.connect()
    first.close()
    with pytest.raises(CardRemoved):
        first.transmit(QUERY)
    assert loaded.connect().transmit(QUERY).ok


def test_connecting_resets_the_card(loaded: SimulatedReader) -> None:
    first = loaded.connect()
    MyNumberCard(first).verify_pin(Pin(PIN))
    first.close()
    second = loaded.connect()
    assert second.transmit(Command(0x80, 0x2A, 0x00, 0x97, b"x", 256)).sw == 0x6986


def test_a_broken_chip_lies_there_and_stays_silent(reader: SimulatedReader) -> None:
    reader.insert(fresh(BROKEN), Holder())
    reader.wait_for_card(0)
    assert reader.camera.read_card_face() == VerificationNumberB(NUMBER_B)
    with pytest.raises(CardMute):
        reader.connect()


def test_a_broken_chip_answers_nothing_at_all() -> None:
    card = fresh(BROKEN)
    assert card.reset() == card.atr == b""
    with pytest.raises(CardMute):
        card.transmit_bytes(QUERY.encode())


def test_a_card_gone_mute_answers_again_when_put_back(loaded: SimulatedReader, adult: VirtualCard) -> None:
    connection = loaded.connect()
    loaded.mute_after(2)
    assert connection.transmit(QUERY).ok
    for _ in range(2):
        with pytest.raises(CardMute):
            connection.transmit(QUERY)
    connection.close()
    with pytest.raises(CardMute):
        loaded.connect()
    loaded.insert(adult, Holder())
    assert loaded.connect().transmit(QUERY).ok


def test_a_dead_reader_refuses_everything(loaded: SimulatedReader) -> None:
    connection = loaded.connect()
    loaded.out_of_order = True
    assert loaded.out_of_order
    asks: list[Callable[[], object]] = [
        loaded.card_present,
        lambda: loaded.wait_for_card(0),
        loaded.connect,
        lambda: connection.transmit(QUERY),
        loaded.camera.read_card_face,
        lambda: loaded.institution.unlock(connection),
    ]
    for ask in asks:
        with pytest.raises(ReaderUnavailable):
            ask()
    loaded.out_of_order = False
    assert loaded.card_present()


@pytest.mark.parametrize("wake", ["insert", "fail"])
def test_who_waits_is_woken_at_once(reader: SimulatedReader, adult: VirtualCard, wake: str) -> None:
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(reader.wait_for_card, NEVER)
        if wake == "insert":
            reader.insert(adult, Holder())
            assert waiting.result(NEVER / 2) is None
        else:
            reader.out_of_order = True
            with pytest.raises(ReaderUnavailable):
                waiting.result(NEVER / 2)


@pytest.mark.parametrize("how", ["removed", "pulled"])
def test_who_waits_for_the_card_to_go_is_woken_at_once(loaded: SimulatedReader, how: str) -> None:
    assert not loaded.wait_for_removal(0)
    connection = loaded.connect()
    loaded.pull_after(1)
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(loaded.wait_for_removal, NEVER)
        if how == "removed":
            loaded.remove()
        else:
            with pytest.raises(CardRemoved):
                connection.transmit(QUERY)
        assert waiting.result(NEVER / 2)


def test_many_threads_get_their_own_answers(loaded: SimulatedReader) -> None:
    connection = loaded.connect()
    start = Barrier(4)
    lengths: list[bool] = []

    def ask(length: int) -> None:
        start.wait()
        for _ in range(50):
            response = connection.transmit(Command(0x00, 0x84, 0x00, 0x00, le=length))
            lengths.append(len(response.data) == length)

    threads = [Thread(target=ask, args=(length,)) for length in (1, 8, 16, 256)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert lengths == [True] * 200


@pytest.mark.parametrize(("face", "seen"), [("match", True), ("fail", False), ("stranger", False)])
def test_the_camera_sees_what_the_holder_says(
    reader: SimulatedReader, adult: VirtualCard, face: str, seen: bool
) -> None:
    reader.insert(adult, Holder(face, b"png"))  # type: ignore[arg-type]  # parametrised literals are plain strings
    assert reader.camera.sees(b"photo") is seen
    assert reader.camera.sees(b"") is False
    assert reader.camera.live_portrait() == b"png"


def test_the_camera_reads_the_number_the_chip_accepts(loaded: SimulatedReader) -> None:
    number = loaded.camera.read_card_face()
    assert MyNumberCard(loaded.connect()).card_face(number).photo


def test_the_portrait_is_a_png_of_today() -> None:
    live = Image.open(BytesIO(holder_of(ADULT).portrait))
    assert (live.format, live.size) == ("PNG", (320, 400))
    assert ImageChops.difference(live, face.portrait(ADULT.face, today=True)).getbbox() is None


def test_a_stranger_is_somebody_else() -> None:
    assert holder_of(STRANGER).face == "stranger"
    stranger = Image.open(BytesIO(holder_of(STRANGER).portrait))
    assert ImageChops.difference(stranger, face.portrait(STRANGER.face, today=True)).getbbox() is not None


def test_a_card_pulled_while_the_chip_computes_gives_no_answer(reader: SimulatedReader) -> None:
    card = fresh(ADULT)
    slow = VirtualCard(card.directories, card.printed, random_bytes=lambda length: _pull(reader, length))
    reader.insert(slow, Holder())
    with pytest.raises(CardRemoved):
        reader.connect().transmit(QUERY)


def _pull(reader: SimulatedReader, length: int) -> bytes:
    reader.remove()
    return bytes(length)
