"""From the library up to the card: what holds, and the first thing that does not.

Each level stands on the one below, so the examination ends where one fails. Pure but for what it asks.
"""

from collections.abc import Iterator
from typing import Final

from reader.doctor import remedies
from reader.doctor.card import card_on
from reader.doctor.finding import Finding, fine, mend, note
from reader.doctor.surroundings import Surroundings
from reader.errors import ReaderAccessDenied, ReaderError, ReaderUnavailable, ServiceUnavailable

_REFUSED_JA: Final = "PC/SCサービスが、このユーザーを拒んでいます(polkit)。"
_REFUSED_EN: Final = "The PC/SC service refuses this user (polkit)."


def examine(machine: Surroundings, wanted: str | None = None) -> Iterator[Finding]:
    """Yield the findings in order; `wanted` names the reader to be used, None means the first."""
    if machine.system == "linux" and not machine.library_loads():
        yield mend(
            "library_missing",
            "PC/SCのライブラリー(libpcsclite)がありません。",
            "The PC/SC library (libpcsclite) is missing.",
            remedies.install(machine, "library"),
        )
        return
    try:
        names = machine.readers()
    except ReaderError as error:
        yield _service_trouble(machine, error)
        return
    yield fine("service", "PC/SCサービスが応答します。", "The PC/SC service answers.")
    yield from _readers(machine, names, wanted)


def _service_trouble(machine: Surroundings, error: ReaderError) -> Finding:
    if isinstance(error, ReaderAccessDenied):
        return _refused(machine)
    if not isinstance(error, ServiceUnavailable):
        return mend("service_failing", error.ja, error.en, remedies.restart_service(machine))
    if machine.service_socket is not None:
        return mend(
            "socket_stale",
            f"PCSCLITE_CSOCK_NAME が指す {machine.service_socket} で、PC/SCサービスが待っていません。",
            f"No PC/SC service listens at {machine.service_socket}, where PCSCLITE_CSOCK_NAME points.",
            "unset PCSCLITE_CSOCK_NAME",
        )
    if machine.system == "linux" and not machine.service_installed():
        return mend(
            "service_missing",
            "PC/SCサービス(pcscd)が入っていません。",
            "The PC/SC service (pcscd) is not installed.",
            remedies.install(machine, "service"),
        )
    return mend("service_stopped", error.ja, error.en, remedies.start_service(machine))


def _refused(machine: Surroundings) -> Finding:
    """Who sits at the machine is let in by polkit; who came over the network needs a rule."""
    if machine.remote_session():
        ja, en = "ネットワーク経由のログインのためです。", "This is because you logged in over the network."
    else:
        ja, en = (
            "画面の前でログインし直すか、許可を加えてください。",
            "Log in at the machine itself, or allow the user.",
        )
    return mend("service_refused", _REFUSED_JA + ja, f"{_REFUSED_EN} {en}", remedies.allow(machine.user))


def _readers(machine: Surroundings, names: list[str], wanted: str | None) -> Iterator[Finding]:
    if not names:
        yield from _no_reader(machine)
        return
    if wanted not in (None, *names):
        yield mend(
            "reader_unknown",
            f"「{wanted}」というリーダーはつながっていません。",
            f'No reader called "{wanted}" is connected.',
            remedies.use_reader(names[0]),
        )
        return
    listed = "、".join(names)
    yield fine("readers", f"カードリーダーが見えます: {listed}", f"Card readers are seen: {', '.join(names)}")
    yield from _slots(machine, names, wanted or names[0])


def _no_reader(machine: Surroundings) -> Iterator[Finding]:
    """No reader is seen: because of its driver, the kernel, the service, or because there is none."""
    on_usb = ", ".join(machine.usb_readers())
    drivers = machine.drivers()
    if machine.system == "linux" and "ccid" not in drivers:
        yield mend(
            "driver_missing",
            "USBカードリーダーのドライバー(libccid)がありません。",
            "The driver of USB card readers (libccid) is missing.",
            remedies.install(machine, "ccid"),
        )
    elif modules := machine.grabbing_modules():
        yield mend(
            "reader_grabbed",
            f"Linuxカーネルのモジュール({', '.join(modules)})がリーダーをつかんでいます。",
            f"Kernel modules ({', '.join(modules)}) have taken the reader.",
            remedies.release_from_kernel(modules),
        )
    elif on_usb:
        yield mend(
            "reader_unseen",
            f"USBにある {on_usb} を、PC/SCサービスが見ていません。",
            f"The service does not see {on_usb}, which is on USB.",
            remedies.restart_service(machine),
        )
    else:
        yield mend(
            "no_reader",
            "カードリーダーがつながっていません。USBケーブルと電源を確かめてください。",
            "No card reader is connected. Check the USB cable and the power.",
        )
    if machine.system == "linux" and "vpcd" not in drivers:
        yield note(
            "virtual_driver_missing",
            "カードリーダーなしで試すときは、仮想リーダーのドライバー(vpcd)が要ります。",
            "To practise without a reader, the driver of the virtual reader (vpcd) is needed.",
            remedies.install(machine, "vpcd"),
        )


def _slots(machine: Surroundings, names: list[str], chosen: str) -> Iterator[Finding]:
    """Look where the card lies: on the chosen reader, on another one, or nowhere."""
    loaded = [name for name in names if _has_card(machine, name)]
    if chosen in loaded:
        yield card_on(machine, chosen)
    elif loaded:
        yield mend(
            "other_slot",
            f"カードは「{loaded[0]}」にあり、「{chosen}」は空です。",
            f'The card lies on "{loaded[0]}"; "{chosen}" is empty.',
            remedies.use_reader(loaded[0]),
        )
    else:
        yield note(
            "no_card",
            f"「{chosen}」にカードがありません。置いて、もう一度調べてください。",
            f'There is no card on "{chosen}". Place one and ask again.',
            "reader watch",
        )


def _has_card(machine: Surroundings, name: str) -> bool:
    """A reader that fails at this moment has no card for us."""
    try:
        return machine.reader(name).card_present()
    except ReaderUnavailable:
        return False
