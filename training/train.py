"""A prepared folder in, trained weights out: wall clock or steps as the budget, resumable, on CPU or CUDA."""

from __future__ import annotations

import argparse
import json
import math
import signal
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import torch
import torch.distributed
import torch.multiprocessing

from training.batches import Rows, collate, pass_batches
from training.config import DEFAULT, Config, Training, read_config
from training.corpus import Corpus, read_corpus
from training.network import Masks, Network, start_weights
from training.optimise import Crew, Optimiser
from training.package import read_shape, read_weights
from training.score import dev_loss, dev_score


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """How long to train, in minutes of wall clock or in steps."""

    minutes: float
    steps: int | None = None
    """Where given, the minutes do not count."""

    def progress(self, seconds: float, n_steps: int) -> float:
        """Return the share of the budget that is used up, 0 to 1."""
        return min(1.0, n_steps / self.steps if self.steps else seconds / (60 * self.minutes))


@dataclass(slots=True)
class Place:
    """Where in the data and in the budget a run stands."""

    stage: int = 0
    pass_number: int = 0
    batch: int = 0
    seconds: float = 0.0
    """Spent in training by this and earlier runs."""
    targets: float = 0.0
    """Target pieces seen."""


def device_and_type() -> tuple[torch.device, torch.dtype]:
    """Return CUDA where there is one, and bf16 where the processor computes in it."""
    if torch.cuda.is_available():
        return torch.device("cuda"), torch.bfloat16 if torch.cuda.is_bf16_supported() else torch.float32
    multiplies_in_bf16 = torch.cpu._is_avx512_bf16_supported() or torch.cpu._is_amx_tile_supported()
    return torch.device("cpu"), torch.bfloat16 if multiplies_in_bf16 else torch.float32


def learning_rate(config: Config, progress: float) -> float:
    """Return the rate at a share of the budget: up in a line, then down in a line to zero."""
    train = config.train
    return train.learning_rate * min(
        progress / train.warmup if train.warmup else 1.0, (1 - progress) / (1 - train.warmup)
    )


class Chores:
    """What is to be done now and then, decided by all workers together."""

    def __init__(self, train: Training, crew: Crew) -> None:
        """Start the clocks."""
        every = {
            "say": 1.0,
            "save": train.checkpoint_minutes,
            "evaluate": train.evaluate_minutes,
            "stop": math.inf,
        }
        self.minutes = every
        self.last = dict.fromkeys(every, time.monotonic())
        self.crew = crew

    def stop(self) -> None:
        """Ask for an end after this step."""
        self.last["stop"] = -math.inf
        self.minutes["stop"] = 0.0

    def due(self) -> set[str]:
        """Return the chores whose time has come for any worker, and start their clocks again."""
        now = time.monotonic()
        late = torch.tensor([float(now - self.last[chore] > 60 * wait) for chore, wait in self.minutes.items()])
        self.crew.add_up(late)
        due = {chore for chore, votes in zip(self.minutes, late.tolist(), strict=True) if votes}
        self.last.update(dict.fromkeys(due, now))
        return due


class Trainer:
    """One worker's part of a run."""

    def __init__(self, config: Config, work: Path, budget: Budget, crew: Crew) -> None:
        """Load data and weights, and the checkpoint where there is one."""
        self.config, self.work, self.budget, self.crew = config, work, budget, crew
        self.device, dtype = device_and_type()
        self.corpus: Corpus = read_corpus(work)
        vocabulary = len(json.loads((work / "pieces" / "vocab.json").read_text(encoding="utf-8")))
        self.shape = read_shape(config.init) if config.init else replace(config.shape, vocabulary=vocabulary)
        weights = read_weights(config.init) if config.init else start_weights(self.shape, config.seed)
        weights = {name: value.to(self.device) for name, value in weights.items()}
        self.optimiser = Optimiser(weights, crew, dtype, config.train.weight_decay)
        self.network = Network(
            self.shape, smoothing=config.train.label_smoothing, device=self.device, dtype=dtype
        )
        self.tokens = config.train.cuda_tokens if self.device.type == "cuda" else config.train.tokens
        self.masks = Masks(config.train.dropout, self.tokens * self.shape.width, self.device, dtype, config.seed)
        self.sample = (config.train.sampled_pieces, self.masks.starts) if config.train.sampled_pieces else None
        self.place = Place()
        if (work / "checkpoint.pt").exists():
            state = torch.load(work / "checkpoint.pt", map_location=self.device, weights_only=True)
            self.optimiser.load(state)
            self.place = Place(**state["place"])

    def progress(self) -> float:
        """Return the share of the budget used, the same for all workers."""
        used = torch.tensor([self.budget.progress(self.place.seconds, self.optimiser.n_steps)])
        self.crew.add_up(used)
        return float(used) / self.crew.workers

    def batches(self) -> Iterator[Rows]:
        """Yield this worker's batches without end, from where the run stands."""
        while True:
            here = self.place
            stage = self.config.stages[here.stage]
            seed = (self.config.seed, here.stage, here.pass_number)
            found = pass_batches(
                self.corpus, stage.weights, self.tokens, seed, self.crew.worker, self.crew.workers
            )
            while here.batch < len(found):
                here.batch += 1
                yield found[here.batch - 1]
                if self.config.stages[here.stage] is not stage:
                    break
            else:
                here.pass_number += 1
            here.batch = 0

    def enter_stage(self, progress: float) -> None:
        """Go to the stage that the progress asks for."""
        ends = [stage.until for stage in self.config.stages]
        self.place.stage = next((index for index, end in enumerate(ends) if progress < end), len(ends) - 1)

    def learn(self, rows: Rows, rate: float) -> tuple[float, float]:
        """Take one step on one batch; return its loss in nats a target piece, plain and guided."""
        batch = collate(self.corpus, rows, self.network.pad, self.device)
        self.masks.starts.manual_seed(
            (self.optimiser.n_steps * self.crew.workers + self.crew.worker) * 7919 + self.config.seed
        )
        losses = self.network.losses(self.optimiser.live, batch, self.masks, self.sample)
        total, guided = losses.smoothed, 0.0
        if losses.n_linked:
            guided = float(losses.guided.detach()) / losses.n_linked
            total = total + self.config.train.guided_weight * losses.n_targets / losses.n_linked * losses.guided
        total.backward()  # type: ignore[no-untyped-call]
        self.optimiser.step(losses.n_targets, rate)
        self.place.targets += losses.n_targets * self.crew.workers
        return float(losses.plain) / losses.n_targets, guided

    def save(self) -> None:
        """Write the checkpoint, whole or not at all."""
        if self.crew.worker:
            return
        state = {**self.optimiser.state(), "place": asdict(self.place), "shape": asdict(self.shape)}
        torch.save(state, self.work / "checkpoint.part")
        (self.work / "checkpoint.part").replace(self.work / "checkpoint.pt")

    def evaluate(self, progress: float) -> None:
        """Print dev loss, BLEU and chrF2."""
        loss = dev_loss(self.network, self.optimiser.live, self.work, self.crew, self.device)
        if self.crew.worker:
            return
        score = dev_score(self.optimiser.full, self.shape, self.work)
        self.say(f"{progress:6.1%}  dev loss {loss:.3f}  {score}")

    def say(self, text: str) -> None:
        """Print one line of progress, from the first worker only."""
        if not self.crew.worker:
            print(f"{self.place.seconds / 60:6.1f} min  step {self.optimiser.n_steps:5}  {text}", flush=True)

    def run(self) -> None:
        """Train until the budget is used up, or until told to stop, then to be resumed."""
        batches = self.batches()
        chores = Chores(self.config.train, self.crew)
        signal.signal(signal.SIGTERM, lambda *_: chores.stop())
        start = time.monotonic() - self.place.seconds
        while (progress := self.progress()) < 1.0:
            self.enter_stage(progress)
            plain, guided = self.learn(next(batches), learning_rate(self.config, progress))
            self.place.seconds = time.monotonic() - start
            due = chores.due()
            if "say" in due:
                seen = f"{self.place.targets / 1e6:.2f} M targets"
                self.say(f"{progress:6.1%}  batch loss {plain:.3f}  guided {guided:.3f}  {seen}")
            if "save" in due or "stop" in due:
                self.save()
            if "stop" in due:
                return
            if "evaluate" in due:
                self.evaluate(progress)
        self.save()
        self.evaluate(1.0)


def work_as(worker: int, workers: int, config: Config, work: Path, budget: Budget) -> None:
    """Be one of the processes of a run."""
    torch.manual_seed(config.seed)
    if workers > 1:
        torch.set_num_threads(1)
        meeting = f"file://{(work / 'meeting').resolve()}"
        torch.distributed.init_process_group("gloo", init_method=meeting, rank=worker, world_size=workers)
    Trainer(config, work, budget, Crew(worker=worker, workers=workers)).run()
    if workers > 1:
        torch.distributed.destroy_process_group()


def train(config: Config, work: Path, budget: Budget) -> None:
    """Run the training, on as many processes as the config and the device allow."""
    workers = 1 if torch.cuda.is_available() else config.train.workers
    (work / "meeting").unlink(missing_ok=True)
    if workers == 1:
        work_as(0, 1, config, work, budget)
    else:
        torch.multiprocessing.spawn(work_as, (workers, config, work, budget), nprocs=workers)  # type: ignore[attr-defined,no-untyped-call]


def main(arguments: list[str] | None = None) -> int:
    """Read the command line and train."""
    parser = argparse.ArgumentParser(prog="python -m training.train", description=__doc__)
    parser.add_argument("--work", type=Path, required=True, help="the folder that preparation wrote to")
    parser.add_argument("--config", type=Path, default=DEFAULT)
    parser.add_argument(
        "--init", type=Path, help="MarianMT folder to continue from, instead of the one in the config"
    )
    parser.add_argument("--minutes", type=float, help="wall clock, instead of the config's; earlier runs count")
    parser.add_argument("--steps", type=int, help="train so many steps in all, whatever the time")
    options = parser.parse_args(arguments)
    config = read_config(options.config, init=options.init)
    train(config, options.work, Budget(minutes=options.minutes or config.train.minutes, steps=options.steps))
    return 0


if __name__ == "__main__":
    sys.exit(main())
