"""Runs that are really killed: no batch is lost, none is done twice, and the bytes are those of a run left alone.

Ten kills by default; `TRANSLATE_KILLS=200 pytest tests/test_kill.py` takes some minutes.
"""

import json
import os
import random
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from translate.memory import open_memory
from translate.translator import AHEAD

N_KILLS = int(os.environ.get("TRANSLATE_KILLS", "10"))
N_SEGMENTS = 2000
BATCH = 10
IN_FLIGHT = BATCH * (AHEAD + 1)
"""Sentences that are decoded but not kept yet: a batch whose terms are seen to, and those decoded ahead of it."""
WORDS = "de het een Krim Kiev minister Koeleba NAVO zegt dat oorlog vrede land grens stad rivier niet"

RUN = """
import json, os, sys
from pathlib import Path
from translate import pipeline, translator
from translate.engines.echo import EchoEngine
from translate.memory import Memory

seeds, output, log, batch = sys.argv[1:]
translator.BATCH_SEGMENTS = int(batch)
descriptor = os.open(log, os.O_CREAT | os.O_APPEND | os.O_WRONLY)

def note(kind, sources):
    os.write(descriptor, (json.dumps([os.getpid(), kind, sources]) + "\\n").encode())

class Echo(EchoEngine):
    def translate(self, sources, *, n_best=1, prefixes=None):
        if n_best == 1 and prefixes is None:
            note("decoded", list(sources))
        return super().translate(sources, n_best=n_best, prefixes=prefixes)

store = Memory.store_drafts

def store_drafts(self, signature, batch):
    store(self, signature, batch)
    note("stored", [draft.key.source for draft in batch])

Memory.store_drafts = store_drafts
pipeline.load_engine = lambda *arguments: Echo()
print("loaded", flush=True)
options = pipeline.RunOptions(
    paths=(Path(seeds),), output=Path(output), engine="echo", formats=("tsv", "jsonl"), glossary=None
)
for event in pipeline.run(options):
    pass
print("finished", flush=True)
"""


class Job:
    """A run of 2,000 segments that can be started again and again."""

    def __init__(self, folder: Path, seeds: Path) -> None:
        self.seeds = seeds
        self.output = folder / "outputs"
        self.log = folder / "log.jsonl"

    def start(self) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", RUN, str(self.seeds), str(self.output), str(self.log), str(BATCH)]
        return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def finish(self) -> None:
        process = self.start()
        out, errors = process.communicate(timeout=300)
        assert out.endswith("finished\n"), errors

    def kill(self, random_: random.Random, step_s: float) -> bool:
        """Start the run and kill it at a random moment; return False when it was faster."""
        process = self.start()
        assert process.stdout is not None
        if random_.random() < 0.9:
            process.stdout.readline()
            time.sleep(random_.uniform(0, 2 * step_s))
        else:
            time.sleep(random_.uniform(0, 0.5))
        killed = process.poll() is None
        process.kill()
        process.communicate()
        return killed

    def files(self) -> dict[str, bytes]:
        """Return the documents and the manifest."""
        found = (path for path in self.output.rglob("*") if path.is_file())
        return {
            path.relative_to(self.output).as_posix(): path.read_bytes()
            for path in found
            if not path.name.startswith((".", "memory.sqlite"))
        }

    def events(self) -> list[tuple[int, str, list[str]]]:
        return [tuple(json.loads(line)) for line in self.log.read_text().splitlines()]


def write_seeds(folder: Path) -> Path:
    """Write 8 articles with 2,000 different sentences in all."""
    random_ = random.Random(7)
    numbers = iter(range(N_SEGMENTS))
    folder.mkdir()
    for article in range(8):
        paragraphs = [
            " ".join(
                f"{' '.join(random_.choices(WORDS.split(), k=9)).capitalize()} {next(numbers)}." for _ in range(5)
            )
            for _ in range(N_SEGMENTS // 40)
        ]
        (folder / f"artikel-{article}.txt").write_text("\n\n".join(paragraphs) + "\n")
    return folder


@pytest.mark.slow
def test_kills(tmp_path: Path) -> None:
    seeds = write_seeds(tmp_path / "seeds")
    undisturbed = Job(tmp_path / "undisturbed", seeds)
    undisturbed.log.parent.mkdir()
    start = time.monotonic()
    undisturbed.finish()
    job = Job(tmp_path / "killed", seeds)
    job.log.parent.mkdir()
    random_ = random.Random(N_KILLS)
    step_s = (time.monotonic() - start) / N_KILLS
    kills = 0
    while kills < N_KILLS:
        kills += job.kill(random_, step_s)
    job.finish()

    assert job.files() == undisturbed.files()
    assert len(job.files()) == 17
    check_work(job, kills)
    with open_memory(job.output / "memory.sqlite") as memory:
        assert memory.warnings == ()
        assert memory.stats().drafts == N_SEGMENTS
    assert [path for path in job.output.iterdir() if path.name.startswith(".writing")] == []


def check_work(job: Job, kills: int) -> None:
    """Check that nothing that was kept was decoded again, and that a kill cost only what was in flight."""
    stored: set[str] = set()
    in_flight: dict[int, set[str]] = {}
    decoded: Counter[str] = Counter()
    for process, kind, sources in job.events():
        flight = in_flight.setdefault(process, set())
        if kind == "decoded":
            assert stored.isdisjoint(sources), "work that was kept was done again"
            decoded.update(sources)
            flight.update(sources)
            assert len(flight) <= IN_FLIGHT, "batches were begun before those before them were kept"
        else:
            stored.update(sources)
            flight.difference_update(sources)
    assert len(decoded) == N_SEGMENTS
    lost = sum(map(len, in_flight.values()))
    assert sum(decoded.values()) - N_SEGMENTS <= lost <= kills * IN_FLIGHT


@pytest.mark.slow
def test_two_runs_at_once(tmp_path: Path) -> None:
    """The second waits for the first, finds all its work in the memory, and writes the same bytes."""
    seeds = write_seeds(tmp_path / "seeds")
    job = Job(tmp_path / "outputs-and-log", seeds)
    job.log.parent.mkdir()
    first, second = job.start(), job.start()
    for process in (first, second):
        out, errors = process.communicate(timeout=300)
        assert out.endswith("finished\n"), errors
    check_work(job, kills=0)
    files = job.files()
    job.finish()
    assert job.files() == files
