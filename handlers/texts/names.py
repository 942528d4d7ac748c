"""The closed sets in words people use. `_` only marks a sentence for translation; `Texts` translates it."""

from tickets.kinds import Grade, Matter, Peril, State, Topic
from tickets.rules.routing import Unrouted


def _(sentence: str) -> str:
    return sentence


MATTERS = {
    Matter.PUBLIC: _("要部门来管的事"),
    Matter.SHARED: _("小区里的事"),
    Matter.HOUSEHOLD: _("邻里家里的事"),
}
"""For residents."""

CHANNELS = {
    "telegram": _("Telegram"),
    "web": _("网页"),
    "wechat": _("微信公众号"),
    "wxkf": _("微信客服"),
    "wecom": _("企业微信"),
}
"""What stands before the colon of an account's name."""

LEDGERS = {Matter.PUBLIC: _("公事"), Matter.SHARED: _("共事"), Matter.HOUSEHOLD: _("家事")}
"""For staff (S3:35)."""

TOPICS = {
    Topic.PROPERTY: _("物业"),
    Topic.PARKING: _("停车"),
    Topic.NOISE: _("噪音"),
    Topic.WASTE: _("卫生"),
    Topic.STREET_ORDER: _("街面秩序"),
    Topic.ROADS: _("道路设施"),
    Topic.UTILITIES: _("水电气热"),
    Topic.FIRE_SAFETY: _("消防安全"),
    Topic.REPAIRS: _("房屋维修"),
    Topic.HOUSING: _("住房"),
    Topic.TRANSPORT: _("交通"),
    Topic.POLLUTION: _("污染"),
    Topic.GREENING: _("绿化"),
    Topic.MARKET: _("市场消费"),
    Topic.LABOR: _("劳动"),
    Topic.EDUCATION: _("教育文体"),
    Topic.HEALTH: _("医疗卫生"),
    Topic.WELFARE: _("民政救助"),
    Topic.SECURITY: _("治安"),
    Topic.NEIGHBOR: _("邻里"),
    Topic.FAMILY: _("家庭"),
    Topic.PETS: _("养犬宠物"),
    Topic.LAND: _("农村土地"),
    Topic.CONDUCT: _("干部作风"),
    Topic.OTHER: _("其他"),
}

STATES = {
    State.TRIAGE: _("社区专员在看"),
    State.OPEN: _("等人认领"),
    State.HELD: _("有人在办"),
    State.ANSWERED: _("已答复"),
    State.CLOSED: _("已办结"),
    State.WITHDRAWN: _("已撤回"),
    State.MERGED: _("已并入"),
}

GRADES = {Grade.GOOD: _("满意"), Grade.FAIR: _("基本满意"), Grade.BAD: _("不满意")}

UNROUTED = {
    Unrouted.UNSURE: _("拿不准是哪类事"),
    Unrouted.WORDLESS: _("没有文字"),
    Unrouted.DANGER: _("家里的事，但有危险"),
    Unrouted.NO_COMMUNITY: _("不知道是哪个社区"),
    Unrouted.NO_GRID: _("不知道是哪个网格"),
    Unrouted.NO_UNIT: _("这里没有对应的单位"),
    Unrouted.NO_PEOPLE: _("对应的单位还没有人"),
    Unrouted.NO_LEADER: _("这里没有微网格长"),
    Unrouted.HAND_OVERS: _("转手太多次"),
    Unrouted.ALONE: _("并进去的那件撤回了"),
    Unrouted.OWN: _("办的人就是报的人"),
    Unrouted.MIXED: _("两件事写在一起，有一件是家里的"),
}

PERILS = {
    Peril.FIRE: _("🚨 先离开着火的地方，别坐电梯，到室外拨打 119。门烫手就别开门，用湿毛巾堵门缝。"),
    Peril.GAS: _("🚨 请先离开房间，到室外拨打 119，再打燃气抢修电话。不要开关电灯，不要在屋里打电话。"),
    Peril.TRAPPED: _("🚨 马上拨打 119。在电梯里的按警铃，不要扒门，靠墙站好。闷在车里、柜里的，先砸开救人。"),
    Peril.VIOLENCE: _("🚨 先到安全的地方，马上拨打 110。受伤拨打 120。"),
    Peril.SUICIDE: _("🚨 请马上拨打 110 或 120。也可以拨打 12356，有人听您说，全天都在。身边的人请不要离开。"),
    Peril.MEDICAL: _("🚨 马上拨打 120，说清地址，照电话里说的做。"),
    Peril.MISSING: _("🚨 马上拨打 110 报走失，不用等 24 小时。说清衣着、最后在哪里。"),
    Peril.COLLAPSE: _("🚨 离远一点，别从下面走，拨打 119。请提醒旁边的人。"),
    Peril.ELECTRIC: _("🚨 不要碰，离开至少 8 米，拨打 119 和 95598。有人触电先断电再拨打 120。"),
    Peril.OTHER: _("🚨 有危险先离开，拨打 110、119 或 120。"),
}
"""What somebody in danger is told, alone and first."""
