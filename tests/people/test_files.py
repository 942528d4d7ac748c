"""Files that are no workbooks, or hostile ones, are refused with a sentence."""

import zipfile
from pathlib import Path

import pytest

from bot.people.sheets import BIGGEST_FILE
from tests.people.books import mistakes, save, street

OLD_OFFICE = bytes.fromhex("D0CF11E0A1B11AE1")


def test_a_text_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "people.xlsx"
    path.write_text("编号,名称\n", "utf-8")
    assert mistakes(path) == ["people.xlsx：不是 .xlsx 工作簿，请在 Excel 或 WPS 里另存为 .xlsx"]


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    (told,) = mistakes(tmp_path / "gone.xlsx")
    assert "打不开文件" in told


def test_an_old_xls_is_told_apart_from_a_locked_workbook(tmp_path: Path) -> None:
    old, locked = tmp_path / "old.xlsx", tmp_path / "locked.xlsx"
    old.write_bytes(OLD_OFFICE + b"\0" * 512)
    locked.write_bytes(OLD_OFFICE + b"\0" * 512 + "EncryptedPackage".encode("utf-16-le"))
    assert "旧格式" in mistakes(old)[0]
    assert "设了打开密码" in mistakes(locked)[0]


def test_a_file_over_ten_megabytes_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "people.xlsx"
    with path.open("wb") as file:
        file.truncate(BIGGEST_FILE + 1)
    assert "超过 10 MB" in mistakes(path)[0]


def test_a_small_file_that_unpacks_to_a_huge_one_is_refused(tmp_path: Path) -> None:
    path = save(tmp_path / "people.xlsx", street())
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/image1.xml", b"<a/>" + b" " * 90 * 2**20)
    assert "解开后太大" in mistakes(path)[0]


def test_a_document_type_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "people.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", '<!DOCTYPE x [<!ENTITY a "b">]><workbook>&a;</workbook>')
    assert "不是 .xlsx 工作簿" in mistakes(path)[0]


@pytest.mark.parametrize("part", ["xl/workbook.xml", "[Content_Types].xml"])
def test_a_damaged_workbook_is_refused(tmp_path: Path, part: str) -> None:
    whole, path = save(tmp_path / "whole.xlsx", street()), tmp_path / "people.xlsx"
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            target.writestr(name, b"<broken" if name == part else source.read(name))
    assert "文件已损坏" in mistakes(path)[0]


def test_a_truncated_workbook_is_refused(tmp_path: Path) -> None:
    path = save(tmp_path / "people.xlsx", street())
    path.write_bytes(path.read_bytes()[:-200])
    assert len(mistakes(path)) == 1
