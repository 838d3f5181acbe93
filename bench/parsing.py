"""spaCy's parse alone, of the reports of a folder: `python -m bench.parsing FOLDER [--jobs N]`.

The pipeline that `kg build` loads, all its parts, on the paragraphs as they stand; nothing is done with what it finds.
Prints the words and the tokens.
"""

from __future__ import annotations

import argparse
import multiprocessing
from collections.abc import Sequence
from pathlib import Path

from kg.pipeline import get_ready
from kg.sources import read_report
from kg.text.parse import BATCH, pipeline


def parsed(places: Sequence[Path]) -> tuple[int, int]:
    """How many words and tokens these reports have."""
    words = tokens = 0
    for place in places:
        texts = [paragraph.exact for paragraph in read_report(place).paragraphs]
        words += sum(len(text.split()) for text in texts)
        tokens += sum(len(doc) for doc in pipeline().pipe(texts, batch_size=BATCH))
    return words, tokens


def main() -> None:
    """Parse, and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path, help="the folder of the reports")
    parser.add_argument("--jobs", type=int, default=1, help="how many processes parse")
    given = parser.parse_args()
    places = sorted(path for path in given.folder.iterdir() if path.is_dir())
    get_ready()
    if given.jobs == 1:
        found = [parsed(places)]
    else:
        with multiprocessing.get_context("fork").Pool(given.jobs) as pool:
            found = pool.map(parsed, [places[number :: given.jobs] for number in range(given.jobs)])
            pool.close()
            pool.join()
    print(sum(words for words, _ in found), sum(tokens for _, tokens in found))


if __name__ == "__main__":
    main()
