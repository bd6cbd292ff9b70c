"""`reader probe`: what lies on the reader, without a try; something personal only when asked for and confirmed."""

import argparse
import json
from typing import TYPE_CHECKING

from reader.cli.asking import confirmed
from reader.cli.card_choice import add_options, chosen_reader
from reader.cli.dialogue_choice import chosen_holder
from reader.cli.exit_codes import OK
from reader.cli.output import Commands, write
from reader.connection import CardConnection

if TYPE_CHECKING:
    from reader.card_face import CardFace
    from reader.probe import CardProbe


def register(commands: Commands) -> None:
    """Add the command."""
    parser = commands.add_parser("probe", help="カードを調べる / look at the card")
    add_options(parser)
    parser.add_argument("--json", action="store_true", help="JSONで出力 / print JSON")
    parser.add_argument(
        "--personal",
        action="store_true",
        help="確かめたうえで、照合番号Bで生年月日などを読む / after a confirmation, read the card face with 照合番号B",
    )
    parser.set_defaults(run=_probe)


def _probe(options: argparse.Namespace) -> int:
    from reader.probe import probe
    from reader.tracing import TracedConnection

    connection = TracedConnection(chosen_reader(options).connect())
    try:
        found = probe(connection)
        face = _card_face(connection, options) if options.personal else None
    finally:
        connection.close()
    write(_as_json(found, face) if options.json else "\n".join([*_as_text(found), *_face_as_text(face)]))
    return OK


def _card_face(connection: CardConnection, options: argparse.Namespace) -> "CardFace | None":
    """Read the card face when whoever sits at the keyboard says yes; it takes one try of 照合番号B."""
    from reader.dialogues import card_face

    if not confirmed(
        "個人の情報を画面に出します。照合番号Bの照合を1回行います。よろしいですか。",
        "Personal data will be shown, and 照合番号B is presented once. Go on?",
    ):
        return None
    return card_face(connection, chosen_holder(options))


def _as_json(found: "CardProbe", face: "CardFace | None") -> str:
    first, last = found.certificate_not_before, found.certificate_not_after
    told: dict[str, object] = {
        "applications": [application.name.lower() for application in found.applications],
        "tries_left": {key.key: key.tries_left for key in found.keys},
        "certificate": {"not_before": str(first), "not_after": str(last)} if first and last else None,
    }
    if face is not None:
        told["personal"] = {
            "birth_date": str(face.birth_date),
            "sex": face.sex.name.lower(),
            "expires": str(face.expires),
            "photo_bytes": len(face.photo),
        }
    return json.dumps(told)


def _face_as_text(face: "CardFace | None") -> list[str]:
    if face is None:
        return []
    return [
        "",
        "券面 / card face:",
        f"  生年月日 / born: {face.birth_date}",
        f"  性別 / sex: {face.sex.ja} ({face.sex.name.lower()})",
        f"  有効期限 / expires: {face.expires}",
        f"  顔写真 / photo: {len(face.photo) or 'なし none'} bytes",
    ]


def _as_text(found: "CardProbe") -> list[str]:
    lines = ["マイナンバーカードです / This is a My Number Card", "", "アプリケーション / applications:"]
    lines += [f"  {application.ja} ({application.name.lower()})" for application in found.applications]
    lines += ["", "残り回数 / tries left:"]
    lines += [
        f"  {key.ja} / {key.en}: {key.tries_left or '0 ロック・未設定 locked or never set'}" for key in found.keys
    ]
    lines += ["", "利用者証明用電子証明書 / auth certificate:"]
    if found.certificate_not_after:
        lines.append(f"  {found.certificate_not_before} ～ {found.certificate_not_after}")
    else:
        lines.append("  読めません / cannot be read")
    return lines
