"""Who imports a light part of the package does not pay for a heavy one."""

import subprocess
import sys

import pytest

HEAVY = {"smartcard", "cryptography", "PIL", "pydantic", "fixtures", "yaml"}


@pytest.mark.parametrize(
    "module", ["reader", "reader.my_number_card", "reader.simulated", "reader.virtual", "reader.probe"]
)
def test_the_desk_can_start_without_rsa_pictures_and_hardware(module: str) -> None:
    program = f"import sys, {module}; sys.stdout.write(' '.join(sorted({HEAVY!r} & set(sys.modules))))"
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert run.stdout == ""


def test_only_the_pcsc_module_brings_pyscard() -> None:
    program = "import sys, reader.virtual.mint, reader.virtual.vpcd, reader.cli; sys.exit('smartcard' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_the_virtual_card_comes_when_it_is_asked_for() -> None:
    import reader.virtual
    from reader.virtual.chip import VirtualCard

    assert reader.virtual.VirtualCard is VirtualCard
    with pytest.raises(AttributeError, match="Virtualcard"):
        reader.virtual.__getattr__("Virtualcard")
