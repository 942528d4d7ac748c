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


def stopped(t: Texts) -> str:
    """The question is over."""
    return t("好，先不说。")


def cannot_show(t: Texts) -> str:
    """A file that the channel does not take."""
    return t("还有一个文件，这里发不了，请向承办人要。")


def waits(t: Texts, *, asks: bool) -> str:
    """In a call-back, which has room for twenty characters: an answer waits, or a question of somebody's."""
    return t("有件事想问您，回句话就看到") if asks else t("有答复了，回句话就发给您")
