"""What is said where a channel has no buttons and people answer with numbers."""

from handlers.texts import Texts


def how_to_press(t: Texts) -> str:
    """Below a menu."""
    return t("回复数字就行。")


def how_to_stop(t: Texts) -> str:
    """Below a question that the next words answer."""
    return t("不说了，回 0。")


def no_such_number(t: Texts) -> str:
    """A number that presses nothing, or more than one thing; what can be pressed stands below."""
    return t("这个数字对不上。现在能选的是：")


def nothing_to_press(t: Texts) -> str:
    """A number where nothing can be pressed."""
    return t("现在没有要选的数字。有事直接说：什么事，在哪儿。")


def gone(t: Texts) -> str:
    """A button of a message that is no longer known."""
    return t("这个按钮过期了，请看最新的消息。")


def stopped(t: Texts) -> str:
    """The question is over."""
    return t("好，先不说。")


def card_is_sent(t: Texts) -> str:
    """On the page behind a group's link."""
    return t("卡片发到您和“哨应”的聊天里了，去那里办。")


def members_only(t: Texts) -> str:
    """On the same page, to somebody whom the platform does not know."""
    return t("没认出您是谁。请在企业微信里打开，只有名单里的人能办。")


def link_over(t: Texts) -> str:
    """On the same page, where it cannot be done now."""
    return t("没打开。请回到群里再点一次。")


def cannot_show(t: Texts) -> str:
    """A file that the channel does not take."""
    return t("还有一个文件，这里发不了，请向承办人要。")


def waits(t: Texts, *, asks: bool) -> str:
    """In a call-back, which has room for twenty characters: an answer waits, or a question of somebody's."""
    return t("有件事想问您，回句话就看到") if asks else t("有答复了，回句话就发给您")
