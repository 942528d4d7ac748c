"""Rows as Bot API objects, with every field that clients demand."""

from collections.abc import Iterable, Mapping

from bot.channels.engine.call import Json
from storage.chats.records import File, Member, Message, Room, User
from storage.chats.store import Chats

RIGHTS = (
    "can_be_edited",
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_send_welcome_messages",
    "can_pin_messages",
    "can_manage_topics",
)
NOTE_SIDE = 240
GIFTS = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")


def user_json(user: User) -> Json:
    """The Bot API User."""
    shown: Json = {"id": user.id, "is_bot": user.is_bot, "first_name": user.name}
    if user.username:
        shown["username"] = user.username
    if user.language:
        shown["language_code"] = user.language
    return shown


def bot_json(user: User) -> Json:
    """What getMe tells."""
    return {
        **user_json(user),
        "can_join_groups": True,
        "can_read_all_group_messages": True,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def chat_json(face: Json, members: int) -> Json:
    """The Bot API ChatFullInfo."""
    return {
        **face,
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(GIFTS, False),
        "member_count": members,
    }


def member_json(member: Member) -> Json:
    """The Bot API ChatMember."""
    shown: Json = {"user": user_json(member.user), "status": member.status}
    if member.status == "administrator":
        shown |= {**dict.fromkeys(RIGHTS, False), "is_anonymous": False, "can_manage_chat": True}
        shown["can_delete_messages"] = True
    return shown


def file_json(file: File) -> Json:
    """The field that shows a file in a message: `{kind: …}`."""
    shown: Json = {"file_id": file.id, "file_unique_id": file.digest[:16], "file_size": file.size}
    if file.kind == "photo":
        return {"photo": [{**shown, "width": file.width, "height": file.height}]}
    if file.kind == "video_note":
        return {"video_note": {**shown, "length": file.width or NOTE_SIDE, "duration": file.duration}}
    shown["mime_type"] = file.mime
    if file.kind != "voice" and file.name:
        shown["file_name"] = file.name
    if file.kind != "document":
        shown["duration"] = file.duration
    if file.kind in {"video", "animation"}:
        shown |= {"width": file.width, "height": file.height}
    return {file.kind: shown}


def message_json(room: Room, message: Message, users: Mapping[int, User]) -> Json:
    """The Bot API Message, without what it replies to."""
    sender = users.get(message.sender) or User(message.sender, "…")
    shown = {"message_id": message.id, "date": message.date, "chat": room.face, "from": user_json(sender)}
    if message.edited is not None:
        shown["edit_date"] = message.edited
    return {**shown, **message.payload}


async def rendered(chats: Chats, room: Room, messages: Iterable[Message], known: Iterable[User] = ()) -> list[Json]:
    """The Bot API Messages, each with the message that it replies to. Users who are `known` are not asked for."""
    wanted = list(messages)
    here = {message.id: message for message in wanted}
    targets = {message.reply_to for message in wanted if message.reply_to} - here.keys()
    here |= await chats.messages.some(room, targets)
    users = {user.id: user for user in known}
    users |= {user.id: user for user in await chats.people.some({m.sender for m in here.values()} - users.keys())}

    def whole(message: Message) -> Json:
        shown = message_json(room, message, users)
        target = here.get(message.reply_to or 0)
        return {**shown, "reply_to_message": bare(message_json(room, target, users))} if target else shown

    return [whole(message) for message in wanted]


def bare(message: Json) -> Json:
    """A message as bots see it: of the keyboards only an inline one stays on it."""
    if "inline_keyboard" in message.get("reply_markup", {"inline_keyboard": []}):
        return message
    return {name: value for name, value in message.items() if name != "reply_markup"}
