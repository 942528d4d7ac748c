"""What is wrong with this installation, and what to do about it: the body of `python -m bot doctor`."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from pathlib import Path

from bot.channels.wechat.console import gaps as wechat_gaps
from bot.channels.wechat.console import trouble
from bot.channels.wecom.console import gaps as wecom_gaps
from bot.channels.wecom.console import trouble as wecom_trouble
from bot.channels.wxkf.console import gaps as wxkf_gaps
from bot.channels.wxkf.console import trouble as wxkf_trouble
from bot.logs import Scrubber
from bot.people.gaps import gaps, stale
from bot.people.workbook import BrokenWorkbook, load
from bot.settings import ENV_FILE, Settings, strangers
from storage import checkup, clock, directory
from storage.bridges import pulls
from storage.database import Database
from storage.migrate import NewerDatabase, revision
from storage.queues import inbox
from storage.repos.scope import Scope
from storage.repos.tickets import Tickets
from tickets.directory import Directory
from tickets.kinds import State
from tickets.records import Query
from tickets.ticket import Ticket

_LEAST_SPACE = 500 * 2**20
_MOST_SKEW = timedelta(seconds=5)
_MOST_WAITING = 100
_SOON = timedelta(days=45)
_SHOWN = 5
_RUNNING = frozenset({State.TRIAGE, State.OPEN, State.HELD})


class Health(StrEnum):
    """How well something is; BAD means that residents are not served."""

    OK = "ok"
    WARN = "warn"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: a sentence, and what to do where it is not well."""

    health: Health
    text: str
    remedy: str = ""


async def examine(settings: Settings, database: Database, env_file: Path = ENV_FILE) -> list[Finding]:
    """Look at everything, from the settings to the tickets; changes nothing and raises nothing."""
    found = [*_settings(settings, env_file), *_space(settings), *_workbook(settings), *await _wechat(settings)]
    found += await _wecom(settings)
    found += await _wxkf(settings)
    reached = await _database(database, Scrubber(settings.secrets()))
    found.append(reached)
    if reached.health is Health.OK:
        found += await _contents(settings, database)
    return found


def _settings(settings: Settings, env_file: Path) -> Iterator[Finding]:
    unknown = strangers(env_file) if env_file.exists() else []
    if unknown:
        yield Finding(Health.WARN, f"{env_file} 里有不认识的名字：{_some(unknown)}", "对照 .env.example 检查拼写")
    if settings.sample:
        yield Finding(Health.OK, "运行的是示例社区，只有这台电脑能打开")
        return
    yield Finding(Health.OK, f"设置已读取，网页在 {settings.public_url}")
    yield from notices(settings, datetime.now(settings.timezone).date())
    if not (settings.privacy_processor and settings.privacy_contact and settings.privacy_retention):
        text = "隐私告知不完整，居民不知道谁在处理个人信息、怎么联系、保存多久"
        yield Finding(Health.WARN, text, "在 .env 里填 PRIVACY_PROCESSOR、PRIVACY_CONTACT、PRIVACY_RETENTION")
    if not settings.public_url.startswith("https://"):
        yield Finding(
            Health.WARN, "网页没有用 https，一次性链接可能被看到", "设反向代理，在 .env 里填 WEB_URL=https://…"
        )


def notices(settings: Settings, today: date) -> Iterator[Finding]:
    """Years that limits of today may reach and whose holidays are not known."""
    soon = today + _SOON
    calendar = settings.working_rules().calendar
    for year in {today.year, soon.year} - calendar.published:
        text = f"{year} 年的放假安排还没有，跨到那年的时限按周末和法定节假日算"
        yield Finding(Health.WARN, text, "国务院的通知出来后，按 docs/workdays.md 写进 HOLIDAYS_FILE")


def _space(settings: Settings) -> Iterator[Finding]:
    place = next(p for p in (settings.media_dir.absolute(), *settings.media_dir.absolute().parents) if p.exists())
    free = shutil.disk_usage(place).free
    if free < _LEAST_SPACE:
        yield Finding(Health.BAD, f"{place} 只剩 {free // 2**20} MB", "腾出空间，不然收不下新的消息和照片")


def _workbook(settings: Settings) -> Iterator[Finding]:
    if settings.people_file is None:
        return
    try:
        roster = load(settings.people_file)
    except BrokenWorkbook as broken:
        remedy = f"改好后再读入；全部错误：python -m bot people check {settings.people_file}"
        yield Finding(Health.BAD, f"人员表有 {len(broken.mistakes)} 处错误：{broken.mistakes[0].told}", remedy)
        return
    today = datetime.now(settings.timezone).date()
    yield from (Finding(Health.WARN, f"人员表 {remark.told}") for remark in stale(roster, today))


async def _wechat(settings: Settings) -> list[Finding]:
    if not settings.wechat_app_id:
        return []
    lame = await trouble(settings)
    well = Finding(Health.OK, f"公众号 {settings.wechat_app_id} 能用")
    return [
        Finding(Health.BAD, *lame) if lame else well,
        *(Finding(Health.WARN, *gap) for gap in wechat_gaps(settings)),
    ]


async def _wecom(settings: Settings) -> list[Finding]:
    if not settings.wecom_agent_id:
        return []
    lame = await wecom_trouble(settings)
    well = Finding(Health.OK, f"企业微信应用 {settings.wecom_agent_id} 能用")
    wanting = wecom_gaps(settings, settings.public_url, _units(settings))
    return [Finding(Health.BAD, *lame) if lame else well, *(Finding(Health.WARN, *gap) for gap in wanting)]


def _units(settings: Settings) -> list[str] | None:
    """The workbook's units; None where there is none that can be read."""
    try:
        return [unit.code for unit in load(settings.people_file).units] if settings.people_file else None
    except BrokenWorkbook:
        return None


async def _wxkf(settings: Settings) -> list[Finding]:
    if not settings.wxkf_ids:
        return []
    lame = await wxkf_trouble(settings)
    well = Finding(Health.OK, f"微信客服能用：{_some(list(settings.wxkf_ids))}")
    return [
        Finding(Health.BAD, *lame) if lame else well,
        *(Finding(Health.WARN, *gap) for gap in wxkf_gaps(settings)),
    ]


def _pulls(settings: Settings, behind: list[str]) -> Iterator[Finding]:
    ours = [name.partition(":")[2] for name in behind]
    if lame := [kf for kf in ours if kf in settings.wxkf_ids]:
        text = f"微信客服的消息取不下来：{_some(lame)}"
        yield Finding(Health.BAD, text, "看日志里的 not_pulled；三天内取到的都不会丢")


async def _database(database: Database, scrubber: Scrubber) -> Finding:
    try:
        stands = await revision(database)
    except NewerDatabase as newer:
        return Finding(Health.BAD, f"数据库比程序新（{newer.revision}）", "换成新版本的哨应，数据没有动")
    except Exception as error:  # drivers raise what they like; whatever it is, the database can't be used
        reason = scrubber.text(str(error).partition("\n")[0])
        return Finding(Health.BAD, f"连不上数据库：{reason}", "检查 DATABASE_URL 和数据库是否在运行")
    if stands != checkup.newest_revision():
        text = f"数据库版本是 {stands}" if stands else "数据库还是空的"
        return Finding(Health.BAD, f"{text}，程序要 {checkup.newest_revision()}", "运行 python -m bot migrate")
    return Finding(Health.OK, f"数据库正常，版本 {stands}")


async def _contents(settings: Settings, database: Database) -> list[Finding]:
    wall = datetime.now(UTC)
    async with database.read() as connection:
        ahead = await clock.offset(connection)
        people = await directory.load(connection, settings.timezone)
        scope = Scope(connection, wall + ahead, wall, people)
        late = await Tickets(scope, []).find(Query(states=_RUNNING, owed_before=scope.now, limit=1000))
        return [
            *_clock(settings, wall, ahead, await checkup.time_of(connection)),
            *_people(people, [people.name_of(p) for p in await checkup.unreachable_staff(connection)]),
            *_parked(await inbox.parked(connection)),
            *_letters(await checkup.refusals(connection), await checkup.leaving(connection)),
            *_late(late, scope.now),
            *_pulls(settings, await pulls.behind(connection, wall)),
        ]


def _clock(settings: Settings, wall: datetime, ahead: timedelta, theirs: datetime | None) -> Iterator[Finding]:
    here = wall.astimezone(settings.timezone)
    if theirs is not None and abs(theirs - wall) > _MOST_SKEW:
        seconds = abs(theirs - wall).total_seconds()
        yield Finding(Health.WARN, f"这台机器和数据库的时间差 {seconds:.0f} 秒", "打开自动对时（NTP）")
    if ahead and not settings.sample:
        hours = ahead.total_seconds() / 3600
        yield Finding(Health.BAD, f"时钟被快进了 {hours:.0f} 小时，时限全都不准", "这是示例社区的数据库，请换一个新的")
    else:
        yield Finding(Health.OK, f"时间 {here:%Y-%m-%d %H:%M}（{settings.timezone.key}）")


def _people(people: Directory, silent: list[str]) -> Iterator[Finding]:
    if not people.areas:
        yield Finding(Health.BAD, "还没有人员表，居民发的消息没有人接", "运行 python -m bot people load 人员表.xlsx")
        return
    counts = f"{len(people.communities())} 个社区、{len(people.units)} 个单位、{len(people.staff)} 人"
    yield Finding(Health.OK, f"人员：{counts}")
    for gap in gaps(people):
        yield Finding(Health.WARN, gap.text, f"改人员表的“{gap.sheet}”，再读入")
    if silent:
        text = f"{len(silent)} 人收不到私信：{_some(silent)}"
        yield Finding(Health.WARN, text, "请他们先给机器人发一条消息；没有登录名的，用一次性代码绑定")


def _parked(parked: list[inbox.Taken]) -> Iterator[Finding]:
    if parked:
        numbers = _some([str(row.id) for row in parked])
        text = f"有 {len(parked)} 条收到的消息处理失败，已搁置：{numbers}"
        yield Finding(Health.BAD, text, "看日志里的原因，改好后运行 python -m bot retry")


def _letters(refusals: dict[str, int], leaving: int) -> Iterator[Finding]:
    if refusals:
        reasons = [f"{why or '原因不明'}（{count}）" for why, count in sorted(refusals.items(), key=lambda r: -r[1])]
        yield Finding(
            Health.WARN,
            f"有 {sum(refusals.values())} 条消息没有送到：{_some(reasons)}",
            "各工单的历史里写明了是谁没收到",
        )
    if leaving > _MOST_WAITING:
        yield Finding(Health.WARN, f"有 {leaving} 条消息还没发出去", "检查网络和 python -m bot run 是否在运行")


def _late(late: list[Ticket], now: datetime) -> Iterator[Finding]:
    if late:
        oldest = min(late, key=lambda ticket: ticket.owed_at)
        hours = (now - oldest.owed_at) / timedelta(hours=1)
        text = f"有 {len(late)} 件逾期没有答复，最久的 {oldest.number} 超了 {hours:.0f} 小时"
        yield Finding(Health.WARN, text, "在主管群里发 /overdue 看全部")


def _some(names: list[str]) -> str:
    rest = f" 等 {len(names)} 个" if len(names) > _SHOWN else ""
    return "、".join(names[:_SHOWN]) + rest
