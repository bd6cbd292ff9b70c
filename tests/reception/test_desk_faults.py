"""Whatever happens to card, reader, line and clerk: the visit stays whole and can be finished."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from fixtures import World
from oqs_client import Timeouts
from oqs_client.codes import IdentityMethod
from reader.apdu import Command, Response
from reader.connection import Camera, CardConnection, InstitutionTerminal
from reader.errors import CardProtocolError, NotMyNumberCard, ReaderError
from reader.simulated import SimulatedReader
from reception.desk import Patience
from reception.errors import StillWorking, VerificationNumberNeeded
from reception.visit import Visit
from reception.visit import commands as c
from reception.visit.commands import Action
from reception.visit.values import FailureCause
from tests.reception.desks import BY_EYE, BY_PIN, Counter, open_counter, pin_of

VERIFY = 0x20
IMPATIENT = Patience(card=0.05, glance=0.05, chip=0.2)


@pytest.fixture
async def counter(world: World, server_url: str, tmp_path: Path) -> AsyncIterator[Counter]:
    async with open_counter(world, server_url, tmp_path) as counter:
        yield counter


@dataclass
class Gate:
    """Holds back commands that `held` chooses, until it is opened."""

    held: Callable[[Command], bool]
    reached: threading.Event = field(default_factory=threading.Event)
    opened: threading.Event = field(default_factory=threading.Event)

    def pass_through(self, command: Command) -> None:
        if self.held(command):
            self.reached.set()
            self.opened.wait()


@dataclass
class GatedConnection:
    inner: CardConnection
    gate: Gate

    def transmit(self, command: Command) -> Response:
        self.gate.pass_through(command)
        return self.inner.transmit(command)

    def close(self) -> None:
        self.inner.close()


@dataclass
class GatedReader:
    """A reader whose chip can be made to keep silent; `plain` has neither camera nor institution terminal."""

    inner: SimulatedReader
    gate: Gate
    plain: bool = False

    @property
    def name(self) -> str:
        return self.inner.name

    @property
    def camera(self) -> Camera | None:
        return None if self.plain else self.inner.camera

    @property
    def institution(self) -> InstitutionTerminal | None:
        return None if self.plain else self.inner.institution

    def card_present(self) -> bool:
        return self.inner.card_present()

    def wait_for_card(self, timeout: float) -> None:
        self.inner.wait_for_card(timeout)

    def connect(self) -> CardConnection:
        return GatedConnection(self.inner.connect(), self.gate)


@contextmanager
def gate(held: Callable[[Command], bool]) -> Iterator[Gate]:
    """A gate that is open when the test ends, so that no thread waits for ever."""
    it = Gate(held)
    try:
        yield it
    finally:
        it.opened.set()


def is_verify(command: Command) -> bool:
    return command.ins == VERIFY and bool(command.data)


async def on_reader(counter: Counter, patient_id: str, inner: SimulatedReader | None = None) -> Visit:
    """A patient whose card lies on the reader."""
    patient = counter.patient(patient_id)
    face = patient.printed_face()
    assert face is not None
    visit = await counter.do(await counter.arrives(patient), c.ReceiveCard(face))
    await asyncio.to_thread(patient.put_card, inner or counter.reader)
    return await counter.do(visit, c.PlaceCard())


@pytest.mark.parametrize("reached_chip", [False, True], ids=["lost on the way", "answer lost"])
@pytest.mark.parametrize(
    ("patient_id", "prefer", "yen", "apdus"), [("ichiro", BY_PIN, 1240, 5), ("takeshi", BY_EYE, 1500, 8)]
)
async def test_the_card_pulled_at_any_apdu_the_visit_can_still_be_finished(
    patient_id: str, prefer: tuple[Action, ...], yen: int, apdus: int, *, reached_chip: bool, counter: Counter
) -> None:
    """Pulled at the first, the second … APDU, until a visit needs no more of them. S01 and S03 give the yen.

    `apdus` are the fewest there can be: SELECT, tries left, certificate, VERIFY, signature (my-number-card §3 to §5);
    by eye the visual application, 照合番号B, the photo, the terminal's challenge and SELECT again instead of VERIFY.
    """
    patient = counter.patient(patient_id)
    pulled = 0
    for nth in range(1, 60):
        placed: list[int] = []

        def put(nth: int = nth, placed: list[int] = placed) -> None:
            patient.put_card(counter.reader)
            placed.append(1)
            if len(placed) == 1:
                counter.reader.pull_after(nth, reached_chip=reached_chip)

        visit = await counter.finish(await counter.arrives(patient), patient, prefer=prefer, put=put)
        assert visit.copayment is not None
        assert (visit.copayment.yen, visit.identity_method.value) == (yen, "pin" if prefer == BY_PIN else "visual")
        assert "pin-rejected" not in counter.kinds(visit)
        if not visit.failures:
            break
        assert {failure.cause for failure in visit.failures} == {FailureCause.CARD_REMOVED}
        pulled += 1
    assert pulled >= apdus


async def test_a_verify_cut_off_is_told_as_may_have_counted_and_not_repeated(counter: Counter) -> None:
    visit = await on_reader(counter, "ichiro")
    counter.reader.pull_after(1, reached_chip=True)
    visit = await counter.do(visit, pin_of(counter.patient("ichiro")))
    assert counter.kinds(visit)[-2:] == ["pin-outcome-unknown", "check-failed"]
    assert visit.identity is None
    assert visit.pin_tries_left is None
    offered = {step.action for step in counter.desk.steps(visit)}
    assert Action.ENTER_PIN not in offered
    assert Action.PLACE_CARD in offered


async def test_a_dead_reader_is_an_event_and_the_ladder_opens(counter: Counter) -> None:
    """S18: お知らせ and card, 880 yen."""
    counter.reader.out_of_order = True
    patient = counter.patient("noboru")
    visit = await counter.finish(await counter.arrives(patient), patient)
    assert {failure.cause for failure in visit.failures} == {FailureCause.READER_DOWN}
    assert visit.copayment is not None
    assert visit.copayment.yen == 880


async def test_no_card_on_the_reader_is_an_event(world: World, server_url: str, tmp_path: Path) -> None:
    async with open_counter(world, server_url, tmp_path, patience=IMPATIENT) as counter:
        patient = counter.patient("ichiro")
        face = patient.printed_face()
        assert face is not None
        visit = await counter.do(await counter.arrives(patient), c.ReceiveCard(face), c.PlaceCard())
        assert visit.failure is not None
        assert visit.failure.cause is FailureCause.CARD_REMOVED
        visit = await counter.finish(visit, patient, prefer=BY_PIN)
        assert visit.identity_method is IdentityMethod.PIN


async def test_a_chip_that_never_answers_is_given_up_and_the_desk_goes_on(
    world: World, server_url: str, tmp_path: Path
) -> None:
    inner = SimulatedReader()
    with gate(lambda _: True) as silence:
        reader = GatedReader(inner, silence)
        async with open_counter(world, server_url, tmp_path, reader=reader, patience=IMPATIENT) as counter:
            visit = await on_reader(counter, "ichiro", inner)
            assert visit.failure is not None
            assert visit.failure.cause is FailureCause.CARD_UNREADABLE
            silence.held = lambda _: False
            visit = await on_reader_again(counter, visit, inner)
            assert visit.card_on_reader


async def on_reader_again(counter: Counter, visit: Visit, inner: SimulatedReader) -> Visit:
    await asyncio.to_thread(counter.patient(visit.patient_id).put_card, inner)
    return await counter.do(visit, c.PlaceCard())


async def test_a_verify_that_never_answers_may_have_counted(world: World, server_url: str, tmp_path: Path) -> None:
    inner = SimulatedReader()
    with gate(is_verify) as silence:
        reader = GatedReader(inner, silence)
        async with open_counter(world, server_url, tmp_path, reader=reader, patience=IMPATIENT) as counter:
            visit = await on_reader(counter, "ichiro", inner)
            visit = await counter.do(visit, pin_of(counter.patient("ichiro")))
            assert counter.kinds(visit)[-2:] == ["pin-outcome-unknown", "check-failed"]
            assert visit.failure is not None
            assert visit.failure.cause is FailureCause.CARD_UNREADABLE


async def test_a_cancelled_pin_entry_still_records_its_outcome(world: World, server_url: str, tmp_path: Path) -> None:
    inner = SimulatedReader()
    with gate(is_verify) as slow:
        async with open_counter(world, server_url, tmp_path, reader=GatedReader(inner, slow)) as counter:
            visit = await on_reader(counter, "ichiro", inner)
            entering = asyncio.create_task(counter.desk.perform(visit.id, pin_of(counter.patient("ichiro"))))
            await asyncio.to_thread(slow.reached.wait)
            entering.cancel()
            await asyncio.sleep(0)
            slow.opened.set()
            with pytest.raises(asyncio.CancelledError):
                await entering
            assert counter.kinds(visit)[-1] == "identity-confirmed"
            assert counter.desk.visit(visit.id).identity is IdentityMethod.PIN


async def test_a_second_key_press_sends_no_second_pin(world: World, server_url: str, tmp_path: Path) -> None:
    inner = SimulatedReader()
    with gate(is_verify) as slow:
        async with open_counter(world, server_url, tmp_path, reader=GatedReader(inner, slow)) as counter:
            visit = await on_reader(counter, "hiroshi", inner)
            pin = pin_of(counter.patient("hiroshi"))
            first = asyncio.create_task(counter.desk.perform(visit.id, pin))
            await asyncio.to_thread(slow.reached.wait)
            with pytest.raises(StillWorking):
                await counter.desk.perform(visit.id, pin)
            slow.opened.set()
            await first
            assert counter.kinds(visit).count("identity-confirmed") == 1


async def test_a_cancelled_wait_for_the_card_leaves_the_visit_as_it_was(counter: Counter) -> None:
    patient = counter.patient("ichiro")
    face = patient.printed_face()
    assert face is not None
    visit = await counter.do(await counter.arrives(patient), c.ReceiveCard(face))
    waiting = asyncio.Event()
    placing = asyncio.create_task(counter.desk.perform(visit.id, c.PlaceCard(), progress=lambda _: waiting.set()))
    await waiting.wait()
    placing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await placing
    assert counter.desk.visit(visit.id) == visit
    visit = await counter.finish(visit, patient, prefer=BY_PIN)
    assert visit.identity_method is IdentityMethod.PIN


async def test_a_reader_without_a_camera_asks_for_the_number_and_cannot_compare_faces(
    world: World, server_url: str, tmp_path: Path
) -> None:
    inner = SimulatedReader()
    with gate(lambda _: False) as open_gate:
        async with open_counter(
            world, server_url, tmp_path, reader=GatedReader(inner, open_gate, plain=True)
        ) as counter:
            visit = await on_reader(counter, "takeshi", inner)
            visit = await counter.do(visit, c.CheckFace())
            assert visit.refused_methods == {IdentityMethod.FACE}
            with pytest.raises(VerificationNumberNeeded):
                await counter.desk.perform(visit.id, c.StartVisualCheck())
            assert counter.kinds(visit)[-1] == "face-refused"
            visit = await counter.do(visit, c.StartVisualCheck(counter.patient("takeshi").verification_number()))
            assert visit.photo_read


TROUBLES: dict[str, tuple[type[ReaderError], FailureCause]] = {
    "another kind of card": (NotMyNumberCard, FailureCause.NOT_MY_NUMBER_CARD),
}


@pytest.mark.parametrize("trouble", TROUBLES)
async def test_trouble_with_the_card_has_its_own_cause(
    trouble: str, world: World, server_url: str, tmp_path: Path
) -> None:
    error, cause = TROUBLES[trouble]

    def fail(_: Command) -> bool:
        raise error

    inner = SimulatedReader()
    async with open_counter(world, server_url, tmp_path, reader=GatedReader(inner, Gate(fail))) as counter:
        visit = await on_reader(counter, "ichiro", inner)
        assert visit.failure is not None
        assert visit.failure.cause is cause


async def test_an_answer_no_chip_should_give_is_an_unreadable_card(
    world: World, server_url: str, tmp_path: Path
) -> None:
    def fail(_: Command) -> bool:
        raise CardProtocolError(0x6F00)

    inner = SimulatedReader()
    async with open_counter(world, server_url, tmp_path, reader=GatedReader(inner, Gate(fail))) as counter:
        visit = await on_reader(counter, "ichiro", inner)
        assert visit.failure is not None
        assert visit.failure.cause is FailureCause.CARD_UNREADABLE


@pytest.fixture
async def silent_server() -> AsyncIterator[str]:
    """A server that takes questions and never answers."""

    async def listen(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    server = await asyncio.start_server(listen, "127.0.0.1", 0)
    yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    server.close()
    await server.wait_closed()


@pytest.fixture
def nobody_there() -> str:
    import socket

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}"


async def ends_without_the_server(url: str, world: World, folder: Path, timeouts: Timeouts) -> tuple[Visit, set[str]]:
    async with open_counter(world, url, folder, timeouts=timeouts) as counter:
        patient = counter.patient("noboru")
        visit = await counter.finish(await counter.arrives(patient), patient, prefer=BY_PIN)
        return visit, {failure.cause for failure in visit.failures}


async def test_a_server_nobody_reaches_does_not_stop_the_visit(nobody_there: str, world: World, tmp_path: Path) -> None:
    """RES-03: the fallback ladder; the patient pays the usual share (PAY-01), 292 points at 3割."""
    visit, causes = await ends_without_the_server(nobody_there, world, tmp_path, Timeouts(pauses=()))
    assert causes == {FailureCause.SERVER_UNREACHABLE}
    assert visit.copayment is not None
    assert visit.copayment.yen == 880


async def test_a_server_that_never_answers_does_not_stop_the_visit(
    silent_server: str, world: World, tmp_path: Path
) -> None:
    visit, causes = await ends_without_the_server(silent_server, world, tmp_path, Timeouts(read=0.05, pauses=()))
    assert causes == {FailureCause.SERVER_TIMEOUT}
    assert visit.copayment is not None
    assert visit.copayment.yen == 880


async def test_a_check_given_up_while_the_server_is_slow_can_be_asked_again(
    silent_server: str, world: World, tmp_path: Path
) -> None:
    async with open_counter(world, silent_server, tmp_path) as counter:
        visit = await on_reader(counter, "hiroshi")
        asking = asyncio.Event()

        def progress(phrase: str) -> None:
            if phrase == "資格確認システムにつないでいます":
                asking.set()

        pin = pin_of(counter.patient("hiroshi"))
        checking = asyncio.create_task(counter.desk.perform(visit.id, pin, progress=progress))
        await asking.wait()
        checking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await checking
        assert counter.kinds(visit)[-1] == "identity-confirmed"
        assert Action.SEND_CHECK in {step.action for step in counter.desk.steps(counter.desk.visit(visit.id))}


async def test_visits_left_open_are_taken_up_without_what_the_chip_held(
    world: World, server_url: str, tmp_path: Path
) -> None:
    async with open_counter(world, server_url, tmp_path) as counter:
        visit = await on_reader(counter, "ichiro")
        visit = await counter.do(visit, pin_of(counter.patient("ichiro")))
        closed_patient = counter.patient("ayumi")
        await counter.finish(await counter.arrives(closed_patient), closed_patient)
    async with open_counter(world, server_url, tmp_path) as counter:
        (resumed,) = counter.desk.resume()
        assert resumed.id == visit.id
        assert counter.kinds(resumed)[-1] == "session-resumed"
        assert (resumed.identity, resumed.card_on_reader) == (None, False)
        assert counter.desk.resume() == (resumed,)
        assert counter.kinds(resumed).count("session-resumed") == 1
        patient = counter.patient("ichiro")
        finished = await counter.finish(resumed, patient, prefer=BY_PIN)
        assert finished.copayment is not None
        assert finished.copayment.yen == 1240
