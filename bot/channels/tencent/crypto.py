"""Signatures and AES envelopes of WeChat and WeCom pushes, as their documentation gives them.

AES-256-CBC, whose key is also the start vector; PKCS#7 with blocks of 32 bytes. Inside stand 16 random bytes, the
length of the message in bytes (4, big endian), the message, and who it is for: an app id, a corp id, or nothing at all.
"""

import base64
import binascii
import hashlib
import hmac
import secrets
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

_BLOCK = 32
_RANDOM, _LENGTH = 16, 4


class Forged(Exception):
    """Not from the platform, or not for us: wrong signature, padding, or receiver."""


def signature(*parts: str) -> str:
    """The hexadecimal SHA-1 of the parts in the order of their characters."""
    return hashlib.sha1("".join(sorted(parts)).encode("utf-8", "surrogateescape")).hexdigest()  # noqa: S324 (the platform's choice)


def signed(shown: str, *parts: str) -> bool:
    """Whether the signature that was shown is that of the parts; takes as long for a wrong one as for the right one."""
    return hmac.compare_digest(shown.encode("utf-8", "surrogateescape"), signature(*parts).encode())


@dataclass(frozen=True)
class Key:
    """An EncodingAESKey of 43 characters. Raises ValueError for anything else."""

    encoded: str = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.encoded) != 43 or len(self.bytes) != _BLOCK:
            raise ValueError("an EncodingAESKey has 43 characters")

    @property
    def bytes(self) -> bytes:
        try:
            return base64.b64decode(f"{self.encoded}=", validate=True)
        except binascii.Error as error:
            raise ValueError("an EncodingAESKey is base64") from error

    def cipher(self) -> "Cipher[modes.CBC]":
        return Cipher(algorithms.AES(self.bytes), modes.CBC(self.bytes[:16]))


def encrypt(key: Key, message: bytes, receiver: str, random: bytes | None = None) -> str:
    """The message for that receiver as base64; `random` is for known answers alone."""
    start = secrets.token_bytes(_RANDOM) if random is None else random
    whole = start + len(message).to_bytes(_LENGTH, "big") + message + receiver.encode()
    pad = _BLOCK - len(whole) % _BLOCK
    encryptor = key.cipher().encryptor()
    return base64.b64encode(encryptor.update(whole + bytes([pad]) * pad) + encryptor.finalize()).decode()


def decrypt(key: Key, encrypted: str, receiver: str) -> bytes:
    """The message, if it is for that receiver. Raises Forged."""
    try:
        sealed = base64.b64decode(encrypted, validate=True)
        decryptor = key.cipher().decryptor()
        whole = decryptor.update(sealed) + decryptor.finalize()
    except (binascii.Error, ValueError) as error:
        raise Forged("broken") from error
    if len(whole) < _BLOCK:
        raise Forged("short")
    pad = whole[-1]
    if not 1 <= pad <= _BLOCK or whole[-pad:] != bytes([pad]) * pad:
        raise Forged("padding")
    content = whole[_RANDOM:-pad]
    length = int.from_bytes(content[:_LENGTH], "big")
    message, rest = content[_LENGTH : _LENGTH + length], content[_LENGTH + length :]
    if len(message) != length or not hmac.compare_digest(rest, receiver.encode()):
        raise Forged("receiver")
    return message
