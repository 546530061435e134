"""Gradients in, updated weights out: Muon for the matrices, AdamW for the embeddings, biases and norms.

Muon (Jordan et al., 2024) replaces a matrix's momentum by its nearest orthogonal matrix; scaled as in Liu et
al., "Muon is scalable for LLM training" (2025), one learning rate serves both.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from training.network import Weights

MOMENTUM = 0.95
BETAS = (0.9, 0.98)
MATCHED_RMS = 0.2
"""Root mean square of a Muon update before the learning rate: about that of AdamW."""
ADAM_SHARE = 0.4
"""Learning rate of AdamW as a share of Muon's."""


def orthogonalise(stack: Tensor, rounds: int = 5) -> Tensor:
    """Return the orthogonal matrices nearest to each of a stack, `[n, rows, columns]`, by Newton-Schulz.

    Source: the quintic and its coefficients, Jordan et al., "Muon", 2024.
    """
    first, second, third = 3.4445, -4.7750, 2.0315
    held = stack.to(torch.bfloat16)
    tall = held.shape[1] > held.shape[2]
    if tall:
        held = held.transpose(1, 2)
    held = held / (held.norm(dim=(1, 2), keepdim=True) + 1e-7)
    for _ in range(rounds):
        square = held @ held.transpose(1, 2)
        held = first * held + (second * square + third * square @ square) @ held
    found: Tensor = (held.transpose(1, 2) if tall else held).to(stack.dtype)
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Crew:
    """The processes that train together."""

    worker: int
    workers: int

    def add_up(self, values: Tensor) -> None:
        """Replace the values by their sum over all workers."""
        if self.workers > 1:
            torch.distributed.all_reduce(values)


class Optimiser:
    """Full-precision weights with their momenta; the live weights are a copy in the precision of training."""

    def __init__(self, weights: Weights, crew: Crew, dtype: torch.dtype, weight_decay: float) -> None:
        """Take over full-precision weights; all workers must hold the same."""
        self.crew = crew
        self.weight_decay = weight_decay
        self.full = {name: value.clone() for name, value in weights.items()}
        self.first = {name: torch.zeros_like(value) for name, value in weights.items()}
        self.second = {
            name: torch.zeros_like(value) for name, value in weights.items() if not self.is_matrix(name)
        }
        self.live: Weights = {
            name: value.to(dtype, copy=True).requires_grad_() for name, value in weights.items()
        }
        self.n_steps = 0

    @staticmethod
    def is_matrix(name: str) -> bool:
        """Tell whether Muon updates a weight."""
        return name.endswith((".weight",)) and "norm" not in name and "shared" not in name

    def gather(self, n_targets: float) -> tuple[dict[str, Tensor], float]:
        """Return the gradients averaged over the targets of all workers, and their norm; clear them."""
        parts = [value.grad.float().flatten() for value in self.live.values() if value.grad is not None]
        flat = torch.cat([*parts, torch.tensor([n_targets], device=parts[0].device)])
        self.crew.add_up(flat)
        flat = flat[:-1] / flat[-1]
        norm = float(flat.norm())
        grads: dict[str, Tensor] = {}
        start = 0
        for name, value in self.live.items():
            grads[name] = flat[start : start + value.numel()].view_as(value)
            start += value.numel()
            value.grad = None
        return grads, norm

    @torch.no_grad()
    def step(self, n_targets: float, learning_rate: float, clip: float = 1.0) -> float:
        """Apply the gradients of all workers; return their norm."""
        grads, norm = self.gather(n_targets)
        self.n_steps += 1
        if norm > clip:
            for grad in grads.values():
                grad.mul_(clip / norm)
        self._step_matrices(grads, learning_rate)
        self._step_rest(grads, learning_rate * ADAM_SHARE)
        for name, value in self.full.items():
            self.live[name].copy_(value)
        return norm

    def _step_matrices(self, grads: dict[str, Tensor], learning_rate: float) -> None:
        by_shape: dict[torch.Size, list[str]] = {}
        for name in filter(self.is_matrix, self.full):
            self.first[name].lerp_(grads[name], 1 - MOMENTUM)
            by_shape.setdefault(self.full[name].shape, []).append(name)
        for shape, names in by_shape.items():
            updates = torch.zeros(len(names), *shape, device=grads[names[0]].device)
            mine = range(self.crew.worker, len(names), self.crew.workers)
            if mine:
                pushed = [grads[names[i]].lerp(self.first[names[i]], MOMENTUM) for i in mine]
                updates[self.crew.worker :: self.crew.workers] = orthogonalise(torch.stack(pushed))
            self.crew.add_up(updates)
            scale = MATCHED_RMS * max(shape) ** 0.5 * learning_rate
            for name, update in zip(names, updates, strict=True):
                self.full[name].mul_(1 - learning_rate * self.weight_decay).sub_(update, alpha=scale)

    def _step_rest(self, grads: dict[str, Tensor], learning_rate: float) -> None:
        slow, slower = (1 - beta**self.n_steps for beta in BETAS)
        for name, second in self.second.items():
            self.first[name].lerp_(grads[name], 1 - BETAS[0])
            second.mul_(BETAS[1]).addcmul_(grads[name], grads[name], value=1 - BETAS[1])
            spread = (second / slower).sqrt_().add_(1e-8)
            self.full[name].addcdiv_(self.first[name] / slow, spread, value=-learning_rate)
        self.full["model.shared.weight"][-1] = 0.0

    def state(self) -> dict[str, Any]:
        """Return everything that a later run needs to go on."""
        return {"full": self.full, "first": self.first, "second": self.second, "n_steps": self.n_steps}

    @torch.no_grad()
    def load(self, state: dict[str, Any]) -> None:
        """Go on from `state()`."""
        for held, saved in ((self.full, "full"), (self.first, "first"), (self.second, "second")):
            for name, value in held.items():
                value.copy_(state[saved][name])
        for name, value in self.full.items():
            self.live[name].copy_(value)
        self.n_steps = state["n_steps"]
