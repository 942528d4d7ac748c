"""What people write in answer to a whistle is read as they mean it."""

from datetime import timedelta

import pytest

from tests.whistles.city import MONDAY
from tickets.errors import Unusable
from tickets.times import SHANGHAI
from tickets.whistles.spoken import three_marks, who_comes


@pytest.mark.parametrize(
    ("text", "who", "minutes"),
    [
        ("老赵 10:30", "老赵", 30),
        ("老赵，10点30分到", "老赵", 30),
        ("老赵 20分钟后到", "老赵", 20),
        ("姚远和小李 11点", "姚远和小李", 60),
        ("老赵", "老赵", None),
        ("老赵 99:99", "老赵", None),
        ("10:30", "", 30),
    ],
)
def test_who_comes_and_when(text: str, who: str, minutes: int | None) -> None:
    at = None if minutes is None else MONDAY + timedelta(minutes=minutes)
    assert who_comes(text, MONDAY, SHANGHAI) == (who, at)


@pytest.mark.parametrize(
    "text", ["5 快\n4 好\n3 路没铺", "响应：5分，快\n办理：4 好\n效果3 路没铺", "5 快/4 好/3 路没铺"]
)
def test_three_marks_each_with_its_word(text: str) -> None:
    assert three_marks(text) == ((5, 4, 3), ("快", "好", "路没铺"))


@pytest.mark.parametrize("text", ["", "5 5 5", "5 快\n4 好", "很好\n很好\n很好"])
def test_anything_else_is_no_score(text: str) -> None:
    with pytest.raises(Unusable, match="marks"):
        three_marks(text)
