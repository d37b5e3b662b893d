"""Learns from text after which words an utterance can end, and writes the weights into engine/words/endings.

    mkdir text; cd text
    pip download --no-deps chitchat-dataset==0.9.0 chatterbot-corpus==1.3.3
    apt-get download libreoffice-help-{de,es,fr,hi}
    for each in *.whl; do unzip -q $each; done; for each in *.deb; do dpkg-deb -x $each .; done
    cd ..; python -m tools.word_endings text

The packages and their licences are in engine/words/endings/PROVENANCE.md.
"""

import argparse
import textwrap
from collections.abc import Iterator, Mapping
from itertools import groupby
from pathlib import Path

from tools.word_endings.fitting import fit
from tools.word_endings.texts import LANGUAGES, said_in

FOLDER = Path(__file__).resolve().parent.parent.parent / "engine" / "words" / "endings"
HEAD = '"""Written by `python -m tools.word_endings`; from which text, and its licence, is in PROVENANCE.md."""'
WIDTH = 110


def module(weights: Mapping[str, int]) -> str:
    """The module of a language."""
    return "\n".join([HEAD, "", 'WEIGHTS = """\\', *_lines(weights), '"""', ""])


def _lines(weights: Mapping[str, int]) -> Iterator[str]:
    """All that has a weight, a few in a line."""
    for weight, names in groupby(sorted(weights, key=lambda name: (weights[name], name)), weights.__getitem__):
        together = "|".join(name.replace(" ", "\0") for name in names).replace("|", "| ")
        for line in textwrap.wrap(together, WIDTH, break_long_words=False, break_on_hyphens=False):
            yield f"{weight}\t{line.replace('| ', '|').rstrip('|').replace(chr(0), ' ')}"


def main() -> None:
    parser = argparse.ArgumentParser(description="Learns after which words an utterance can end.")
    parser.add_argument("text", type=Path, help="the folder with the unpacked packages")
    parser.add_argument("--languages", nargs="*", default=LANGUAGES)
    arguments = parser.parse_args()
    for language in arguments.languages:
        weights = fit(said_in(language, arguments.text), seed=1)
        (FOLDER / f"{language}.py").write_text(module(weights), encoding="utf-8")


if __name__ == "__main__":
    main()
