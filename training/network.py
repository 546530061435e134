"""The MarianMT network, written for fast training: weights under Hugging Face names, one padded shape a batch.

Shapes: `[batch, source]`, `[batch, target]` ids; activations are flat, `[batch * length, width]`.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from training.config import Shape

Weights = dict[str, Tensor]
FAR = -1e4
"""Added to the scores of padding before the softmax."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Padded pairs; `pad` fills the rest of each row."""

    source: Tensor
    """`[batch, source]`, int64."""
    target: Tensor
    """`[batch, target]`, int64, ending in `</s>`."""
    links: Tensor | None
    """`[n, 3]`: batch, target and source position of every link; None where no pair has any."""
    link_weights: Tensor | None
    """`[n]`: one over the number of links of that target piece."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Losses:
    """Sums over a batch; divide by `n_targets` and `n_linked`."""

    smoothed: Tensor
    """Label-smoothed cross entropy, in nats."""
    plain: Tensor
    """Cross entropy, without a gradient."""
    guided: Tensor
    """Cross entropy of the guided head against the links."""
    n_targets: int
    n_linked: float


def positions(length: int, width: int) -> Tensor:
    """Return Marian's sinusoidal table, `[length, width]`: sines in the first half, cosines in the second."""
    half = width // 2
    rates = torch.exp(torch.arange(half, dtype=torch.float64) * (-2.0 * math.log(10000.0) / width))
    angles = torch.arange(length, dtype=torch.float64)[:, None] * rates
    return torch.cat([angles.sin(), angles.cos()], dim=1).float()


def _xavier(rows: int, columns: int, generator: torch.Generator) -> Tensor:
    bound = math.sqrt(6.0 / (rows + columns))
    return torch.empty(rows, columns).uniform_(-bound, bound, generator=generator)


def start_weights(shape: Shape, seed: int) -> Weights:
    """Return random weights; the row of `<pad>`, the last one, is zero."""
    generator = torch.Generator().manual_seed(seed)
    width, hidden = shape.width, shape.feed_forward
    shared = torch.empty(shape.vocabulary, width).normal_(0.0, width**-0.5, generator=generator)
    shared[-1] = 0.0
    weights: Weights = {"model.shared.weight": shared}
    for side, layers in (("encoder", shape.encoder_layers), ("decoder", shape.decoder_layers)):
        attentions = ("self_attn", "encoder_attn") if side == "decoder" else ("self_attn",)
        for layer in range(layers):
            name = f"model.{side}.layers.{layer}."
            for attention in attentions:
                for part in ("q_proj", "k_proj", "v_proj", "out_proj"):
                    weights[f"{name}{attention}.{part}.weight"] = _xavier(width, width, generator)
                    weights[f"{name}{attention}.{part}.bias"] = torch.zeros(width)
            for part, (rows, columns) in (("fc1", (hidden, width)), ("fc2", (width, hidden))):
                weights[f"{name}{part}.weight"] = _xavier(rows, columns, generator)
                weights[f"{name}{part}.bias"] = torch.zeros(rows)
            for norm in (*attentions, "final"):
                weights[f"{name}{norm}_layer_norm.weight"] = torch.ones(width)
                weights[f"{name}{norm}_layer_norm.bias"] = torch.zeros(width)
    return weights


class Masks:
    """Dropout from a bank of random bits drawn once: a random slice of it costs next to nothing."""

    def __init__(self, rate: float, size: int, device: torch.device, dtype: torch.dtype, seed: int) -> None:
        """Draw the bank; `size` is the number of activations of the largest layer."""
        self.rate = rate
        self.size = size
        generator = torch.Generator(device="cpu").manual_seed(seed)
        keep = torch.rand(size * 4, generator=generator) >= rate
        self.bank = (keep / (1.0 - rate)).to(device=device, dtype=dtype)
        self.starts = generator

    def __call__(self, values: Tensor) -> Tensor:
        """Drop some of the values and scale up the others."""
        if not self.rate:
            return values
        n_values = values.numel()
        start = int(torch.randint(0, self.bank.numel() - n_values, (1,), generator=self.starts))
        return values * self.bank[start : start + n_values].view_as(values)


def keep_all(values: Tensor) -> Tensor:
    """Drop nothing."""
    return values


class Network:
    """Computes losses of batches under given weights."""

    def __init__(self, shape: Shape, *, smoothing: float, device: torch.device, dtype: torch.dtype) -> None:
        """Fix the shape; the weights come with every call."""
        self.shape = shape
        self.smoothing = smoothing
        self.pad = shape.vocabulary - 1
        self.table = positions(512, shape.width).to(device=device, dtype=dtype)

    def losses(
        self, weights: Weights, batch: Batch, drop: Callable[[Tensor], Tensor] = keep_all,
        sample: tuple[int, torch.Generator] | None = None,
    ) -> Losses:  # fmt: skip
        """Return the losses of a batch, to be run backward by the caller.

        `sample` is a number of classes to compare besides those wanted, and what draws them; None compares all.
        """
        n_batch = len(batch.source)
        source_bias = ((batch.source == self.pad) * FAR).to(self.table.dtype)[:, None, None, :]
        encoded = self._embed(weights, batch.source, drop)
        for layer in range(self.shape.encoder_layers):
            name = f"model.encoder.layers.{layer}."
            encoded = self._self_attention(weights, name, encoded, n_batch, source_bias, drop)
            encoded = self._feed_forward(weights, name, encoded, drop)
        n_target = batch.target.shape[1]
        shifted = torch.cat([torch.full_like(batch.target[:, :1], self.pad), batch.target[:, :-1]], dim=1)
        causal = torch.full((n_target, n_target), FAR, dtype=self.table.dtype, device=self.table.device).triu(1)
        decoded = self._embed(weights, shifted, drop)
        guide = decoded
        for layer in range(self.shape.decoder_layers):
            name = f"model.decoder.layers.{layer}."
            decoded = self._self_attention(weights, name, decoded, n_batch, causal[None, None], drop)
            decoded, guide = self._cross_attention(weights, name, decoded, encoded, n_batch, source_bias, drop)
            decoded = self._feed_forward(weights, name, decoded, drop)
        wanted = batch.target.reshape(-1)
        smoothed, plain, n_targets = output_loss(
            decoded, weights["model.shared.weight"][: self.pad], wanted, self.pad, self.smoothing, sample
        )
        guided, n_linked = guided_loss(guide, batch)
        return Losses(smoothed=smoothed, plain=plain, guided=guided, n_targets=n_targets, n_linked=n_linked)

    def _embed(self, weights: Weights, ids: Tensor, drop: Callable[[Tensor], Tensor]) -> Tensor:
        n_batch, length = ids.shape
        looked = functional.embedding(ids, weights["model.shared.weight"]) * math.sqrt(self.shape.width)
        return drop((looked + self.table[:length]).view(n_batch * length, -1))

    def _norm(self, weights: Weights, name: str, values: Tensor) -> Tensor:
        return functional.layer_norm(
            values, (self.shape.width,), weights[name + ".weight"], weights[name + ".bias"]
        )

    def _heads(self, values: Tensor, n_batch: int) -> Tensor:
        """`[batch * length, width]` to `[batch, heads, length, width / heads]`."""
        return values.view(n_batch, -1, self.shape.heads, self.shape.width // self.shape.heads).transpose(1, 2)

    def _attend(self, queries: Tensor, keys: Tensor, values: Tensor, bias: Tensor) -> tuple[Tensor, Tensor]:
        """Return `[batch * length, width]` and the scores, `[batch, heads, target, source]`, in that order."""
        scores = queries @ keys.transpose(2, 3) * (self.shape.width // self.shape.heads) ** -0.5 + bias
        mixed = scores.softmax(dim=-1) @ values
        return mixed.transpose(1, 2).reshape(-1, self.shape.width), scores

    def _project(self, weights: Weights, name: str, values: Tensor, parts: str) -> tuple[Tensor, ...]:
        """Apply several projections to the same values in one matrix product."""
        matrix = torch.cat([weights[f"{name}.{part}_proj.weight"] for part in parts])
        bias = torch.cat([weights[f"{name}.{part}_proj.bias"] for part in parts])
        return functional.linear(values, matrix, bias).chunk(len(parts), dim=-1)

    def _self_attention(
        self,
        weights: Weights,
        name: str,
        values: Tensor,
        n_batch: int,
        bias: Tensor,
        drop: Callable[[Tensor], Tensor],
    ) -> Tensor:
        inside = name + "self_attn"
        queries, keys, held = (
            self._heads(part, n_batch) for part in self._project(weights, inside, values, "qkv")
        )
        mixed, _ = self._attend(queries, keys, held, bias)
        out = functional.linear(mixed, weights[inside + ".out_proj.weight"], weights[inside + ".out_proj.bias"])
        return self._norm(weights, inside + "_layer_norm", values + drop(out))

    def _cross_attention(
        self, weights: Weights, name: str, values: Tensor, encoded: Tensor, n_batch: int, bias: Tensor,
        drop: Callable[[Tensor], Tensor],
    ) -> tuple[Tensor, Tensor]:  # fmt: skip
        inside = name + "encoder_attn"
        (queries,) = self._project(weights, inside, values, "q")
        keys, held = self._project(weights, inside, encoded, "kv")
        asked, offered, given = (self._heads(part, n_batch) for part in (queries, keys, held))
        mixed, scores = self._attend(asked, offered, given, bias)
        out = functional.linear(mixed, weights[inside + ".out_proj.weight"], weights[inside + ".out_proj.bias"])
        return self._norm(weights, inside + "_layer_norm", values + drop(out)), scores[:, 0]

    def _feed_forward(
        self, weights: Weights, name: str, values: Tensor, drop: Callable[[Tensor], Tensor]
    ) -> Tensor:
        hidden = functional.silu(
            functional.linear(values, weights[name + "fc1.weight"], weights[name + "fc1.bias"])
        )
        out = functional.linear(hidden, weights[name + "fc2.weight"], weights[name + "fc2.bias"])
        return self._norm(weights, name + "final_layer_norm", values + drop(out))


class _Output(torch.autograd.Function):
    """Projection, softmax and cross entropy by chunks: the logits are never held all at once."""

    CHUNK = 512
    """Rows whose logits are held at a time; on CUDA eight times as many."""

    @staticmethod
    def forward(ctx, values, matrix, right, bonus, smoothing):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN205
        """Compute the loss and, on the way, the gradients of both inputs."""
        spread = smoothing * bonus.exp() / bonus.exp().sum()
        grad_values = torch.empty_like(values)
        grad_matrix = torch.zeros(matrix.shape, dtype=torch.float32, device=matrix.device)
        smoothed = plain = torch.zeros((), device=values.device)
        size = _Output.CHUNK * (8 if values.is_cuda else 1)
        for start in range(0, len(values), size):
            rows = slice(start, start + size)
            logits = (values[rows] @ matrix.t()).float()
            wanted = right[rows, None]
            chosen = logits.gather(1, wanted)[:, 0]
            even = logits @ spread
            total = torch.logsumexp(logits.add_(bonus), dim=1)
            plain = plain + (total - chosen).sum()
            smoothed = smoothed + (total - (1 - smoothing) * chosen - even).sum()
            grad = logits.sub_(total[:, None]).exp_().sub_(spread)
            grad.scatter_add_(1, wanted, torch.full_like(wanted, smoothing - 1.0, dtype=grad.dtype))
            grad = grad.to(values.dtype)
            grad_values[rows] = grad @ matrix
            grad_matrix += grad.t() @ values[rows]
        ctx.save_for_backward(grad_values, grad_matrix.to(matrix.dtype))
        ctx.mark_non_differentiable(plain)
        return smoothed, plain

    @staticmethod
    def backward(ctx, scale, _):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN205
        """Scale the gradients of the forward pass."""
        grad_values, grad_matrix = ctx.saved_tensors
        return grad_values * scale, grad_matrix * scale, None, None, None


def pick_classes(
    wanted: Tensor, n_classes: int, n_sampled: int, generator: torch.Generator
) -> tuple[Tensor, Tensor, int]:
    """Return the classes to compare, what to add to their logits, and how many of them, the first, are wanted.

    They are all that are wanted and a sample of the others; each of the sample stands for as many others as were
    not drawn, so that the sum under the softmax keeps its expected value.
    """
    is_wanted = torch.zeros(n_classes, dtype=torch.bool, device=wanted.device)
    is_wanted[wanted] = True
    certain, others = is_wanted.nonzero()[:, 0], (~is_wanted).nonzero()[:, 0]
    order = torch.randperm(len(others), generator=generator)[:n_sampled].to(wanted.device)
    bonus = torch.zeros(len(certain) + len(order), device=wanted.device)
    bonus[len(certain) :] = math.log(max(1, len(others)) / max(1, len(order)))
    return torch.cat([certain, others[order]]), bonus, len(certain)


def output_loss(
    values: Tensor, matrix: Tensor, wanted: Tensor, pad: int, smoothing: float,
    sample: tuple[int, torch.Generator] | None = None,
) -> tuple[Tensor, Tensor, int]:  # fmt: skip
    """Return the smoothed and the plain cross entropy, summed, and the number of targets that are not padding.

    With a sample, only so many of the classes that no target of the batch has are compared.
    """
    real = (wanted != pad).nonzero()[:, 0]
    right, bonus = wanted[real], torch.zeros(len(matrix), device=matrix.device)
    if sample is not None:
        classes, bonus, n_wanted = pick_classes(right, len(matrix), *sample)
        right = torch.searchsorted(classes[:n_wanted], right)
        matrix = matrix.index_select(0, classes)
    smoothed, plain = _Output.apply(values[real], matrix, right, bonus, smoothing)  # type: ignore[no-untyped-call]
    return smoothed, plain, len(real)


def guided_loss(scores: Tensor, batch: Batch) -> tuple[Tensor, float]:
    """Return the cross entropy of the guided head against the links, and the weight of those.

    The scores are `[batch, target, source]`, before the softmax.
    """
    if batch.links is None or batch.link_weights is None:
        return scores.new_zeros((), dtype=torch.float32), 0.0
    chosen = scores.float().log_softmax(dim=-1)[tuple(batch.links.unbind(1))]
    return -(chosen * batch.link_weights).sum(), float(batch.link_weights.sum())
