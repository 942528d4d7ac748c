"""The closed sets of the field. Their values are what the database and the labelled files hold."""

from enum import StrEnum


class Matter(StrEnum):
    """Whose business a post is (S3:35 公事、共事、家事)."""

    PUBLIC = "public"
    SHARED = "shared"
    HOUSEHOLD = "household"


class Kind(StrEnum):
    """What the writer wants (条例 art. 2, with praise apart)."""

    CONSULT = "consult"
    HELP = "help"
    COMPLAINT = "complaint"
    TIPOFF = "tipoff"
    ADVICE = "advice"
    PRAISE = "praise"


class Urgency(StrEnum):
    """快捷、攻坚、应急 (S3:37)."""

    QUICK = "quick"
    COMPLEX = "complex"
    EMERGENCY = "emergency"


class Topic(StrEnum):
    """What a post is about; the labelling guide explains each."""

    PROPERTY = "property"
    PARKING = "parking"
    NOISE = "noise"
    WASTE = "waste"
    STREET_ORDER = "street_order"
    ROADS = "roads"
    UTILITIES = "utilities"
    FIRE_SAFETY = "fire_safety"
    REPAIRS = "repairs"
    HOUSING = "housing"
    TRANSPORT = "transport"
    POLLUTION = "pollution"
    GREENING = "greening"
    MARKET = "market"
    LABOR = "labor"
    EDUCATION = "education"
    HEALTH = "health"
    WELFARE = "welfare"
    SECURITY = "security"
    NEIGHBOR = "neighbor"
    FAMILY = "family"
    PETS = "pets"
    LAND = "land"
    CONDUCT = "conduct"
    OTHER = "other"


class Peril(StrEnum):
    """What kind of danger the words name; it decides whom the resident is told to call."""

    FIRE = "fire"
    GAS = "gas"
    TRAPPED = "trapped"
    VIOLENCE = "violence"
    SUICIDE = "suicide"
    MEDICAL = "medical"
    MISSING = "missing"
    COLLAPSE = "collapse"
    ELECTRIC = "electric"
    OTHER = "other"


class State(StrEnum):
    """Where a ticket stands. docs/glossary.md gives each one's Chinese name."""

    TRIAGE = "triage"
    OPEN = "open"
    HELD = "held"
    ANSWERED = "answered"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"


class Deed(StrEnum):
    """What people, and the clocks, do to a ticket. Each one done is one line of its history."""

    POST = "post"
    ADD = "add"
    EDIT = "edit"
    SORT = "sort"
    LABEL = "label"
    REFER = "refer"
    CLAIM = "claim"
    TAKE_OVER = "take_over"
    ASSIGN = "assign"
    PASS_ON = "pass_on"
    HAND_BACK = "hand_back"
    IDLE_RETURN = "idle_return"
    ASK = "ask"
    REPLY = "reply"
    TELL = "tell"
    NOTE = "note"
    LOOK = "look"
    PROMISE = "promise"
    SOLVE = "solve"
    EXPLAIN = "explain"
    CONFIRM = "confirm"
    DENY = "deny"
    GRADE = "grade"
    REMARK = "remark"
    REOPEN = "reopen"
    LAPSE = "lapse"
    URGE = "urge"
    WITHDRAW = "withdraw"
    MERGE = "merge"
    JOIN = "join"
    PRESS = "press"
    PAGE = "page"
    HEED = "heed"
    REMIND = "remind"
    CONSENT = "consent"
    REFUSE = "refuse"
    INVITE = "invite"
    ACCEPT = "accept"
    DECLINE = "decline"
    AGREE = "agree"
    BREAK_OFF = "break_off"
    UNDELIVERED = "undelivered"
    DELIVERED = "delivered"
    WHISTLE = "whistle"
    FLOW = "flow"
    STEP = "step"
    LINK = "link"


class Grade(StrEnum):
    """满意、基本满意、不满意."""

    GOOD = "good"
    FAIR = "fair"
    BAD = "bad"


class Clock(StrEnum):
    """What a deadline watches; `tickets.rules.clocks` holds their lengths."""

    ANSWER = "answer"
    PROMISE = "promise"
    CLAIM = "claim"
    TRIAGE = "triage"
    IDLE = "idle"
    PAGE = "page"
    CALLBACK = "callback"
