"""What only virtual cards, and what puts them into a PC/SC stack, can suffer."""

from reader.errors.base import TO_DOCUMENTS_EN, TO_DOCUMENTS_JA, ReaderError


class CountersUnavailable(ReaderError):
    """The file that keeps a virtual card's try counters cannot be read or written; `path` tells which."""

    ja = "模擬カードの残り回数の記録を読み書きできません。"
    en = "The try counters of the virtual card cannot be read or written."
    next_ja = (
        "記録の場所と書込みの権限、空き容量を確かめてください。壊れた記録は残したまま別名にして、やり直してください。"
    )
    next_en = "Check folder, permission and free space. Rename a damaged file, keep it, and start again."

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path
        self.ja = f"模擬カードの残り回数の記録を読み書きできません({path})。"
        self.en = f"The try counters of the virtual card cannot be read or written ({path})."


class PersonHasNoCard(ReaderError):
    """The fictitious person owns no My Number Card."""

    ja = "この人はマイナンバーカードを持っていません。"
    en = "This person has no My Number Card."
    next_ja = TO_DOCUMENTS_JA
    next_en = TO_DOCUMENTS_EN


class PcscdCannotRun(ReaderError):
    """A private PC/SC service cannot run here; `reason` tells what is missing or taken."""

    ja = "自分用のPC/SCサービスを起動できません。"
    en = "A private PC/SC service cannot run here."
    next_ja = (
        "Debian・Ubuntuでは sudo apt install pcscd vsmartcard-vpcd で入ります。ほかのフォルダーやポートも試せます。"
    )
    next_en = "On Debian and Ubuntu: sudo apt install pcscd vsmartcard-vpcd. Or try another folder or port."

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.ja = f"自分用のPC/SCサービスを起動できません({reason})。"
        self.en = f"A private PC/SC service cannot run here ({reason})."


class VirtualSlotUnavailable(ReaderError):
    """No vpcd driver takes a card at this port; `port` tells which."""

    ja = "仮想リーダー(vpcd)にカードを入れられません。"
    en = "The virtual reader (vpcd) takes no card."
    next_ja = (
        "サービスを確かめてください: sudo apt install pcscd vsmartcard-vpcd のあと sudo systemctl restart pcscd。"
        "自分用のサービスなら: reader emulate PERSON --socket DIR。"
    )
    next_en = (
        "Check the service: sudo apt install pcscd vsmartcard-vpcd, then sudo systemctl restart pcscd. "
        "Or use a private one: reader emulate PERSON --socket DIR."
    )

    def __init__(self, port: int) -> None:
        super().__init__(port)
        self.port = port
        self.ja = f"ポート{port}に仮想リーダー(vpcd)がありません。"
        self.en = f"No virtual reader (vpcd) listens on port {port}."


class VirtualSlotTaken(VirtualSlotUnavailable):
    """Something listens at the port and never asks for the card: another card lies there, or it is no vpcd."""

    next_ja = "すでに別の模擬カードが入っていれば抜いてください。または --port で次のスロットを選んでください。"
    next_en = "Take the other virtual card out, or choose the next slot with --port."

    def __init__(self, port: int) -> None:
        super().__init__(port)
        self.ja = f"ポート{port}の仮想リーダーはカードを受け付けません(別のカードが入っているか、vpcdではありません)。"
        self.en = f"The reader on port {port} does not take the card: another one is in it, or it is no vpcd."
