"""The table of clocks: how long, in which steps, and what waits for the morning."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from tickets.calendar.profiles import Grades
from tickets.calendar.spans import Span, end_of
from tickets.calendar.workdays import Workdays
from tickets.kinds import Clock, Topic, Urgency
from tickets.scores.scoring import Scoring
from tickets.ticket import Deadline, Ticket
from tickets.times import SHANGHAI
from tickets.whistles.limits import Limits

LATE = 100
"""The step at which a clock has run out; 101, 102 … are the days after."""

_SCORING = Scoring()


@dataclass(frozen=True, slots=True)
class Rules:
    """Every number of the product that a community may set; each default's origin stands beside it."""

    zone: ZoneInfo = SHANGHAI
    answer: timedelta = timedelta(hours=48)
    """S4:165: 48 小时内向居民反馈."""
    reminders: tuple[int, ...] = (50, 80, LATE)
    """Per cent of a clock (design 8.4)."""
    claim: timedelta = timedelta(hours=2)
    """Unclaimed this long, by day: alarm to the coordinator (design 8.4)."""
    triage: timedelta = timedelta(hours=2)
    """研判 (design 8.3; draft of the Beijing standard for network intake)."""
    idle: timedelta = timedelta(hours=12)
    """A claim without a word goes back to the pool (design 8.4)."""
    page_again: timedelta = timedelta(minutes=10)
    """An emergency that nobody heeds is paged again, one level up."""
    callback: timedelta = timedelta(hours=24)
    """Asked once more for the rating (domain 3.4, 回访)."""
    silence: timedelta = timedelta(days=7)
    """An answered ticket without a rating ends, with no opinion."""
    reopen: timedelta = timedelta(days=14)
    """So long after the answer the poster may reopen."""
    urge: timedelta = timedelta(days=1)
    """催办 once in this time (design 8.4)."""
    follow_up: timedelta = timedelta(minutes=5)
    """What comes within this time may belong to the post before."""
    asked: timedelta = timedelta(hours=12)
    """What a resident says within this time after a question may be its answer (our own)."""
    posts: int = 10
    """One person's posts in an hour, danger aside (条例第九条, no malicious repetition; the number is our own)."""
    additions: int = 40
    """What one person adds to their tickets in an hour; what goes beyond is kept and rings nobody (our own)."""
    hands: int = 8
    """Open tickets one worker may hold."""
    hand_overs: int = 3
    """After so many a ticket goes to the coordinator."""
    quiet_from: time = time(22, 0)
    quiet_until: time = time(7, 0)
    """22:00–07:00 nothing rings but emergencies (design 8.4)."""
    digest: time = time(8, 0)
    """What ran out is told again every morning at this hour, together (design 8.4: daily in the digest)."""
    promise_longest: timedelta = timedelta(days=60)
    """A promised date further off than this is refused."""
    whistles: Limits = field(default_factory=Limits)
    """The whistle's own."""
    scores: Scoring = _SCORING
    """How scores are weighed and months closed."""
    calendar: Workdays = field(default_factory=Workdays)
    """Which days and hours are worked."""
    grades: Grades | None = None
    """Limits by how a matter is graded, instead of `answer` and the whistle's own; None: the documents' own."""


def answer_span(urgency: Urgency, topic: Topic, rules: Rules) -> Span:
    """How long the resident waits for an answer at most."""
    return rules.grades.of(urgency, topic) if rules.grades else Span(rules.answer / timedelta(hours=1))


def answer_by(urgency: Urgency, topic: Topic, at: datetime, rules: Rules) -> datetime:
    """Until when a post of this moment is answered."""
    return end_of(at, answer_span(urgency, topic, rules), rules.calendar)


def quiet(at: datetime, rules: Rules) -> bool:
    """Whether the moment lies in the quiet hours."""
    now = at.astimezone(rules.zone).time()
    if rules.quiet_from == rules.quiet_until:
        return False
    if rules.quiet_from < rules.quiet_until:
        return rules.quiet_from <= now < rules.quiet_until
    return now >= rules.quiet_from or now < rules.quiet_until


def after_quiet(at: datetime, rules: Rules) -> datetime:
    """The moment itself, or the end of the quiet hours that it falls into."""
    if not quiet(at, rules):
        return at
    local = at.astimezone(rules.zone)
    morning = local.replace(hour=rules.quiet_until.hour, minute=rules.quiet_until.minute, second=0, microsecond=0)
    if morning <= local:
        morning += timedelta(days=1)
    return morning.astimezone(at.tzinfo)


def by_day(start: datetime, length: timedelta, rules: Rules) -> datetime:
    """`length` of waking time after `start`: the quiet hours do not count."""
    at, left = after_quiet(start, rules), length
    while True:
        night = _next_night(at, rules)
        if night is None or at + left <= night:
            return at + left
        left -= night - at
        at = after_quiet(night, rules)


def deadlines(clock: Clock, ticket: Ticket, at: datetime, rules: Rules) -> list[Deadline]:
    """The steps of a clock that starts now. ANSWER starts at the post or reopening, PROMISE runs to its date."""
    return [
        Deadline(ticket.id, clock, ticket.round, step, due if ticket.danger else after_quiet(due, rules))
        for step, due in _steps(clock, ticket, at, rules)
    ]


def caught_up(done: Deadline, at: datetime, rules: Rules) -> Deadline:
    """The last step that has passed by `at`: after a stop of the program the days between are told as one."""
    if done.clock not in {Clock.ANSWER, Clock.PROMISE} or done.step < LATE:
        return done
    while (following := _day_after(done, rules)).due_at <= at:
        done = following
    return done


def next_step(done: Deadline, at: datetime, rules: Rules) -> Deadline | None:
    """What follows a step that has fired, always later than `at`, or None where nothing does.

    Lateness is told every morning, its steps being the days; an unheeded page is repeated, one level up each time.
    """
    match done.clock:
        case Clock.ANSWER | Clock.PROMISE if done.step >= LATE:
            return _day_after(caught_up(done, at, rules), rules)
        case Clock.PAGE:
            return replace(done, step=done.step + 1, due_at=at + rules.page_again)
        case Clock.ANSWER | Clock.PROMISE | Clock.CLAIM | Clock.TRIAGE | Clock.IDLE | Clock.CALLBACK:
            return None


def _day_after(done: Deadline, rules: Rules) -> Deadline:
    local = done.due_at.astimezone(rules.zone) + timedelta(days=1)
    morning = local.replace(hour=rules.digest.hour, minute=rules.digest.minute, second=0, microsecond=0)
    return replace(done, step=done.step + 1, due_at=after_quiet(morning.astimezone(done.due_at.tzinfo), rules))


def _steps(clock: Clock, ticket: Ticket, at: datetime, rules: Rules) -> Iterator[tuple[int, datetime]]:
    match clock:
        case Clock.ANSWER | Clock.PROMISE:
            span = ticket.owed_at - at
            yield from ((step, at + span * step / LATE) for step in rules.reminders)
        case Clock.CLAIM:
            yield LATE, at + rules.claim if ticket.danger else by_day(at, rules.claim, rules)
        case Clock.TRIAGE:
            yield LATE, at + rules.triage if ticket.danger else by_day(at, rules.triage, rules)
        case Clock.IDLE:
            # Whoever has promised a date has given their word: until then the claim is not idle.
            yield LATE, max(at, ticket.promised_for or at) + rules.idle
        case Clock.PAGE:
            yield 1, at + rules.page_again
        case Clock.CALLBACK:
            yield 1, at + rules.callback
            yield LATE, at + rules.silence


def _next_night(at: datetime, rules: Rules) -> datetime | None:
    if rules.quiet_from == rules.quiet_until:
        return None
    local = at.astimezone(rules.zone)
    night = local.replace(hour=rules.quiet_from.hour, minute=rules.quiet_from.minute, second=0, microsecond=0)
    if night <= local:
        night += timedelta(days=1)
    return night.astimezone(at.tzinfo)
