"""The one table of what can be done by key: bindings, key line, palette and help are readings of it.

A row's `id` is also its action: `select-next` runs `action_select_next` of the screen whose `scope` it has. Keys are
Textual's names. Two presets share the table: `keys`, and `orca` where a row differs under the keys of 日レセ.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from textual.binding import Binding, BindingType


class Scope(StrEnum):
    """Where a command works: on every screen, on the desk, or in one dialog."""

    EVERYWHERE = "everywhere"
    START = "start"
    DESK = "desk"
    PAGE = "page"
    READING = "reading"
    FORM = "form"
    PIN = "pin"
    CARD_FACE = "card-face"
    FACES = "faces"
    QUESTION = "question"
    PAPER = "paper"
    DECLARATION = "declaration"
    CHOICE = "choice"
    TASKS = "tasks"
    PALETTE = "palette"


class When(StrEnum):
    """What must hold for a command to be possible now; each screen says which of these hold."""

    ALWAYS = "always"
    STEPS = "steps"
    WORKING = "working"
    IDLE = "idle"
    PATIENT = "patient"
    CLOSED = "closed"
    TASKS = "tasks"
    ANSWER = "answer"
    PHOTOS = "photos"


class Preset(StrEnum):
    """Which keys: those of this desk, or those a clerk knows from 日レセ (F1 goes back)."""

    STANDARD = "standard"
    ORCA = "orca"

    @property
    def label(self) -> str:
        """The preset's name on screen."""
        return {"standard": "標準", "orca": "日レセ風"}[self.value]


@dataclass(frozen=True)
class Entry:
    """One command. `kana` and `romaji` are the readings the palette finds it by; `help` is one sentence.

    `hint` False keeps a command out of the key line, `palette` False out of the palette (it makes sense by key only).
    `takes_key` hands the key itself to the action (the number keys).
    """

    id: str
    scope: Scope
    keys: tuple[str, ...]
    ja: str
    en: str
    kana: str
    romaji: str
    help: str
    when: When = When.ALWAYS
    orca: tuple[str, ...] = ()
    hint: bool = True
    palette: bool = True
    takes_key: bool = False

    @property
    def action(self) -> str:
        """Name of the action method without its prefix."""
        return self.id.replace("-", "_")

    @property
    def target(self) -> str:
        """What Textual runs: commands of EVERYWHERE belong to the app."""
        return f"app.{self.action}" if self.scope is Scope.EVERYWHERE else self.action

    def keys_in(self, preset: Preset) -> tuple[str, ...]:
        """The keys under this preset."""
        return self.orca if preset is Preset.ORCA and self.orca else self.keys

    def key_name(self, preset: Preset) -> str:
        """The first key as printed on a keyboard; the number keys as a range."""
        keys = self.keys_in(preset)
        return f"{keys[0]}-{keys[-1]}" if self.takes_key else key_name(keys[0])

    def all_key_names(self, preset: Preset) -> str:
        """Every key, for the help."""
        return self.key_name(preset) if self.takes_key else " ".join(map(key_name, self.keys_in(preset)))


_KEY_NAMES = {
    "escape": "Esc",
    "enter": "Enter",
    "tab": "Tab",
    "shift+tab": "Shift+Tab",
    "up": "上矢印",
    "down": "下矢印",
    "left": "左矢印",
    "right": "右矢印",
    "question_mark": "?",
    "pageup": "PgUp",
    "pagedown": "PgDn",
}


def key_name(key: str) -> str:
    """A Textual key name as printed on a keyboard: `ctrl+q` is Ctrl+Q, `f1` is F1."""
    if key in _KEY_NAMES:
        return _KEY_NAMES[key]
    return "+".join(part.capitalize() for part in key.split("+"))


_S = Scope

COMMANDS: tuple[Entry, ...] = (
    Entry("help", _S.EVERYWHERE, ("f1",), "ヘルプ", "Help", "へるぷ", "herupu help",
          "今の画面でできることと、キーの一覧を見せます。", orca=("shift+f1", "f13", "question_mark")),
    Entry("leave", _S.START, ("q", "ctrl+q", "ctrl+c"), "終了", "Quit", "しゅうりょう おわる", "shuuryou owaru",
          "受付を開かずに終わります。", palette=False),
    # The desk.
    Entry("perform", _S.DESK, ("enter", "f12"), "実行", "Do the step", "じっこう かくてい", "jikkou kakutei",
          "選んでいる手順（はじめは推奨の手順）を行います。", When.STEPS),
    Entry("perform-number", _S.DESK, tuple("123456789"), "番号", "Do by number", "ばんごう", "bangou",
          "その番号の手順をすぐに行います。", When.STEPS, palette=False, takes_key=True),
    Entry("cancel", _S.DESK, ("f7", "escape"), "中止", "Stop waiting", "ちゅうし とりけし", "chuushi torikeshi",
          "カードリーダーやサーバーを待つのをやめます。そこまでの記録は残ります。", When.WORKING),
    Entry("summary", _S.DESK, ("s",), "会計", "Summary", "かいけい まとめ", "kaikei matome",
          "終わった受診の会計と請求のまとめを、もう一度見せます。", When.CLOSED),
    Entry("again", _S.DESK, ("a",), "もう一度", "Again", "もういちど やりなおす", "mouichido yarinaosu",
          "終わった受診の患者さんを、はじめから呼び直します。カードの暗証番号の回数も元に戻ります。", When.CLOSED),
    Entry("queue", _S.DESK, ("f2",), "待合", "Queue", "まちあい じゅんばん", "machiai junban",
          "待合の一覧へ移ります。上下で選び、Enterで呼びます。"),
    Entry("papers", _S.DESK, ("f9",), "持ち物", "Papers", "もちもの しょるい", "mochimono shorui",
          "患者さんが持っている書類を見せてもらいます。", When.PATIENT),
    Entry("language", _S.DESK, ("f3",), "ことば", "Language", "ことば やさしいにほんご えいご",
          "kotoba yasashii nihongo eigo", "声かけの文を、日本語、やさしい日本語、英語の順に切り替えます。"),
    Entry("reasons", _S.DESK, ("f4",), "なぜ", "Why", "なぜ りゆう きそく", "naze riyuu kisoku",
          "今の状態と手順の根拠になる規則を、1文ずつ見せます。", When.PATIENT),
    Entry("log", _S.DESK, ("f5",), "経過", "Log", "けいか きろく", "keika kiroku",
          "この受診で起きたことを、順にすべて見せます。", When.PATIENT),
    Entry("palette", _S.DESK, ("f10", "ctrl+p"), "一覧", "Commands", "いちらん こまんど", "ichiran komando",
          "できることの一覧を開き、漢字・かな・ローマ字で探します。", palette=False),
    Entry("tasks", _S.DESK, ("f8",), "診療後", "After hours", "しんりょうご しごと", "shinryougo shigoto",
          "診療後に残っている仕事を見せ、済んだものを記録します。"),
    Entry("select-next", _S.DESK, ("down", "j"), "次の手順", "Next step", "つぎ した", "tsugi shita",
          "1つ下の手順を選びます。", When.STEPS, hint=False, palette=False),
    Entry("select-previous", _S.DESK, ("up", "k"), "前の手順", "Previous step", "まえ うえ", "mae ue",
          "1つ上の手順を選びます。", When.STEPS, hint=False, palette=False),
    Entry("other-panel", _S.DESK, ("tab", "shift+tab"), "行き来", "Other panel", "いきき", "ikiki",
          "待合と次の手順の間を行き来します。", hint=False, palette=False),
    Entry("preset", _S.DESK, ("ctrl+k",), "キー配置", "Keys", "きーはいち にちれせ", "kii haichi nichirese orca",
          "キーの配置を、標準と日レセ風（F1で戻る）の間で切り替えます。", hint=False),
    Entry("quit", _S.DESK, ("q", "ctrl+q", "ctrl+c"), "終了", "Quit", "しゅうりょう おわる", "shuuryou owaru",
          "受付を終わります。途中の受診は記録され、次に開いたとき続きから始められます。"),
    # Pages and dialogs.
    Entry("back", _S.PAGE, ("escape",), "戻る", "Back", "もどる", "modoru",
          "前の画面に戻ります。入力したものは残ります。", orca=("escape", "f1")),
    Entry("confirm", _S.FORM, ("f12", "ctrl+s"), "確定", "Confirm", "かくてい とうろく", "kakutei touroku",
          "入力を確かめて、次に進みます。"),
    Entry("scroll-down", _S.READING, ("j", "down"), "下へ", "Down", "した", "shita",
          "下の方を見せます。", palette=False),
    Entry("scroll-up", _S.READING, ("k", "up"), "上へ", "Up", "うえ", "ue",
          "上の方を見せます。", palette=False),
    Entry("next-field", _S.PAGE, ("tab",), "次の欄", "Next field", "つぎのらん", "tsuginoran",
          "次の欄やボタンへ移ります。", hint=False, palette=False),
    Entry("previous-field", _S.PAGE, ("shift+tab",), "前の欄", "Previous field", "まえのらん", "maenoran",
          "前の欄やボタンへ移ります。", hint=False, palette=False),
    Entry("patient-enters", _S.PIN, ("f9", "p"), "患者さんが入力", "Patient enters", "かんじゃさん にゅうりょく",
          "kanjasan nyuuryoku", "暗証番号を患者さんに入力してもらいます。忘れていれば、そう答えます。", When.ANSWER),
    Entry("confirm-pin", _S.PIN, ("f12", "enter"), "確定", "Confirm", "かくてい", "kakutei",
          "4桁をカードに1回だけ送ります。まちがえると残り回数が1回減ります。"),
    Entry("erase-pin", _S.PIN, ("delete",), "全部消す", "Erase all", "ぜんぶけす", "zenbukesu",
          "入力した数字をすべて消します。", hint=False),
    Entry("camera-reads", _S.CARD_FACE, ("f9",), "カメラで読む", "Camera reads", "かめら よむ", "kamera yomu",
          "カードの券面をリーダーのカメラに読み取らせます。"),
    Entry("same-person", _S.FACES, ("y",), "同じ人です", "Same person", "おなじひと", "onajihito",
          "写真と目の前の患者さんが同じ人だと判断します。"),
    Entry("other-person", _S.FACES, ("n",), "同じ人と言えない", "Cannot say so", "べつのひと いえない", "betsunohito",
          "同じ人だと言えないと判断します。ほかの方法に進みます。"),
    Entry("features", _S.FACES, ("t",), "ことばで", "In words", "とくちょう ことば", "tokuchou kotoba",
          "写真のかわりに、顔の特徴をことばで見せます。", When.PHOTOS),
    Entry("yes", _S.QUESTION, ("y",), "はい", "Yes", "はい", "hai", "「はい」と記録します。"),
    Entry("no", _S.QUESTION, ("n",), "いいえ", "No", "いいえ", "iie", "「いいえ」と記録します。"),
    Entry("as-answered", _S.QUESTION, ("enter", "f12"), "答えのとおり", "As answered", "こたえのとおり", "kotaenotoori",
          "患者さんの答えのとおりに記録します。", When.ANSWER),
    Entry("copy-paper", _S.PAPER, ("f9",), "書類どおり", "As printed", "しょるいどおり うつす", "shoruidoori utsusu",
          "書類に書かれたとおりに、すべての欄を埋め直します。"),
    Entry("clear-fields", _S.PAPER, ("f8",), "欄を空に", "Clear", "らんをからに けす", "ranwokarani kesu",
          "すべての欄を空にして、自分で入力する練習をします。F9で書類どおりに戻せます。"),
    Entry("patient-writes", _S.DECLARATION, ("f9",), "患者さんが記入", "Patient writes", "かんじゃさん きにゅう",
          "kanjasan kinyuu", "患者さんに、わかるところを書いてもらいます。", When.ANSWER),
    Entry("choose", _S.CHOICE, ("enter", "f12"), "選ぶ", "Choose", "えらぶ", "erabu", "選んでいるものを開きます。"),
    Entry("do-task", _S.TASKS, ("enter", "f12"), "済みにする", "Done", "すみ", "sumi",
          "選んでいる仕事を行い、済んだことを記録します。", When.TASKS),
    Entry("run", _S.PALETTE, ("enter",), "実行", "Run", "じっこう", "jikkou", "選んでいるものを実行します。"),
    Entry("next-command", _S.PALETTE, ("down",), "次", "Next", "つぎ", "tsugi", "1つ下を選びます。",
          hint=False, palette=False),
    Entry("previous-command", _S.PALETTE, ("up",), "前", "Previous", "まえ", "mae", "1つ上を選びます。",
          hint=False, palette=False),
    Entry("theme", _S.EVERYWHERE, ("f6",), "明暗", "Light or dark", "めいあん いろ", "meian iro",
          "明るい画面と暗い画面を切り替えます。"),
)  # fmt: skip


def of(*scopes: Scope) -> tuple[Entry, ...]:
    """The rows of these scopes, in the order of the table."""
    return tuple(entry for entry in COMMANDS if entry.scope in scopes)


def bindings(*scopes: Scope) -> list[BindingType]:
    """Textual's bindings for a screen that has these scopes. Commands of EVERYWHERE run on the app."""
    return [binding for entry in of(*scopes, Scope.EVERYWHERE) for binding in _bindings(entry)]


def _bindings(entry: Entry) -> Iterable[Binding]:
    """One binding a row, or one a key where the action wants to know the key."""
    if entry.takes_key:
        return [Binding(key, f"{entry.target}({key})", entry.ja, id=f"{entry.id}-{key}") for key in entry.keys]
    return [Binding(",".join(entry.keys), entry.target, entry.ja, id=binding_id(entry))]


def binding_id(entry: Entry) -> str:
    """The id by which a preset finds the binding."""
    return f"{entry.scope}.{entry.id}"


def keymap(preset: Preset) -> dict[str, str]:
    """What `App.set_keymap` takes to switch to this preset."""
    return {binding_id(entry): ",".join(entry.keys_in(preset)) for entry in COMMANDS if entry.orca}
