"""Training takes workers' corrections, keeps no worse model, and what is shipped is what the corpus gives."""

from dataclasses import replace
from pathlib import Path
from shutil import copy

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from classifiers.commands import Trained, train
from classifiers.learning import training
from classifiers.learning.corpus import FOLDER, FROZEN, read_examples, training_examples
from classifiers.learning.evaluation import guesses
from classifiers.learning.fitting import evenly, fit, fit_all
from classifiers.learning.topics import seven
from classifiers.learning.training import DIRECTIONS, answers, heaviest, in_bytes, learn_vectors, matrix, see
from classifiers.model.linear import MODEL, load
from classifiers.model.together import COLUMNS, LETTER, SETS, WIDTH, Task
from classifiers.reader import JiebaReader
from tickets.kinds import Matter


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """The frozen rows and a corner of the corpus, so that a training takes a moment."""
    for name in (FROZEN.name, "seed.csv", "written_perils_f.csv"):
        copy(FOLDER / name, tmp_path / name)
    return tmp_path


def _train(corpus: Path, corrections: Path | None = None) -> Trained:
    return train(corrections, folder=corpus, out=corpus / "model.npz")


def test_a_model_that_is_worse_on_the_frozen_messages_is_not_kept(corpus: Path) -> None:
    copy(MODEL, corpus / "model.npz")
    trained = _train(corpus)
    assert not trained.kept
    assert (corpus / "model.npz").read_bytes() == MODEL.read_bytes()
    before, after = ({one.name: one.value for one in figures} for figures in (trained.before, trained.after))
    assert after["matter macro-F1"] < before["matter macro-F1"]


def test_a_first_model_is_kept_and_a_second_training_gives_the_same_bytes(corpus: Path) -> None:
    assert _train(corpus).kept
    first = (corpus / "model.npz").read_bytes()
    again = _train(corpus)
    assert again.kept
    assert [one.value for one in again.before] == [one.value for one in again.after]
    assert (corpus / "model.npz").read_bytes() == first


def test_a_model_that_an_earlier_release_wrote_is_replaced(corpus: Path) -> None:
    np.savez(corpus / "model.npz", labels=np.zeros(1, np.uint8))
    trained = _train(corpus)
    assert (trained.before, trained.kept) == ((), True)
    load(corpus / "model.npz")


def test_corrections_are_learnt_from(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    text = "三栋的鱼缸又哼起来了"
    _train(corpus)
    said = JiebaReader(model=load(corpus / "model.npz")).read(text).matter
    right = next(matter for matter in Matter if matter is not said)
    rows = [f"{number},{text}，第{number}天,{right},noise,complaint,quick,0\n" for number in "一二三四五六七八"]
    told = tmp_path_factory.mktemp("corrections") / "corrections.csv"
    told.write_text("id,text,matter,topic,kind,urgency,danger\n" + "".join(rows), encoding="utf-8")
    trained = _train(corpus, told)
    assert (trained.corrections, trained.kept) == (len(rows), True)
    assert JiebaReader(model=load(corpus / "model.npz")).read(text).matter is right


def test_the_shipped_model_was_trained_on_the_corpus_as_it_stands() -> None:
    vectors, shipped = learn_vectors(see(one.text for one in training_examples())), load().vectors
    kept = np.flatnonzero(np.isin(vectors.keys, shipped.keys))
    assert np.array_equal(vectors.keys[kept], shipped.keys), "run `python -m bot train` and commit the model"
    assert np.allclose(vectors.idf[kept], shipped.idf, rtol=1e-6, atol=0), (
        "run `python -m bot train` and commit the model"
    )


def test_packing_weights_into_bytes_moves_no_score_by_much() -> None:
    examples = read_examples(FOLDER / "seed.csv")
    seen = see(one.text for one in examples)
    vectors = learn_vectors(seen)
    table = matrix(vectors, seen)
    weights, bias = fit_all(evenly(table, vectors.runs), answers(examples))
    small, mix, packed = in_bytes(weights, bias, table)
    whole, moved = table @ weights + bias, table @ small.astype(np.float32) @ mix + packed
    for name, most in ((Task.MATTER, 0.02), (Task.TOPIC, 0.02), ("pair", 0.1)):
        columns = COLUMNS[name]
        spread = (whole - whole.mean(axis=0))[:, columns].std()
        assert (whole - moved)[:, columns].std() < most * spread, name


def test_the_model_keeps_the_features_that_weigh_most_on_labels(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(training, "HEAVIEST", 2)
    small = np.zeros((4, WIDTH - len(SETS["pair"]) + DIRECTIONS), np.int8)
    small[[0, 1, 3], 0] = 3, 1, -5
    small[2, -1] = 127
    assert heaviest(small).tolist() == [0, 3]


def test_runs_of_characters_say_more_than_words_that_tell_the_same() -> None:
    told = np.array(["one", "two"] * 20)
    alike = csr_matrix(np.repeat((told == "one").astype(np.float32)[:, np.newaxis], 2, axis=1))
    word, run = range(2)
    weights, _ = fit(evenly(alike, np.array([run])), told, ("one", "two"), counted=False)
    assert weights[run, 0] > 1.2 * weights[word, 0] > 0


def test_a_letter_says_less_about_matter_than_a_chat_message() -> None:
    corpus = training_examples()
    examples = [one for one in corpus if not one.letter][:60]
    text = "三栋的鱼缸又哼起来了"
    told = [(f"{text}，第{number}天", matter) for number in "一二三四五六" for matter in (Matter.PUBLIC, Matter.SHARED)]
    for chatty, lettered in ((Matter.PUBLIC, Matter.SHARED), (Matter.SHARED, Matter.PUBLIC)):
        both = [replace(examples[0], text=words, matter=matter, letter=matter is lettered) for words, matter in told]
        seen = see(one.text for one in [*examples, *both])
        vectors = learn_vectors(seen)
        weights, bias = fit_all(
            evenly(matrix(vectors, seen), vectors.runs), answers([*examples, *both]), (Task.MATTER, LETTER)
        )
        (row,) = matrix(vectors, see([text])) @ weights + bias
        order = list(Matter)
        scores = row[COLUMNS[Task.MATTER]]
        assert scores[order.index(chatty)] > scores[order.index(lettered)]


def test_what_was_chosen_to_teach_danger_teaches_nothing_about_matter() -> None:
    examples = training_examples()[:80]
    chosen = [replace(one, chosen=at % 2 == 0) for at, one in enumerate(examples)]
    other = [replace(one, matter=Matter.PUBLIC, danger=not one.danger) if one.chosen else one for one in chosen]
    seen = see(one.text for one in examples)
    vectors = learn_vectors(seen)
    texts = evenly(matrix(vectors, seen), vectors.runs)
    (first, _), (second, _) = (fit_all(texts, answers(told), (Task.MATTER, Task.DANGER)) for told in (chosen, other))
    assert np.array_equal(first[:, COLUMNS[Task.MATTER]], second[:, COLUMNS[Task.MATTER]])
    assert not np.allclose(first[:, COLUMNS[Task.DANGER]], second[:, COLUMNS[Task.DANGER]])


def test_seven_topics_are_learnt_from_the_train_split_and_measured_on_the_other() -> None:
    words = {"教育": "学校老师学生", "交通": "公交司机站台"}
    rows = [
        {
            "label": label,
            "title": f"{word[:2]}第{turn}回{word[2:]}",
            "detail": word,
            "split": "dev" if turn % 3 else "train",
            "dup_group": str(turn),
        }
        for label, word in words.items()
        for turn in range(30)
    ]
    judged = seven(rows, ("title", "detail"))
    assert len(judged.truth) == sum(row["split"] == "dev" for row in rows)
    assert judged.right().all()
    assert ((judged.sure > 0.5) & (judged.sure <= 1)).all()


@pytest.mark.parametrize(
    "riddle",
    [
        "又开始了，天天这个点",
        "又来了",
        "第三回了",
        "他又那样了",
        "说好的呢",
        "那边又弄上了",
        "比上次还厉害",
        "昨晚又一宿",
    ],
)
def test_a_riddle_that_names_nothing_is_asked_about(reader: JiebaReader, riddle: str) -> None:
    assert reader.read(riddle).ask


def test_what_is_said_plainly_is_not_asked_about(reader: JiebaReader) -> None:
    read = guesses(reader, read_examples(FROZEN))
    assert np.mean([one.ask for one in read.readings]) < 0.15
