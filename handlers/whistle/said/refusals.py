"""Why a step of a whistle was refused, in one sentence with a way on."""

from collections.abc import Mapping

from handlers.texts import Texts
from handlers.whistle.said.names import LEGS, STANDS
from tickets.errors import NoReceiver, NoRight, OutOfReach, Refused, WrongTurn
from tickets.ports import Work
from tickets.whistles.kinds import LegState, WhistleDeed


def _(sentence: str) -> str:
    return sentence


UNUSABLE: Mapping[str, str] = {
    "draft": _("这张草稿不是您的，或者已经吹过了。点卡片上的“吹哨”重来。"),
    "plan": _("这张草稿不是您的，或者已经发过了。请从哨的卡片上重来。"),
    "loan": _("这张草稿过期了，请重新发 /delegate。"),
    "taker": _("还没选委托给谁。"),
    "owner": _("还没选谁来办。"),
    "units": _("还没选单位，或者同一个单位选了两次。"),
    "kind": _("应急哨只用在应急处置上，集结哨只能是攻坚哨。"),
    "unlisted": _("这件事不在社区的职责清单里，不能派给社区主办，请换一个牵头单位。"),
    "no_place": _("要写明地点。"),
    "due": _("攻坚哨要有时限，请先写日期。"),
    "too_far": _("时限太远了，最远 180 天。"),
    "quick_day": _("快捷哨要一天内办完。要更久，请改攻坚哨。"),
    "double": _("双派要有两个单位。"),
    "called": _("这个单位已经叫过了。"),
    "unasked": _("这声哨不用补批。"),
    "ruled": _("已经有人定过了，没有改动。"),
    "ended": _("这件已经办完了，不能再吹哨。"),
    "asking": _("已经报过了，等人来定。"),
    "owned": _("过了异议的时限，这件归你们。可以请别的单位一起来，或者请上级来。"),
    "late": _("时限已经过了，不能再延。"),
    "sooner": _("新时限要比原来的晚。"),
    "undue": _("这声哨没有定办完的时限，不用延期。"),
    "extended": _("已经延过三次，不能再延。"),
    "pause_far": _("挂起最长 30 天，请写一个近些的复查日期。"),
    "excluded": _("已经剔除了。"),
    "to": _("要写改派给哪个单位，写全名。"),
    "reported": _("这个单位已经反馈了。"),
    "marks": _("没看懂。请写三行，每行先写 1–5 分，再写一句为什么。"),
    "why": _("每一项都要写一句为什么。"),
    "unscored": _("还有单位没评价，评完才能收哨。"),
    "unreported": _("还有单位没反馈，不能收哨。"),
    "unplaced": _("这声哨没写地点，不用到场。"),
    "comer": _("要写谁来，比如：老赵 10:30。"),
    "evidence": _("到场要发一张现场照片，或者发位置。"),
    "place": _("您发的位置离现场太远，没有记到场。到了再发一次位置，或者发现场照片。"),
    "hour": _("离约定的时间还早，没有记到场。到了点再来签到。"),
    "pressed": _("已经有领导督办了。"),
    "not_yours": _("谁督办的，由谁解除。"),
    "self_lend": _("不能委托给自己。"),
    "lend_far": _("委托最长 90 天。"),
    "minuted": _("会议记录已经写过了。"),
    "early": _("会还没开，开完再记。"),
    "held_already": _("会上已经定了事，不能再改期或者取消。"),
    "cancelled": _("这个会取消了。"),
    "begun": _("会已经开了，谁来了由召集的人记。"),
    "settled": _("这一项已经办完了。"),
    "step": _("这一步现在还没到，或者已经走过了。"),
    "choice": _("下一步有几条路，请选一条。"),
    "usual": _("发帖派单的流程跟着办理走，不用点。"),
    "same_flow": _("已经在这个流程上了。"),
}


def sentence(refused: Refused, t: Texts, work: Work) -> str:
    """The refusal in words; empty where it is no whistle's."""
    match refused:
        case NoRight(deed):
            return _no_right(deed, t)
        case WrongTurn(_, state):
            stands = t(LEGS[state]) if isinstance(state, LegState) else t(STANDS[state])
            return t("现在{state}，不能这样做。", state=stands)
        case OutOfReach(unit):
            return t("您这一级叫不到{unit}。可以请书记吹，或者请上级来。", unit=work.directory.unit_name(unit))
        case NoReceiver(unit):
            return t("{unit}没有接哨员，叫不到人。请先让他们报一个。", unit=work.directory.unit_name(unit))
        case _:
            return ""


def _no_right(deed: WhistleDeed, t: Texts) -> str:
    match deed:
        case WhistleDeed.RAISE:
            return t("这里的事不归您吹哨，也不归您提请，没有改动。要本社区、街道或者区里的人来。")
        case WhistleDeed.BLOW | WhistleDeed.DECLINE:
            return t("要社区书记、社区专员、街巷长、包村干部、街道书记或区长才能吹，值班的人可以吹应急哨。")
        case WhistleDeed.END | WhistleDeed.SCORE | WhistleDeed.SEND_BACK | WhistleDeed.CALL_OFF:
            return t("只有吹哨的一方能这样做。")
        case WhistleDeed.LOOK:
            return t("只有接了这声哨的人能看联系方式，举报的不给看。")
        case WhistleDeed.RULE | WhistleDeed.RATIFY:
            return t("这要由另外的人来定。")
        case _:
            return t("您不在这声哨里，没有改动。")
