"""The training loop: fixed seed, a checkpoint after every epoch and every 200 steps, resumable."""

from __future__ import annotations

import json
import math
import os
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from train import data
from train.net import MINILM, MPNET, SMALL, Tagger, losses

SHAPES = {"minilm": MINILM, "mpnet": MPNET, "small": SMALL}

WEIGHTS = {"tags": 1.0, "cues": 0.3, "sources": 0.3, "entities": 0.2}


@dataclass(frozen=True, slots=True)
class Settings:
    """What a training run depends on; written beside its checkpoint, and a resumed run must match."""

    encoder: str = "minilm"
    seed: int = 1
    epochs: int = 8
    averaged: int = 5
    """The weights are the mean of those after each of so many last epochs. On the held-out articles,
    content F / end to end F of MiniLM without a teacher: the last epoch alone 75.9 / 69.4, the last two
    75.8 / 69.9, three 75.9 / 69.5, four 76.1 / 70.2, five 76.5 / 70.5 (eight-bit weights). Of the student's: 78.5 / 74.8, …, five 78.5 / 74.6, six 79.1 / 75.5, seven
    79.4 / 75.3."""
    windows: int = 16
    soft: float = 0.0
    """How much of the loss is the teacher's word, where it has one; the rest is the marks'."""
    rate: float = 4e-4
    head_rate: float = 1e-3
    warm_up: float = 0.06
    decay: float = 0.01
    dropout: float = 0.1


def fit(
    net: Tagger,
    epochs: Callable[[int], list[list[data.Example]]],
    check: Sequence[data.Example],
    out: Path,
    settings: Settings,
    threads: int,
) -> Tagger:
    """``net`` trained on the batches that ``epochs`` gives for each epoch, its weights the mean of the
    last ``settings.averaged`` epochs'; progress on standard error. ``check``: windows not trained on,
    whose loss is written down.

    ``out/checkpoint.pt`` is written as it goes and continued from if it is there with the same
    settings (ValueError if with others); ``out/log.jsonl`` gets one line an epoch.
    """
    torch.manual_seed(settings.seed)
    torch.set_num_threads(threads)
    out.mkdir(parents=True, exist_ok=True)
    new = ("tags.", "entities.", "ends.")
    groups: dict[tuple[bool, bool], list[torch.nn.Parameter]] = {}
    for name, p in net.named_parameters():
        groups.setdefault((name.startswith(new), p.ndim > 1), []).append(p)
    optimizer = torch.optim.AdamW(
        fused=True,
        params=[
            {
                "params": some,
                "lr": settings.head_rate if head else settings.rate,
                "weight_decay": settings.decay if matrix else 0.0,
            }
            for (head, matrix), some in groups.items()
        ],
    )
    rates = [g["lr"] for g in optimizer.param_groups]
    epoch, step = 0, 0
    saved = out / "checkpoint.pt"
    if saved.exists():
        state = torch.load(saved, weights_only=True)
        if state["settings"] != asdict(settings):
            raise ValueError(f"{saved} is of a run with other settings: name another --work")
        net.load_state_dict(state["net"])
        optimizer.load_state_dict(state["optimizer"])
        epoch, step = state["epoch"], state["step"]
        torch.set_rng_state(state["rng"])

    def save(epoch: int, step: int) -> None:
        part = out / "checkpoint.part"
        torch.save(
            {
                "settings": asdict(settings),
                "net": net.state_dict(),
                "optimizer": optimizer.state_dict(),
                "epoch": epoch,
                "step": step,
                "rng": torch.get_rng_state(),
            },
            part,
        )
        os.replace(part, saved)

    while epoch < settings.epochs:
        started = time.monotonic()
        batches = epochs(epoch)
        total = len(batches) * settings.epochs
        sums: dict[str, float] = {}
        net.train()
        with Progress(
            TextColumn(f"epoch {epoch + 1}/{settings.epochs}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("loss {task.fields[loss]:.3f}"),
            TimeRemainingColumn(),
            console=Console(stderr=True),
        ) as bar:
            task = bar.add_task("", total=len(batches), completed=step, loss=math.nan)
            for batch in batches[step:]:
                done = (epoch * len(batches) + step) / total
                scale = min(done / settings.warm_up, (1 - done) / (1 - settings.warm_up))
                for group, rate in zip(optimizer.param_groups, rates, strict=True):
                    group["lr"] = rate * max(scale, 0.002)
                parts = _losses(net, batch)
                loss = sum(
                    (_weight(k, parts, settings) * v for k, v in parts.items()), torch.zeros(())
                )
                optimizer.zero_grad(set_to_none=True)
                loss.backward()
                torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
                optimizer.step()
                step += 1
                for k, v in parts.items():
                    sums[k] = sums.get(k, 0.0) + v.item()
                bar.update(task, advance=1, loss=sum(sums.values()) / step)
                if step % 200 == 0:
                    save(epoch, step)
        mean = {k: v / max(step, 1) for k, v in sums.items()}
        epoch, step = epoch + 1, 0
        save(epoch, step)
        net.eval()
        with torch.no_grad():
            found = [_losses(net, check[i::20]) for i in range(20) if check[i::20]]
        held = {k: sum(f[k].item() for f in found) / max(1, len(found)) for k in WEIGHTS}
        torch.save(net.state_dict(), out / f"epoch{epoch}.pt")
        line = {
            "epoch": epoch,
            "minutes": (time.monotonic() - started) / 60,
            "train": mean,
            "held out": held,
        }
        with (out / "log.jsonl").open("a") as log:
            log.write(json.dumps(line) + "\n")
    last = range(max(1, settings.epochs - settings.averaged + 1), settings.epochs + 1)
    weights = [torch.load(out / f"epoch{n}.pt", weights_only=True) for n in last]
    net.load_state_dict({k: sum(w[k] for w in weights) / len(weights) for k in weights[0]})
    net.eval()
    return net


def _weight(name: str, parts: dict[str, torch.Tensor], settings: Settings) -> float:
    soft = settings.soft if "soft tags" in parts else 0.0
    if name.startswith("soft "):
        return WEIGHTS[name[5:]] * soft
    return WEIGHTS[name] * (1 - soft)


def _losses(net: Tagger, some: Sequence[data.Example]) -> dict[str, torch.Tensor]:
    batch = {k: torch.from_numpy(v) for k, v in data.stack(some).items()}
    with torch.autocast("cpu", dtype=torch.bfloat16):
        out = net(batch["ids"], batch["mask"], batch["cases"], batch["opens"])
    return losses(out, batch)
