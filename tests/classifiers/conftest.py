import pytest

from classifiers.reader import JiebaReader


@pytest.fixture(scope="session")
def reader() -> JiebaReader:
    return JiebaReader(["幸福里", "玉泉路"])
