"""How quick the reader is: start, memory, one message, a batch on one core, a very long text.

Run: python benchmarks/classifier.py
"""

import csv
import json
import resource
import time
from pathlib import Path
from statistics import quantiles

STARTED = time.perf_counter()
from classifiers.commands import classify  # noqa: E402 (the import is part of what is measured)
from classifiers.reader import JiebaReader  # noqa: E402 (the import is part of what is measured)

FROZEN = Path(__file__).parent.parent / "classifiers" / "corpus" / "frozen.csv"


def main() -> None:
    reader = JiebaReader()
    ready = time.perf_counter() - STARTED
    with FROZEN.open(encoding="utf-8", newline="") as lines:
        texts = [row["text"] for row in csv.DictReader(lines)]
    each = sorted(_seconds(reader, text) for _ in range(10) for text in texts)
    long = min(_seconds(reader, str(turn) + ("".join(texts) * 2)[:4999]) for turn in range(5))
    lines = [json.dumps({"id": at, "text": f"{text}{at}"}) for at, text in enumerate(texts * 25)]
    began = time.perf_counter()
    written = sum(1 for _ in classify(lines, reader))
    batch = written / (time.perf_counter() - began)
    print(f"ready                 {ready:8.2f} s")
    print(f"memory                {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:8.0f} MB")
    print(f"characters a message  {sum(map(len, texts)) / len(texts):8.0f}")
    print(f"messages a second     {len(each) / sum(each):8.0f}")
    print(f"lines a second        {batch:8.0f}  (classify, {written} lines)")
    print(f"one message, p50      {quantiles(each, n=100)[49] * 1000:8.2f} ms")
    print(f"one message, p99      {quantiles(each, n=100)[98] * 1000:8.2f} ms")
    print(f"5,000 characters      {long * 1000:8.1f} ms")


def _seconds(reader: JiebaReader, text: str) -> float:
    began = time.perf_counter()
    reader.read(text)
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
