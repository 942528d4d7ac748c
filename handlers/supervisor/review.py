"""`/review`: a one-time link to the page that says how often the sorting was put right; and that page's words."""

import secrets
from collections.abc import Mapping
from datetime import timedelta

from telegram import Update
from telegram.ext import CommandHandler

from handlers.context import Context
from handlers.refusals import refusing
from handlers.texts import Texts
from handlers.texts.names import LEDGERS, TOPICS
from tickets.records import Person
from tickets.rules.rights import watched

PAGE = "review"
LASTS = timedelta(minutes=10)


async def on_review(update: Update, context: Context) -> None:
    """The link goes to the asker alone, wherever they asked."""
    person, at = await context.person(update), context.address(update)
    t = await context.texts(update)
    if not watched(context.work.directory, person.id):
        await context.desk.say(at, t("这是督办人员用的。"))
        return
    to = await context.work.people.address(person.id)
    if to is None:
        await context.desk.say(at, t("请先私聊我发 /start，链接发到私聊里。"))
        return
    await context.desk.say(to, await _link(context, person, context.desk.texts(person)))
    if to != at:
        await context.desk.say(at, t("链接发到您的私聊了。"))


async def _link(context: Context, person: Person, t: Texts) -> str:
    code = secrets.token_urlsafe(24)
    await context.work.people.admit(person.id, PAGE, code, LASTS)
    return t(
        "看分类被改了多少，点这里：\n{link}\n{minutes} 分钟内打开，只能用一次。别转给别人。",
        link=f"{context.running.house.site}/office/enter/{code}",
        minutes=int(LASTS.total_seconds() // 60),
    )


def page_words(t: Texts) -> Mapping[str, str]:
    """Every sentence of the page, by its place."""
    return {
        "title": t("分类更正"),
        "lead": t("程序给每件事先分一个类，人看着不对就改。这里是改了多少。"),
        "enter": t("打开"),
        "enter_lead": t("这个链接只能用一次。"),
        "spent": t("链接用过了或过期了。回到聊天里再发一次 /review。"),
        "denied": t("您现在不看这一页了。需要的话，请找管理员。"),
        "leave": t("退出"),
        "left": t("已退出。再看就在聊天里发 /review。"),
        "days": t("最近 {n} 天"),
        "by_class": t("按类别"),
        "first": t("先分成"),
        "posts": t("件数"),
        "corrected": t("被改"),
        "share": t("占比"),
        "all": t("合计"),
        "into": t("改成"),
        "over_time": t("每周被改的占比"),
        "week": t("周（从）"),
        "topics": t("主题改得最多的"),
        "topic_from": t("先标成"),
        "topic_to": t("改成"),
        "times": t("次数"),
        "none": t("这段时间还没有。"),
        "few": t("件数少的，占比只供参考。"),
        "numbers": t("看每周的数字"),
        "where": t("范围"),
        "logged": t("每次查看都有记录。"),
    }


def class_names(t: Texts) -> Mapping[str, str]:
    """The classes as staff call them."""
    return {matter: t(words) for matter, words in LEDGERS.items()}


def topic_names(t: Texts) -> Mapping[str, str]:
    """The topics."""
    return {topic: t(words) for topic, words in TOPICS.items()}


HANDLERS = [CommandHandler("review", refusing(on_review))]
