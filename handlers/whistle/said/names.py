"""What people read for the whistle's closed sets."""

from collections.abc import Mapping

from tickets.kinds import Urgency
from tickets.whistles.kinds import Gathering, LegState, Plea, Scope, WhistleClock, WhistleDeed, WhistleState


def _(sentence: str) -> str:
    return sentence


TYPES: Mapping[Urgency, str] = {
    Urgency.QUICK: _("快捷哨"),
    Urgency.COMPLEX: _("攻坚哨"),
    Urgency.EMERGENCY: _("应急哨"),
}
SCOPES: Mapping[Scope, str] = {
    Scope.COMMUNITY: _("社区"),
    Scope.STREET: _("街道"),
    Scope.ACROSS: _("跨区"),
    Scope.CITY: _("市区两级"),
    Scope.MUSTER: _("集结"),
}
STANDS: Mapping[WhistleState, str] = {
    WhistleState.RAISED: _("等书记或专员吹"),
    WhistleState.CALLED: _("还有单位没响应"),
    WhistleState.CONFIRMED: _("都响应了"),
    WhistleState.ARRIVED: _("都到场了"),
    WhistleState.WORKING: _("在办"),
    WhistleState.PAUSED: _("挂起"),
    WhistleState.REPORTED: _("都反馈了，等评价"),
    WhistleState.SCORED: _("评完了，可以收哨"),
    WhistleState.ENDED: _("已收哨"),
    WhistleState.DROPPED: _("已撤"),
}
LEGS: Mapping[LegState, str] = {
    LegState.CALLED: _("没响应"),
    LegState.CONFIRMED: _("已响应"),
    LegState.ARRIVED: _("已到场"),
    LegState.WORKING: _("在办"),
    LegState.PAUSED: _("挂起"),
    LegState.REPORTED: _("已反馈"),
    LegState.RELEASED: _("已改派"),
}
PLEAS: Mapping[Plea, str] = {
    Plea.RULING: _("异议"),
    Plea.LONGER: _("延期"),
    Plea.PAUSE: _("挂起"),
    Plea.EXCLUSION: _("剔除"),
}
GATHERINGS: Mapping[Gathering, str] = {
    Gathering.DISPATCH: _("调度会"),
    Gathering.JOINT: _("联席会议"),
    Gathering.COORDINATION: _("协调会"),
    Gathering.COMPLAINTS: _("接诉即办会"),
    Gathering.SCENE: _("现场办公"),
}
LENT: Mapping[WhistleDeed, str] = {
    WhistleDeed.BLOW: _("吹哨"),
    WhistleDeed.DECLINE: _("不吹"),
    WhistleDeed.CALL_OFF: _("撤哨"),
    WhistleDeed.RATIFY: _("补批"),
    WhistleDeed.RULE: _("裁定"),
    WhistleDeed.RESUME: _("恢复办理"),
    WhistleDeed.ADD_UNIT: _("增派"),
    WhistleDeed.NAME_LEAD: _("定牵头"),
    WhistleDeed.URGE: _("催单位"),
    WhistleDeed.SEND_BACK: _("退回重办"),
    WhistleDeed.SCORE: _("评价"),
    WhistleDeed.END: _("收哨"),
    WhistleDeed.PRESS: _("督办"),
    WhistleDeed.LIFT: _("解除督办"),
    WhistleDeed.INSTRUCT: _("批示"),
    WhistleDeed.VISIT: _("现场办公"),
    WhistleDeed.CONVENE: _("开会"),
    WhistleDeed.PUT_OFF: _("会议改期"),
    WhistleDeed.CANCEL: _("取消会议"),
    WhistleDeed.RESOLVE: _("记决定"),
    WhistleDeed.MINUTE: _("记完会议"),
    WhistleDeed.SETTLE: _("销决定"),
    WhistleDeed.JOIN_FORCES: _("联合行动"),
}
"""What can be lent, in a word or two."""
CLOCKS: Mapping[WhistleClock, str] = {
    WhistleClock.CONFIRM: _("还没响应"),
    WhistleClock.ARRIVE: _("还没到场"),
    WhistleClock.DONE: _("办理时限"),
    WhistleClock.SCORE: _("等评价"),
    WhistleClock.RATIFY: _("等补批"),
    WhistleClock.RULING: _("等裁定"),
    WhistleClock.REVIEW: _("挂起该复查了"),
    WhistleClock.PRESS: _("督办中"),
    WhistleClock.VISIT: _("等一把手到场"),
    WhistleClock.DECISION: _("会上定的事"),
    WhistleClock.ATTEND: _("会来不来，还没回话"),
    WhistleClock.MINUTES: _("会议记录还没写完"),
}
