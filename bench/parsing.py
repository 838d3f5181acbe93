"""spaCy's parse alone, of the reports of a folder: `python -m bench.parsing FOLDER [--jobs N]`.

spaCy's small English pipeline with spaCy's own parts, all whose results `kg build` reads, on the paragraphs as they
stand; nothing is done with what it finds. With `--quick` it is the pipeline that `kg build` loads, in which three parts
are done in another way (`kg.text.parse.pipeline`). Prints the words and the tokens.
"""

from __future__ import annotations

import argparse
import multiprocessing
from collections.abc import Sequence
from pathlib import Path

from spacy.language import Language

from kg.pipeline import get_ready
from kg.sources import read_report
from kg.text.blas import one_thread
from kg.text.parse import BATCH, as_spacy_has_it, pipeline

PIPELINES: list[Language] = []  # of this process, and of those that are forked from it


def parsed(places: Sequence[Path]) -> tuple[int, int]:
    """How many words and tokens these reports have."""
    (nlp,) = PIPELINES
    words = tokens = 0
    for place in places:
        texts = [paragraph.exact for paragraph in read_report(place).paragraphs]
        words += sum(len(text.split()) for text in texts)
        with one_thread():
            tokens += sum(len(doc) for doc in nlp.pipe(texts, batch_size=BATCH))
    return words, tokens


def main() -> None:
    """Parse, and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path, help="the folder of the reports")
    parser.add_argument("--jobs", type=int, default=1, help="how many processes parse")
    parser.add_argument("--quick", action="store_true", help="with the pipeline that kg build loads")
    given = parser.parse_args()
    places = sorted(path for path in given.folder.iterdir() if path.is_dir())
    PIPELINES.append(pipeline() if given.quick else as_spacy_has_it())
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
