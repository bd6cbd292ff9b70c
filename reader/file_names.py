"""What the files of a My Number Card are called (my-number-card §2)."""

from typing import Final

from reader.applications import Application, Common, Jpki, Residence, Text, Visual

FILE_NAMES: Final[dict[tuple[Application, int], tuple[str, str]]] = {
    (Application.JPKI, Jpki.SIGN_CERTIFICATE): ("署名用電子証明書", "sign certificate"),
    (Application.JPKI, Jpki.SIGN_CA_CERTIFICATE): ("署名用CA証明書", "sign CA certificate"),
    (Application.JPKI, Jpki.TOKEN_INFORMATION): ("トークン情報", "token information"),
    (Application.JPKI, Jpki.CERTIFICATES_PRESENT): ("証明書の有無", "certificates present"),
    (Application.JPKI, Jpki.PROTECTED): ("用途不明", "unknown, protected"),
    (Application.JPKI, Jpki.AUTH_CERTIFICATE): ("利用者証明用電子証明書", "auth certificate"),
    (Application.JPKI, Jpki.AUTH_CA_CERTIFICATE): ("利用者証明用CA証明書", "auth CA certificate"),
    (Application.JPKI, Jpki.TERMINAL_CA_KEY): ("端末CAの鍵参照", "terminal CA key reference"),
    (Application.JPKI, Jpki.AUTH_KEY): ("利用者証明用秘密鍵", "auth key"),
    (Application.JPKI, Jpki.AUTH_PIN): ("利用者証明用暗証番号", "auth PIN"),
    (Application.JPKI, Jpki.SIGN_KEY): ("署名用秘密鍵", "sign key"),
    (Application.JPKI, Jpki.SIGN_PASSWORD): ("署名用暗証番号", "sign password"),
    (Application.TEXT, Text.INDIVIDUAL_NUMBER): ("個人番号", "individual number"),
    (Application.TEXT, Text.ATTRIBUTES): ("基本4情報", "four attributes"),
    (Application.TEXT, Text.INTEGRITY): ("真正性確認データ", "integrity data"),
    (Application.TEXT, Text.CV_CERTIFICATE): ("CV証明書", "card-verifiable certificate"),
    (Application.TEXT, Text.BASIC_INFORMATION): ("AP基本情報", "basic information"),
    (Application.TEXT, Text.SESSION_KEY_PUBLIC): ("セッション鍵用公開鍵", "session-key public key"),
    (Application.TEXT, Text.CARD_PUBLIC_KEY): ("カード公開鍵", "card public key"),
    (Application.TEXT, Text.UNKNOWN): ("用途不明", "unknown"),
    (Application.TEXT, Text.PIN): ("券面事項入力補助用暗証番号", "text PIN"),
    (Application.TEXT, Text.BLOCKED_FROM_ISSUE): ("発行時から閉塞の鍵参照", "key blocked from issue"),
    (Application.TEXT, Text.CARD_KEY): ("内部認証用秘密鍵", "internal authentication key"),
    (Application.TEXT, Text.VERIFICATION_NUMBER_A): ("照合番号A", "照合番号A"),
    (Application.TEXT, Text.VERIFICATION_NUMBER_B): ("照合番号B", "照合番号B"),
    (Application.VISUAL, Visual.AGE_RECORD): ("生年月日", "age record"),
    (Application.VISUAL, Visual.CARD_FACE): ("券面情報", "card face"),
    (Application.VISUAL, Visual.BASIC_INFORMATION): ("AP基本情報", "basic information"),
    (Application.VISUAL, Visual.CV_CERTIFICATE): ("CV証明書", "card-verifiable certificate"),
    (Application.VISUAL, Visual.NUMBER_IMAGE): ("個人番号画像", "number image"),
    (Application.VISUAL, Visual.UNKNOWN): ("用途不明", "unknown"),
    (Application.VISUAL, Visual.BIRTH_DATE): ("生年月日の鍵", "birth date key"),
    (Application.VISUAL, Visual.VERIFICATION_NUMBER_B): ("照合番号B", "照合番号B"),
    (Application.VISUAL, Visual.VERIFICATION_NUMBER_A): ("照合番号A", "照合番号A"),
    (Application.RESIDENCE, Residence.KEY_REFERENCE): ("鍵参照", "key reference"),
    (Application.RESIDENCE, Residence.RESIDENCE_PIN): ("住民基本台帳用暗証番号", "residence PIN"),
    (Application.COMMON, Common.CARD_RECORD): ("カード製造情報", "card record"),
    (Application.COMMON, Common.KEY_REFERENCE): ("鍵参照", "key reference"),
    (Application.COMMON, Common.CARD_KEY): ("内部認証用秘密鍵", "internal authentication key"),
    (Application.COMMON, Common.RESIDENCE_PIN): ("住民基本台帳用暗証番号", "residence PIN"),
}


def file_name(application: Application | None, fid: int) -> tuple[str, str]:
    """Return the name of a file in Japanese and English; its id when nobody knows more."""
    unknown = (f"ファイル{fid:04X}", f"file {fid:04X}")
    return unknown if application is None else FILE_NAMES.get((application, fid), unknown)
