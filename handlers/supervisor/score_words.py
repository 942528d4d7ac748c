"""The words of the page of scores, and of the file that it gives."""

from collections.abc import Mapping

from handlers.supervisor.scores import FAMILIES
from handlers.texts import Texts


def score_words(t: Texts) -> Mapping[str, str]:
    """Every sentence of the page, by its place."""
    return {
        "title": t("考核排名"),
        "lead": t("打分的是吹哨的街道、社区和发帖的居民，部门不给自己打分。"),
        "formula": t("本系统默认口径。没评价的不算好评，没有件数不排名，括号里是件数。"),
        "months": t("月份"),
        "without": t("不含剔除"),
        "with": t("含剔除"),
        "topic": t("主题"),
        "every": t("全部"),
        "show": t("看"),
        "file": t("下载表格"),
        "back": t("回到排名"),
        "overall": t("总的"),
        "rank": t("名次"),
        "unit": t("单位"),
        "score": t("得分"),
        "year": t("折进全年"),
        "marks": t("评分次数"),
        "received": t("收到"),
        "answered": t("按时答复"),
        "contacted": t("响应率"),
        "solved": t("解决率"),
        "satisfied": t("满意率"),
        "total": t("总分"),
        "called": t("叫到"),
        "waiting": t("月底没响应"),
        "arrived": t("按时到场"),
        "done": t("按时办完"),
        "response": t("响应用时"),
        "arrival": t("到场用时"),
        "handling": t("办理用时"),
        "times": t("用时是中间值，斜线后面是九成不超过的。"),
        "late": t("定账后的变动"),
        "late_lead": t("上面的数是定账那天的，不改。按现在的记录，这些单位会是："),
        "by_topic": t("按主题"),
        "by_community": t("按社区"),
        "trend": t("逐月"),
        "month": t("月份"),
        "none": t("这个月还没有。"),
        "share": t("吹哨报到占全年的份额"),
        "whole_year": t("全年"),
        "whistle": t("吹哨报到"),
        "rest": t("其余部分"),
        "source": t("出处"),
        "entered": t("谁录的"),
        "year_total": t("全年总分"),
        "missing": t("还没录入"),
        "unscored": t("还没人评过"),
        "closed": t("定账"),
        "family": t("类别"),
    }


def family_names(t: Texts) -> Mapping[str, str]:
    """The families of units."""
    return {family: t(words) for family, words in FAMILIES.items()}
