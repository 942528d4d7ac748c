"""The vendors' known answers, and messages closed here and opened by others, and the other way round."""

import base64
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.tencent.crypto import Forged, Key, decrypt, encrypt, signature, signed
from tests.peers.node import MODULES

HERE = Path(__file__).parent
TOKEN, KEY, APP = "AAAAA", "A" * 43, "wxba5fad812f8e6fb9"
OTHER_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
TIME, NONCE = "1714112445", "415670741"
SAFE = (
    "+qdx1OKCy+5JPCBFWw70tm0fJGb2Jmeia4FCB7kao+/Q5c/ohsOzQHi8khUOb05JCpj0JB4RvQMkUyus8TPxLKJGQqcvZqzDpVzazhZv6JsXUnnR8X"
    "GT740XgXZUXQ7vJVnAG+tE8NUd4yFyjPy7GgiaviNrlCTj+l5kdfMuFUPpRSrfMZuMcp3Fn2Pede2IuQrKEYwKSqFIZoNqJ4M8EajAsjLY2km32IIj"
    "df8YL/P50F7mStwntrA2cPDrM1kb6mOcfBgRtWygb3VIYnSeOBrebufAlr7F9mFUPAJGj04="
)
EDGES = ["路" * n + "x" * m for n in (0, 1, 3, 170) for m in (0, 1, 9, 10, 11, 30)][1:]


@pytest.mark.parametrize(
    ("time", "nonce", "shown"),
    [
        ("1714036504", "1514711492", "f464b24fc39322e44b38aa78f5edd27bd1441696"),
        ("1714037059", "486452656", "899cf89e464efb63f54ddac96b0a0a235f53aa78"),
    ],
)
def test_plain_signatures_are_those_of_the_documentation(time: str, nonce: str, shown: str) -> None:
    assert signed(shown, TOKEN, time, nonce)
    assert not signed(shown[:-1] + "0", TOKEN, time, nonce)


def test_the_signature_of_an_encrypted_push_is_that_of_the_documentation() -> None:
    assert signed("046e02f8204d34f8ba5fa3b1db94908f3df2e9b3", TOKEN, TIME, NONCE, SAFE)


def test_the_documented_push_opens() -> None:
    assert json.loads(decrypt(Key(KEY), SAFE, APP))["Event"] == "debug_demo"


def test_the_documented_reply_closes() -> None:
    closed = encrypt(Key(KEY), b'{"demo_resp":"good luck"}', APP, b"707722b803182950")
    assert closed == "ELGduP2YcVatjqIS+eZbp80MNLoAUWvzzyJxgGzxZO/5sAvd070Bs6qrLARC9nVHm48Y4hyRbtzve1L32tmxSQ=="
    assert signature(TOKEN, "1713424427", NONCE, closed) == "1b9339964ed2e271e7c7b6ff2b0ef902fc94dea1"


def test_the_java_sample_closes_to_the_same() -> None:
    closed = encrypt(Key(OTHER_KEY), "我是中文abcd123".encode(), "wxb11529c136998cb6", b"aaaabbbbccccdddd")
    assert closed == "jn1L23DB+6ELqJ+6bruv21Y6MD7KeIfP82D6gU39rmkgczbWwt5+3bnyg5K55bgVtVzd832WzZGMhkP72vVOfg=="


@given(st.binary(max_size=300), st.sampled_from(["", APP, "ww1234567890abcdef"]))
def test_what_was_closed_opens_for_its_receiver_alone(message: bytes, receiver: str) -> None:
    closed = encrypt(Key(OTHER_KEY), message, receiver)
    assert decrypt(Key(OTHER_KEY), closed, receiver) == message
    with pytest.raises(Forged):
        decrypt(Key(OTHER_KEY), closed, "wx0000000000000000")
    with pytest.raises(Forged):
        decrypt(Key(KEY), closed, receiver)


@given(st.one_of(st.text(max_size=200), st.binary(max_size=200).map(lambda raw: base64.b64encode(raw).decode())))
def test_what_is_no_envelope_is_forged_and_nothing_worse(encrypted: str) -> None:
    with pytest.raises(Forged):
        decrypt(Key(KEY), encrypted, APP)


@pytest.mark.parametrize("encoded", ["", "A" * 42, "A" * 44, "!" * 43])
def test_a_key_that_is_none_is_said_to_be_none(encoded: str) -> None:
    with pytest.raises(ValueError, match="EncodingAESKey"):
        Key(encoded)


def _ask(command: list[str], deed: str, what: dict[str, Any]) -> Any:
    asked = [*command, deed, TOKEN, OTHER_KEY, APP]
    done = subprocess.run(  # noqa: S603
        asked,
        input=json.dumps(what),
        capture_output=True,
        text=True,
        check=False,
        cwd=HERE,
        env=os.environ | {"NODE_PATH": str(MODULES)},
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def _node() -> list[str]:
    """Node with Tencent's package, where make could install it."""
    if shutil.which("node") is None or not (MODULES / "@wecom" / "crypto").exists():
        pytest.skip("Node.js or its packages are not there: Tencent's own Node implementation is not asked")
    return ["node", "peer.cjs"]


@pytest.mark.parametrize("peer", ["wechatpy", "werobot", "@wecom/crypto"])
def test_others_open_what_we_close_and_we_open_what_they_close(peer: str) -> None:
    command = _node() if peer.startswith("@") else [sys.executable, "peer.py", peer]
    closed = [encrypt(Key(OTHER_KEY), message.encode(), APP) for message in EDGES]
    sealed = [[one, signature(TOKEN, TIME, NONCE, one), TIME, NONCE] for one in closed]
    assert _ask(command, "open", {"sealed": sealed}) == EDGES
    theirs = _ask(command, "close", {"messages": EDGES})
    assert [decrypt(Key(OTHER_KEY), one, APP).decode() for one, *_ in theirs] == EDGES
    assert all(signed(shown, TOKEN, time, nonce, one) for one, shown, time, nonce in theirs)
