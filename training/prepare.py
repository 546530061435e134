"""Parallel text in; out come clean, encoded pairs, word links, and a list of what was left out and why."""

from __future__ import annotations

import argparse
import gzip
import json
import shutil
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np

from training.align import align_corpus, find_aligner
from training.augment import augment
from training.clean import Contamination, Dropped, Pair, clean
from training.config import DEFAULT, Config, read_config
from training.corpus import Corpus, Ragged, ragged, write_corpus, write_links
from training.pieces import Pieces, copy_pieces, learn_pieces

OWN_DATA = Path(__file__).with_name("data")
"""Pairs written for this project, which are found nowhere else."""
RESERVED = sorted((Path(__file__).parents[1] / "benchmarks" / "data").glob("names-*.txt"))
"""The names of the benchmarks, kept apart from those invented for training."""


def read_pairs(path: Path, limit: int | None = None) -> Iterator[Pair]:
    """Yield the pairs of one `nl<TAB>en` file, at most `limit`."""
    origin = path.name.removesuffix(".gz").removesuffix(".tsv")
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8", newline="\n") as lines:
        for index, line in enumerate(lines):
            if limit is not None and index >= limit:
                return
            source, _, target = line.rstrip("\n").partition("\t")
            yield Pair(origin=origin, source=source, target=target)


def read_sources(data: Path, wanted: Iterable[str], limit: int | None = None) -> Iterator[Pair]:
    """Yield the pairs of the wanted sources, the heaviest source first, so that its copy of a duplicate stays.

    A source that `data` lacks is looked for in `OWN_DATA`.
    """
    for origin in wanted:
        for path in (data / f"{origin}.tsv.gz", data / f"{origin}.tsv", OWN_DATA / f"{origin}.tsv.gz"):
            if path.exists():
                yield from read_pairs(path, limit)
                break


def read_lines(paths: Iterable[Path]) -> Iterator[str]:
    """Yield the lines of evaluation files."""
    for path in paths:
        yield from path.read_text(encoding="utf-8").splitlines()


def sort_out(pairs: Iterable[Pair], contamination: Contamination, work: Path) -> list[Pair]:
    """Return the pairs worth keeping; write the others to `dropped.tsv.gz` and the counts to `dropped.json`."""
    kept: list[Pair] = []
    reasons: dict[str, Counter[str]] = {}
    with gzip.open(work / "dropped.tsv.gz", "wt", encoding="utf-8", newline="\n") as dropped:
        for found in clean(pairs, contamination):
            if isinstance(found, Dropped):
                pair = found.pair
                dropped.write(f"{found.reason}\t{pair.origin}\t{pair.source}\t{pair.target}\n")
                reasons.setdefault(pair.origin, Counter())[found.reason] += 1
            else:
                kept.append(found)
                reasons.setdefault(found.origin, Counter())["kept"] += 1
    (work / "dropped.json").write_text(json.dumps(reasons, indent=1), encoding="utf-8")
    return kept


def encode(pairs: Iterable[Pair], pieces: Pieces, max_pieces: int) -> Corpus:
    """Turn pairs into piece ids; those longer than `max_pieces` are left out."""
    sources: list[list[int]] = []
    targets: list[list[int]] = []
    origins: dict[str, int] = {}
    origin: list[int] = []
    for pair in pairs:
        source, target = pieces.encode_source(pair.source), pieces.encode_target(pair.target)
        if max(len(source), len(target)) <= max_pieces:
            sources.append(source)
            targets.append(target)
            origin.append(origins.setdefault(pair.origin, len(origins)))
    no_links = Ragged(flat=np.zeros(0, np.uint16), starts=np.zeros(len(sources) + 1, np.int64))
    return Corpus(
        source=ragged(sources),
        target=ragged(targets),
        origins=tuple(origins),
        origin=np.asarray(origin, dtype=np.uint8),
        links=no_links,
    )


def make_pieces(pairs: list[Pair], config: Config, work: Path) -> Pieces:
    """Take the pieces of the model to continue from, or learn them from the pairs."""
    folder = work / "pieces"
    if config.init is not None:
        copy_pieces(
            config.init, folder, (text for pair in pairs[:200_000] for text in (pair.source, pair.target))
        )
    else:
        learn_pieces(
            (text for pair in pairs for text in (pair.source, pair.target)), config.shape.vocabulary, folder
        )
    return Pieces(folder)


def wanted_sources(config: Config) -> list[str]:
    """Return the sources that some stage uses, those seen most often first."""
    heaviest: Counter[str] = Counter()
    for stage in config.stages:
        for origin, weight in stage.weights.items():
            heaviest[origin] = max(heaviest[origin], weight)  # type: ignore[assignment]
    return [origin for origin, weight in heaviest.most_common() if weight > 0]


def set_dev(dev: tuple[Path, Path] | None, kept: list[Pair], work: Path) -> list[Pair]:
    """Write `dev.nl` and `dev.en`; without a development set, hold out every 50th pair of the heaviest source."""
    if dev is not None:
        for side, path in zip(("nl", "en"), dev, strict=True):
            shutil.copyfile(path, work / f"dev.{side}")
        return kept
    heaviest = [index for index, pair in enumerate(kept) if pair.origin == kept[0].origin]
    held_out = set(heaviest[::50][:500])
    for side, of in (("nl", "source"), ("en", "target")):
        lines = [str(getattr(kept[index], of)) for index in sorted(held_out)]
        (work / f"dev.{side}").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return [pair for index, pair in enumerate(kept) if index not in held_out]


def prepare(
    config: Config, data: Path, work: Path, evaluation: Iterable[Path], *, dev: tuple[Path, Path] | None,
    reserved: Iterable[Path], limit: int | None, aligner: str | None,
) -> None:  # fmt: skip
    """Run the whole preparation and leave everything that training needs in `work`."""
    work.mkdir(parents=True, exist_ok=True)
    contamination = Contamination(read_lines([*evaluation, *(dev or ())]))
    kept = sort_out(read_sources(data, wanted_sources(config), limit), contamination, work)
    kept = set_dev(dev, kept, work)
    print(f"{len(kept)} pairs kept", flush=True)
    share = 1.0 if limit is None else min(1.0, len(kept) / 500_000)
    n_names, n_fragments = int(config.prepare.names * share), int(config.prepare.fragments * share)
    kept_back = frozenset(max(line.split(), key=len) for line in read_lines(reserved) if line.strip())
    made = list(augment(kept, n_names, n_fragments, config.seed, kept_back))
    pieces = make_pieces(kept, config, work)
    corpus = encode([*kept, *made], pieces, config.prepare.max_pieces)
    write_corpus(work / "pairs.npz", corpus)
    print(f"{len(corpus)} pairs, {len(corpus.target.flat)} target pieces", flush=True)
    if aligner is None:
        print("no aligner found: the guided head will not be trained (pip install eflomal)", file=sys.stderr)
        return
    write_links(work / "links.npz", align_corpus(corpus, config.prepare.align_sources, aligner, work))
    print("links written", flush=True)


def main(arguments: list[str] | None = None) -> int:
    """Read the command line and prepare."""
    parser = argparse.ArgumentParser(prog="python -m training.prepare", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of nl<TAB>en files, .tsv or .tsv.gz")
    parser.add_argument("--work", type=Path, required=True, help="folder for everything this run makes")
    parser.add_argument("--config", type=Path, default=DEFAULT)
    parser.add_argument(
        "--init", type=Path, help="MarianMT folder to continue from, instead of the one in the config"
    )
    parser.add_argument(
        "--evaluation", type=Path, nargs="*", default=[], help="text files whose lines must not be trained on"
    )
    parser.add_argument(
        "--dev", type=Path, nargs=2, metavar=("NL", "EN"), help="development set (default: a part of the data)"
    )
    parser.add_argument(
        "--reserved", type=Path, nargs="*", default=RESERVED, help="files of names never to be invented"
    )
    parser.add_argument("--limit", type=int, help="pairs of each source, for a quick trial")
    parser.add_argument("--aligner", help="path of eflomal-align (default: looked for); 'none' for no links")
    options = parser.parse_args(arguments)
    config = read_config(options.config, init=options.init)
    aligner = None if options.aligner == "none" else options.aligner or find_aligner()
    dev = None if options.dev is None else (options.dev[0], options.dev[1])
    prepare(
        config, options.data, options.work, options.evaluation, dev=dev, reserved=options.reserved,
        limit=options.limit, aligner=aligner,
    )  # fmt: skip
    return 0


if __name__ == "__main__":
    sys.exit(main())
