"""Is the model's own score an estimate of quality? Its correlation with chrF2, sentence by sentence.

python benchmarks/quality.py --source dev.nl --reference dev.en [--model auto]
"""

import argparse
import statistics
from pathlib import Path

from sacrebleu.metrics import CHRF

from translate.checks import check_document, check_translation
from translate.document import Document, Segment, Translation
from translate.engines import load_engine
from translate.models import find_model


def ranks(values: list[float]) -> list[float]:
    """Return the rank of each value, from 0; equal ones keep their order."""
    order = sorted(range(len(values)), key=values.__getitem__)
    places = [0.0] * len(values)
    for rank, index in enumerate(order):
        places[index] = float(rank)
    return places


def main() -> None:
    """Translate, score, correlate."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--source", type=Path, required=True)
    parser.add_argument("--reference", type=Path, required=True)
    parser.add_argument("--model", default="auto")
    options = parser.parse_args()
    sources = [line.strip() for line in options.source.read_text(encoding="utf-8").splitlines()]
    references = options.reference.read_text(encoding="utf-8").splitlines()
    engine = load_engine("auto", find_model(options.model))
    best = [hypotheses[0] for hypotheses in engine.translate(sources)]
    metric = CHRF()
    chrf = [metric.sentence_score(h.text, [r]).score for h, r in zip(best, references, strict=True)]
    scores = [hypothesis.score for hypothesis in best]
    rows = tuple(
        Translation(segment=Segment(id=f"a:{i}.1", text=source), target=hypothesis.text, score=hypothesis.score)
        for i, (source, hypothesis) in enumerate(zip(sources, best, strict=True), start=1)
    )
    print(f"{engine.identity.engine} {engine.identity.model}, {len(rows)} sentences, {metric.get_signature()}")
    spearman = statistics.correlation(ranks(scores), ranks(chrf))
    print(f"Pearson {statistics.correlation(scores, chrf):.3f}, Spearman {spearman:.3f}")
    print(f"chrF2 of all {statistics.mean(chrf):.1f}")
    low = {
        row for row, finding in check_document(Document(name="a", translations=rows)) if finding.check == "score"
    }
    print_mean("sentences with the finding `score`", [chrf[row] for row in low])
    worst = sorted(range(len(rows)), key=scores.__getitem__)
    print_mean("the tenth with the lowest scores", [chrf[row] for row in worst[: len(rows) // 10]])
    print_mean("the tenth with the highest scores", [chrf[row] for row in worst[-(len(rows) // 10) :]])
    marked = [any(finding.severity != "note" for finding in check_translation(row)) for row in rows]
    print_mean(
        "sentences with an error or warning", [value for value, mark in zip(chrf, marked, strict=True) if mark]
    )
    print_mean("sentences without", [value for value, mark in zip(chrf, marked, strict=True) if not mark])


def print_mean(what: str, values: list[float]) -> None:
    """Print how many sentences there are of a kind, and their mean chrF2."""
    print(f"{what}: {len(values)}, chrF2 {statistics.mean(values) if values else float('nan'):.1f}")


if __name__ == "__main__":
    main()
