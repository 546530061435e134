"""Encoded pairs in, links between their pieces out, made by eflomal in both directions and symmetrised."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

from training.corpus import Corpus, Ragged, ragged

Link = tuple[int, int]
_NEIGHBOURS = ((-1, 0), (0, -1), (1, 0), (0, 1), (-1, -1), (-1, 1), (1, -1), (1, 1))


def find_aligner() -> str | None:
    """Return the path of `eflomal-align`, beside this Python or on the search path."""
    beside = Path(sys.executable).with_name("eflomal-align")
    return str(beside) if beside.exists() else shutil.which("eflomal-align")


def parse_links(line: str) -> set[Link]:
    """Read links as aligners write them.

    >>> sorted(parse_links("1-0 0-2"))
    [(0, 2), (1, 0)]
    """
    return {(int(source), int(target)) for source, _, target in (link.partition("-") for link in line.split())}


def symmetrise(forward: set[Link], backward: set[Link]) -> set[Link]:
    """Join two directions: their intersection, grown along diagonals, then words still without a link.

    Source: "grow-diag-final-and", Koehn et al., IWSLT 2005.

    >>> sorted(symmetrise({(0, 0), (1, 1), (2, 1)}, {(0, 0), (1, 1)}))
    [(0, 0), (1, 1), (2, 1)]
    """
    links, union = forward & backward, forward | backward
    sources, targets = {source for source, _ in links}, {target for _, target in links}
    waiting = list(links)
    while waiting:
        source, target = waiting.pop()
        for down, right in _NEIGHBOURS:
            near = (source + down, target + right)
            if near in union and near not in links and (near[0] not in sources or near[1] not in targets):
                links.add(near)
                sources.add(near[0])
                targets.add(near[1])
                waiting.append(near)
    for source, target in chain(sorted(forward), sorted(backward)):
        if source not in sources and target not in targets:
            links.add((source, target))
            sources.add(source)
            targets.add(target)
    return links


def _write(path: Path, corpus_side: Ragged, rows: Iterable[int]) -> None:
    with path.open("w", encoding="ascii") as file:
        for row in rows:
            file.write(" ".join(map(str, corpus_side[row][:-1].tolist())) + "\n")


def _align(aligner: str, folder: Path) -> None:
    """Run eflomal over `source.txt` and `target.txt`; write `forward.txt` and `backward.txt`."""
    names = {"-s": "source.txt", "-t": "target.txt", "-f": "forward.txt", "-r": "backward.txt"}
    files = chain.from_iterable((flag, str(folder / name)) for flag, name in names.items())
    subprocess.run([aligner, "--overwrite", *files], check=True)


def align_corpus(corpus: Corpus, origins: Iterable[str], aligner: str, work: Path) -> Ragged:
    """Return the links of every pair; pairs of other origins get none. `</s>` is linked to `</s>`."""
    wanted = {corpus.origins.index(origin) for origin in origins if origin in corpus.origins}
    rows = [row for row in range(len(corpus)) if int(corpus.origin[row]) in wanted]
    folder = work / "aligner"
    folder.mkdir(exist_ok=True)
    _write(folder / "source.txt", corpus.source, rows)
    _write(folder / "target.txt", corpus.target, rows)
    _align(aligner, folder)
    found = dict(zip(rows, _links(folder), strict=True))
    ends = zip(corpus.source.lengths.tolist(), corpus.target.lengths.tolist(), strict=True)
    return ragged(
        [*chain.from_iterable(sorted(found[row])), source - 1, target - 1] if row in found else []
        for row, (source, target) in enumerate(ends)
    )


def _links(folder: Path) -> Iterator[set[Link]]:
    with (folder / "forward.txt").open() as forward, (folder / "backward.txt").open() as backward:
        for ours, theirs in zip(forward, backward, strict=True):
            yield symmetrise(parse_links(ours), parse_links(theirs))
