"""The Bot API methods that the double carries out; each takes the bot and the decoded parameters."""

import json
import time
from collections.abc import Callable
from typing import Any

from tests.doubles.botapi.bot import BotState, Message, Webhook, chat_of
from tests.doubles.botapi.checks import caption_of, markup_of, text_of, upload
from tests.doubles.botapi.refusal import Refusal, bad

Params = dict[str, Any]
Method = Callable[[BotState, Params], Any]
_SHAPES: dict[str, Params] = {
    "photo": {"width": 90, "height": 90},
    "document": {},
    "voice": {"duration": 1},
    "video": {"width": 90, "height": 90, "duration": 1},
    "audio": {"duration": 1},
}


def get_me(bot: BotState, _params: Params) -> Any:
    return bot.me


def send_message(bot: BotState, params: Params) -> Message:
    return _send(bot, params, text=text_of(params), **_entities(params, "entities"))


def send_location(bot: BotState, params: Params) -> Message:
    place = {"latitude": float(params["latitude"]), "longitude": float(params["longitude"])}
    return _send(bot, params, location=place)


def send_file(kind: str) -> Method:
    def send(bot: BotState, params: Params) -> Message:
        captions = {"caption": caption_of(params)} if params.get("caption") else {}
        return _send(bot, params, **_file(bot, kind, params.get(kind)), **captions)

    return send


def send_media_group(bot: BotState, params: Params) -> list[Message]:
    items = params.get("media") or []
    if not 2 <= len(items) <= 10:
        raise bad("wrong number of items in the media group")
    group = {"media_group_id": f"sent-{bot.next_message}"}
    for item in items:
        caption_of(item)
    sources = [params.get(str(item["media"]).removeprefix("attach://"), item["media"]) for item in items]
    return [
        _send(bot, params, **_file(bot, item["type"], source), **group, **_entities(item, "caption"))
        for item, source in zip(items, sources, strict=True)
    ]


def edit_text(bot: BotState, params: Params) -> Message:
    old = _own(bot, params)
    if "text" not in old:
        raise bad("there is no text in the message to edit")
    return _edit(bot, old, params, text=text_of(params))


def edit_caption(bot: BotState, params: Params) -> Message:
    old = _own(bot, params)
    if "text" in old:
        raise bad("there is no caption in the message to edit")
    return _edit(bot, old, params, caption=caption_of(params))


def edit_markup(bot: BotState, params: Params) -> Message:
    return _edit(bot, _own(bot, params), params)


def delete_message(bot: BotState, params: Params) -> bool:
    message = bot.messages.pop((_chat(params), int(params["message_id"])), None)
    if message is None:
        raise bad("message to delete not found")
    mine = bot.by_chat[message["chat"]["id"]]
    if message in mine:
        mine.remove(message)
    return True


def answer_callback(bot: BotState, params: Params) -> bool:
    if str(params.get("callback_query_id")) not in bot.queries:
        raise bad("query is too old and response timeout expired or query ID is invalid")
    if len(str(params.get("text") or "")) > 200:
        raise bad("MESSAGE_TOO_LONG")
    bot.queries.discard(str(params["callback_query_id"]))
    return True


def get_file(bot: BotState, params: Params) -> Params:
    path, data = _known_file(bot, params.get("file_id"))
    if len(data) > 20 * 1024 * 1024 and not bot.folder:
        raise bad("file is too big")
    told = str(bot.folder / path) if bot.folder else path
    return {"file_id": params["file_id"], "file_unique_id": path, "file_size": len(data), "file_path": told}


def set_webhook(bot: BotState, params: Params) -> bool:
    url = str(params.get("url") or "")
    bot.webhook = Webhook(url, str(params.get("secret_token") or ""), int(params.get("max_connections") or 40))
    if not url:
        bot.webhook = None
    bot.allowed = set(params.get("allowed_updates") or bot.allowed)
    return True


def delete_webhook(bot: BotState, params: Params) -> bool:
    bot.webhook = None
    if params.get("drop_pending_updates") in (True, "true", "True"):
        bot.updates.clear()
    return True


def webhook_info(bot: BotState, _params: Params) -> Params:
    url = bot.webhook.url if bot.webhook else ""
    return {"url": url, "has_custom_certificate": False, "pending_update_count": len(bot.updates)}


def set_commands(bot: BotState, params: Params) -> bool:
    bot.commands[json.dumps([params.get("scope"), params.get("language_code")])] = params["commands"]
    return True


def get_chat(_bot: BotState, params: Params) -> Params:
    return chat_of(_chat(params)) | {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(
            ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"), False
        ),
    }


def _chat(params: Params) -> int:
    try:
        return int(params["chat_id"])
    except (KeyError, ValueError):
        raise bad("chat_id is empty") from None


def _entities(params: Params, name: str) -> Params:
    return {name: params[name]} if params.get(name) else {}


def _send(bot: BotState, params: Params, **content: Any) -> Message:
    chat, markup = _chat(params), markup_of(params)
    extra = {"reply_markup": markup} if markup and "inline_keyboard" in markup else {}
    message = bot.new_message(chat, bot.me, **content, **extra, **_replied(bot, chat, params))
    bot.by_chat[chat].append(message)
    return message


def _replied(bot: BotState, chat: int, params: Params) -> Params:
    reply = params.get("reply_parameters") or {"message_id": params.get("reply_to_message_id")}
    if not reply.get("message_id"):
        return {}
    original = bot.messages.get((chat, int(reply["message_id"])))
    if original is None and not reply.get("allow_sending_without_reply"):
        raise bad("message to be replied not found")
    return {"reply_to_message": original} if original else {}


def _file(bot: BotState, kind: str, source: Any) -> Params:
    if isinstance(source, tuple):
        upload(kind, source[1])
        kept = bot.keep_file(source[1], source[0])
    else:
        _known_file(bot, source)
        kept = {"file_id": source, "file_unique_id": f"u{source}"}
    kept |= _SHAPES[kind]
    return {kind: [kept] if kind == "photo" else kept}


def _known_file(bot: BotState, file_id: Any) -> tuple[str, bytes]:
    try:
        return bot.files[file_id]
    except (KeyError, TypeError):
        raise bad("wrong file identifier/HTTP URL specified") from None


def _own(bot: BotState, params: Params) -> Message:
    message = bot.messages.get((_chat(params), int(params.get("message_id") or 0)))
    if message is None:
        raise bad("message to edit not found")
    if message["from"]["id"] != bot.id:
        raise bad("message can't be edited")
    return message


def _edit(bot: BotState, old: Message, params: Params, **content: Any) -> Message:
    markup = markup_of(params)
    new = {key: value for key, value in old.items() if key not in ("reply_markup", "edit_date")} | content
    if markup:
        new["reply_markup"] = markup
    if new == {key: value for key, value in old.items() if key != "edit_date"}:
        raise bad(
            "message is not modified: specified new message content and reply markup are exactly the same "
            "as a current content and reply markup of the message"
        )
    old.clear()
    old.update(new, edit_date=int(time.time()))
    return old


METHODS: dict[str, Method] = {
    "getme": get_me,
    "sendmessage": send_message,
    "sendlocation": send_location,
    **{f"send{kind}": send_file(kind) for kind in _SHAPES},
    "sendmediagroup": send_media_group,
    "sendchataction": lambda _bot, _params: True,
    "editmessagetext": edit_text,
    "editmessagecaption": edit_caption,
    "editmessagereplymarkup": edit_markup,
    "deletemessage": delete_message,
    "answercallbackquery": answer_callback,
    "getfile": get_file,
    "getchat": get_chat,
    "setwebhook": set_webhook,
    "deletewebhook": delete_webhook,
    "getwebhookinfo": webhook_info,
    "setmycommands": set_commands,
    "deletemycommands": lambda _bot, _params: True,
}


def carry_out(bot: BotState, method: str, params: Params) -> Any:
    known = METHODS.get(method.lower())
    if known is None:
        raise Refusal(404, "Not Found")
    return known(bot, params)
