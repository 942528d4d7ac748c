"""What goes wrong on the page's way, as a status and a sentence for people."""

from collections.abc import Awaitable, Callable, Mapping

import structlog
from aiohttp import web

from bot.channels.engine.deeds import Undone, Why
from bot.channels.engine.errors import Refusal

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

_log = structlog.get_logger(__name__)

SENTENCES: Mapping[str, tuple[int, str, str]] = {
    Why.EMPTY: (
        400,
        "还没有写内容：请写一句话，或发照片、语音、位置。",
        "Nothing to send: write a line, or add a photo.",
    ),
    Why.LONG: (400, "文字太长，请分几次发送。", "The text is too long: please send it in several posts."),
    Why.MANY: (400, "一次最多发送 10 个文件。", "At most 10 files in one post."),
    Why.FAST: (429, "发得太快了，请过一分钟再发。", "Too many messages: please wait a minute."),
    Why.NO_CHAT: (404, "没有这个对话，或您不在其中。", "There is no such chat, or you are not in it."),
    Why.NO_FILE: (404, "找不到这个文件，请重新添加。", "The file is not there: please add it again."),
    Why.NO_MESSAGE: (404, "这条消息已经不在了。", "That message is gone."),
    Why.NO_BUTTON: (400, "这个按钮不能用。", "That button cannot be used."),
    "large": (413, "文件超过 20 MB，请压缩或截取后再发。", "The file is over 20 MB: please send a smaller one."),
    "long_body": (413, "内容太多，请分几次发送。", "That is too much at once: please send it in several posts."),
    "broken": (400, "没有看懂这个请求。", "That request could not be read."),
    "no_session": (401, "会话已失效，请重新打开本页。", "Your session is over: please open the page again."),
    "not_you": (403, "不能以别人的身份说话。", "You cannot speak as somebody else."),
    "strange": (403, "请求不是从本页发出的。", "The request does not come from this page."),
    "no_bot": (404, "没有这个机器人。", "There is no such bot."),
    "sample_only": (404, "只有示例社区才有这个功能。", "Only the sample community has that."),
    "no_page": (404, "没有这个页面。", "There is no such page."),
    "crowd": (429, "新访客太多，请稍后再来。", "Too many new visitors: please come back later."),
    "fault": (500, "出了差错，请再试一次。", "Something went wrong: please try again."),
}


class Problem(Exception):
    """A request that ends with the sentence of that key."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


def speaks_chinese(request: web.Request) -> bool:
    """Whether the browser asks for Chinese, or for nothing."""
    first = request.headers.get("Accept-Language", "zh").split(",")[0].strip().lower()
    return first.startswith("zh") or first in {"", "*"}


def told(request: web.Request, key: str) -> web.Response:
    """The answer that tells the problem."""
    status, chinese, english = SENTENCES[key]
    return web.json_response({"error": chinese if speaks_chinese(request) else english}, status=status)


@web.middleware
async def problems(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answer every failure of the page's calls with a status and a sentence."""
    try:
        return await handler(request)
    except (Problem, Undone) as problem:
        return told(request, problem.key if isinstance(problem, Problem) else problem.why)
    except web.HTTPRequestEntityTooLarge:
        return told(request, "long_body")
    except Refusal as refusal:
        return told(request, "large" if refusal.code == 413 else "broken")
    except web.HTTPNotFound:
        return told(request, "no_page")
    except web.HTTPException:
        raise
    except Exception:
        _log.exception("web_call_failed", path=request.path)
        return told(request, "fault")
