"""The closed sets of the whistle. Its type is `tickets.kinds.Urgency`: 快捷、攻坚、应急."""

from enum import StrEnum


class Occasion(StrEnum):
    """综合执法、重点工作、应急处置 (S1:38)."""

    JOINT = "joint"
    KEY = "key"
    EMERGENCY = "emergency"


class Scope(StrEnum):
    """How far a whistle reaches: 社区、街道、跨区、市区两级、集结."""

    COMMUNITY = "community"
    STREET = "street"
    ACROSS = "across"
    CITY = "city"
    MUSTER = "muster"


class LegState(StrEnum):
    """Where one unit stands with a whistle; read off its times."""

    CALLED = "called"
    CONFIRMED = "confirmed"
    ARRIVED = "arrived"
    WORKING = "working"
    PAUSED = "paused"
    REPORTED = "reported"
    RELEASED = "released"


class WhistleState(StrEnum):
    """Where a whistle stands; read off its legs, the slowest first, and its own times."""

    RAISED = "raised"
    CALLED = "called"
    CONFIRMED = "confirmed"
    ARRIVED = "arrived"
    WORKING = "working"
    PAUSED = "paused"
    REPORTED = "reported"
    SCORED = "scored"
    ENDED = "ended"
    DROPPED = "dropped"


class WhistleDeed(StrEnum):
    """What people, and the clocks, do with a whistle. Each one done is one line of its history."""

    RAISE = "raise"
    BLOW = "blow"
    DECLINE = "decline"
    CALL_OFF = "call_off"
    RATIFY = "ratify"
    CONFIRM = "confirm"
    LOOK = "look"
    ARRIVE = "arrive"
    PROGRESS = "progress"
    REPORT = "report"
    BOUNCE = "bounce"
    BRING_IN = "bring_in"
    GO_UP = "go_up"
    PLEAD = "plead"
    RULE = "rule"
    RESUME = "resume"
    ADD_UNIT = "add_unit"
    NAME_LEAD = "name_lead"
    URGE = "urge"
    SEND_BACK = "send_back"
    SCORE = "score"
    END = "end"
    PRESS = "press"
    LIFT = "lift"
    INSTRUCT = "instruct"
    SUMMON = "summon"
    VISIT = "visit"
    CONVENE = "convene"
    PUT_OFF = "put_off"
    CANCEL = "cancel"
    ATTEND = "attend"
    RESOLVE = "resolve"
    MINUTE = "minute"
    SETTLE = "settle"
    JOIN_FORCES = "join_forces"
    REMIND = "remind"
    DIVERT = "divert"


class Plea(StrEnum):
    """What a unit may ask for; somebody else decides."""

    RULING = "ruling"
    LONGER = "longer"
    PAUSE = "pause"
    EXCLUSION = "exclusion"


class Gathering(StrEnum):
    """Meetings: 调度会、联席会议、协调会、接诉即办会 (C44); 现场办公 is the first hand's, on the scene (C46)."""

    DISPATCH = "dispatch"
    JOINT = "joint"
    COORDINATION = "coordination"
    COMPLAINTS = "complaints"
    SCENE = "scene"


class WhistleClock(StrEnum):
    """What a whistle's deadline watches; `tickets.whistles.rules.clocks` holds their lengths."""

    CONFIRM = "confirm"
    ARRIVE = "arrive"
    DONE = "done"
    SCORE = "score"
    RATIFY = "ratify"
    RULING = "ruling"
    REVIEW = "review"
    PRESS = "press"
    VISIT = "visit"
    DECISION = "decision"
    ATTEND = "attend"
    MINUTES = "minutes"


class Family(StrEnum):
    """Four families of units, ranked apart (S1:78)."""

    PARTY = "party"
    GOVERNMENT = "government"
    DUAL = "dual"
    SERVICE = "service"


class Tier(StrEnum):
    """1+4+N (S3:15): the street's party committee; police, justice, enforcement, market; all the others."""

    CORE = "core"
    FOUR = "four"
    OTHER = "other"
