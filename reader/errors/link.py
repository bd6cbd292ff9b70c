"""The way to the card is not there: reader, service, card, contact."""

from reader.errors.base import TO_DOCUMENTS_EN, TO_DOCUMENTS_JA, ReaderError


class ReaderUnavailable(ReaderError):
    """The reader is dead or unplugged."""

    ja = "カードリーダーが使えません。"
    en = "The card reader cannot be used."
    next_ja = f"接続と電源を確かめてください。直らなければ、{TO_DOCUMENTS_JA}"
    next_en = f"Check cable and power. If that does not help: {TO_DOCUMENTS_EN}"


class ReaderBusy(ReaderUnavailable):
    """Another program, or another connection, holds the reader."""

    ja = "カードリーダーはほかのプログラムが使用中です。"
    en = "Another program is using the card reader."
    next_ja = "カードを使うほかのプログラムを閉じてから、もう一度お試しください。"
    next_en = "Close other programs that use the card, then try again."


class ReaderAccessDenied(ReaderUnavailable):
    """The PC/SC service refuses this user: polkit without an active session, or too many programs at once."""

    ja = "カードリーダーを使う権限がありません。"
    en = "The system does not allow this user to use card readers."
    next_ja = "画面の前でログインし直すか、管理者にpcscdのpolkit設定を確かめてもらってください。"
    next_en = "Log in at the machine itself, or have the polkit rules of pcscd checked."


class ServiceUnavailable(ReaderUnavailable):
    """The PC/SC service (pcscd, or the smart card service of Windows) does not run or has just died."""

    ja = "カードリーダーのサービス(PC/SC)が動いていません。"
    en = "The smart card service (PC/SC) is not running."
    next_ja = f"Linuxでは sudo systemctl start pcscd で始められます。直らなければ、{TO_DOCUMENTS_JA}"
    next_en = f"On Linux, `sudo systemctl start pcscd` starts it. If that does not help: {TO_DOCUMENTS_EN}"


class NoReader(ReaderError):
    """No reader, or no reader of the wanted name, is connected."""

    ja = "カードリーダーが見つかりません。"
    en = "No card reader was found."
    next_ja = "カードリーダーをつないでください。reader list で、見えているリーダーを確かめられます。"
    next_en = "Connect a card reader; `reader list` shows which ones are seen."


class ReaderUnplugged(NoReader, ReaderUnavailable):
    """The reader was there and is gone: unplugged, switched off, or the machine slept."""

    ja = "カードリーダーが外れました。"
    en = "The card reader was unplugged."
    next_ja = f"カードリーダーをつなぎ直し、カードを置き直してください。直らなければ、{TO_DOCUMENTS_JA}"
    next_en = f"Plug the reader in again and place the card again. If that does not help: {TO_DOCUMENTS_EN}"


class ReaderNameUnusable(ReaderUnavailable):
    """The reader's name has characters beyond ASCII, which pyscard cannot ask the service about."""

    ja = "カードリーダーの名前に英数字以外の文字があり、使えません。"
    en = "The card reader cannot be used: its name has characters beyond ASCII."
    next_ja = f"別のカードリーダーを使うか、{TO_DOCUMENTS_JA}"
    next_en = f"Use another reader, or: {TO_DOCUMENTS_EN}"


class NoCard(ReaderError):
    """No card lies on the reader."""

    ja = "カードが置かれていません。"
    en = "There is no card on the reader."
    next_ja = "マイナンバーカードをカードリーダーに置いていただいてください。"
    next_en = "Ask the patient to place the My Number Card on the reader."


class CardRemoved(ReaderError):
    """The link to the card was lost: pulled, moved, or reset by another program."""

    ja = "読取り中にカードが離れました。"
    en = "The card was removed while it was being read."
    next_ja = "カードを置き直し、終わるまで動かさないようお願いしてください。"
    next_en = "Place the card again and leave it until the end."


class CardMute(ReaderError):
    """A card is in the reader and does not answer: chip broken, upside down, or no chip."""

    ja = "カードのICが応答しません。"
    en = "The chip of the card does not answer."
    next_ja = f"向きを確かめて置き直してください。応答しなければICの故障が考えられます。{TO_DOCUMENTS_JA}"
    next_en = f"Check how the card lies and place it again; if it stays silent, the chip is broken. {TO_DOCUMENTS_EN}"


class CardTimedOut(CardMute):
    """The card took a command and did not answer in the time it was given; whoever waits for it was left behind."""

    ja = "カードが時間内に応答しませんでした。"
    en = "The card did not answer in time."
    next_ja = f"カードを一度取り、置き直してください。続く場合は、{TO_DOCUMENTS_JA}"
    next_en = f"Take the card off and place it again. If it happens again: {TO_DOCUMENTS_EN}"


class LinkProtocolError(ReaderError):
    """Card and reader do not understand each other: no T=1, or an answer without a status word."""

    ja = "カードとの通信が規格どおりに進みません。"
    en = "The exchange with the card breaks the rules of the protocol."
    next_ja = f"置かれたカードを確かめて置き直してください。続く場合は、{TO_DOCUMENTS_JA}"
    next_en = f"Look at the card and place it again. If it happens again: {TO_DOCUMENTS_EN}"


class ExtendedLengthUnsupported(ReaderError):
    """The reader carries only short APDUs; the command did not reach the card, which is held as it was."""

    ja = "このカードリーダーは長いコマンド(拡張長APDU)を送れません。"
    en = "This card reader carries only short APDUs."
