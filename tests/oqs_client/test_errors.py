"""Every error speaks to the clerk in both languages, and the picture in the docstring shows them all."""

import pytest

from oqs_client import errors
from oqs_client.errors import OqsError, ServerUnreachable, UnreachableCause

KINDS = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, OqsError)]


@pytest.mark.parametrize("kind", KINDS)
def test_errors_say_what_happened_and_what_to_do(kind: type[OqsError]) -> None:
    error = kind.__new__(kind)
    for words in (error.ja, error.en, error.next_ja, error.next_en):
        assert words.endswith(("。", "."))
    assert kind.__name__ in str(errors.__doc__)


def test_the_message_names_cause_and_detail() -> None:
    error = ServerUnreachable(UnreachableCause.TLS, "port 443")
    assert str(error) == "The qualification check system cannot be reached. (tls) port 443"
