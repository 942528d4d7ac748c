"""Other people's implementations, as programs of their own: peer.py NAME open|close TOKEN KEY RECEIVER < JSON > JSON.

In stands {"messages": […]} to close, or {"sealed": [[encrypted, signature, timestamp, nonce], …]} to open.
"""

import json
import sys
from typing import Any

TIME, NONCE = "1714112445", "415670741"


def wechatpy(deed: str, token: str, key: str, receiver: str, given: Any) -> Any:
    from wechatpy.crypto import WeChatCrypto  # noqa: PLC0415

    crypto = WeChatCrypto(token, key, receiver)
    if deed == "close":
        return [_of_xml(crypto.encrypt_message(message, NONCE, TIME)) for message in given["messages"]]
    return [
        crypto.decrypt_message(f"<xml><Encrypt><![CDATA[{sealed}]]></Encrypt></xml>", shown, time, nonce)
        for sealed, shown, time, nonce in given["sealed"]
    ]


def werobot(deed: str, token: str, key: str, receiver: str, given: Any) -> Any:
    from werobot.crypto import MessageCrypt  # noqa: PLC0415

    crypto = MessageCrypt(token, key, receiver)
    if deed == "close":
        return [_of_xml(crypto.encrypt_message(message)) for message in given["messages"]]
    opened = [crypto.decrypt_message(time, nonce, shown, sealed) for sealed, shown, time, nonce in given["sealed"]]
    return [one.decode() if isinstance(one, bytes) else one for one in opened]


def _of_xml(written: Any) -> list[str]:
    import xmltodict  # noqa: PLC0415

    xml = xmltodict.parse(written)["xml"]
    return [xml["Encrypt"], xml["MsgSignature"], str(xml["TimeStamp"]), str(xml["Nonce"])]


if __name__ == "__main__":
    peer = {"wechatpy": wechatpy, "werobot": werobot}[sys.argv[1]]
    json.dump(peer(*sys.argv[2:6], json.load(sys.stdin)), sys.stdout)
