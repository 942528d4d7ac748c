"""Training can be repeated, refuses what it doesn't know, and the shipped model keeps what it claims."""

import json
from pathlib import Path

import numpy as np
import pytest

from classifiers.commands import classify, explain
from classifiers.learning.corpus import FOLDER, FROZEN, read_examples, training_examples
from classifiers.learning.evaluation import chat_figures, guesses
from classifiers.learning.training import train
from classifiers.model.linear import MODEL, load, save
from classifiers.reader import JiebaReader

FLOORS = {
    "matter macro-F1": 0.86,
    "topic macro-F1": 0.65,
    "danger recall": 0.95,
    "matter right, least sure tenth asked": 0.92,
}


def test_the_shipped_model_keeps_its_claims_on_messages_that_it_never_saw(reader: JiebaReader) -> None:
    figures = {figure.name: figure.value for figure in chat_figures(guesses(reader, read_examples(FROZEN)))}
    assert {name: figures[name] for name, floor in FLOORS.items() if figures[name] < floor} == {}
    assert figures["matter calibration error"] <= 0.06


def test_the_same_messages_give_the_same_bytes(tmp_path: Path) -> None:
    few = read_examples(FOLDER / "seed.csv")
    for name in ("one.npz", "two.npz"):
        save(train(few), tmp_path / name)
    assert (tmp_path / "one.npz").read_bytes() == (tmp_path / "two.npz").read_bytes()


def test_a_model_for_other_labels_is_refused(tmp_path: Path) -> None:
    with np.load(MODEL, allow_pickle=False) as stored:
        arrays = dict(stored) | {"labels": np.frombuffer(b"cats", np.uint8)}
    np.savez(tmp_path / "other.npz", **arrays)
    with pytest.raises(ValueError, match="other labels"):
        load(tmp_path / "other.npz")


def test_training_leaves_out_bad_rows_doubles_and_what_resembles_a_frozen_row(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    head = "id,text,matter,topic,kind,urgency,danger\n"
    good = "楼道的灯坏了三天没人修,shared,repairs,complaint,quick,0\n"
    frozen = "小区的喷泉从来没喷过水,shared,property,complaint,quick,0\n"
    (tmp_path / "frozen.csv").write_text(head + "F1," + frozen, encoding="utf-8")
    rows = ["1," + good, "2," + good, "3," + frozen.replace("从来", "从"), "4,没有这种标签,private,x,y,z,0\n"]
    (tmp_path / "more.csv").write_text(head + "".join(rows), encoding="utf-8")
    assert [example.text for example in training_examples(tmp_path)] == ["楼道的灯坏了三天没人修"]
    assert "more.csv:5" in capsys.readouterr().err


def test_classify_answers_each_line_and_names_the_bad_ones(reader: JiebaReader) -> None:
    lines = ['{"id": 7, "text": "楼上漏水到我家"}', "not json", '{"id": 8}', "[1]", ""]
    good, *bad = [json.loads(line) for line in classify(lines, reader)]
    assert good["id"] == 7
    assert {"matter", "topic", "kind", "urgency", "danger", "confidence", "ask", "why"} <= good.keys()
    assert [(one["id"], "error" in one) for one in bad] == [(None, True), (8, True), (None, True)]


def test_explain_shows_every_score(reader: JiebaReader) -> None:
    told = explain("3号楼着火了", reader)
    assert set(told["scores"]) == {"matter", "topic", "kind", "urgency", "danger", "peril"}
    assert told["alarms"] == [{"peril": "fire", "words": "着火", "now": True}]
