"""A sentence that went through the steps -> its target and, for each term, how it was honoured."""

from collections.abc import Sequence
from dataclasses import replace

from translate.document import Step, TermMatch, TermOutcome
from translate.enforce.candidates import Candidate
from translate.enforce.case import Case, Outcome
from translate.enforce.verdict import Verdict, judge
from translate.matching import required_target

MUCH_WORSE = 0.5
"""A loss of score per piece that the audit points out."""


def audit_target(source: str, target: str, matches: Sequence[TermMatch]) -> tuple[TermOutcome, ...]:
    """Say how a target that no machine may change, such as a reviewed one, honours its terms."""
    verdict = judge(source, target, matches)
    failing = verdict.failing()
    return tuple(
        TermOutcome(
            form=match.form,
            target=required_target(match),
            step="missing" if index in failing else "reviewed",
            method="as given",
            reason=_name_problem(verdict, index, target),
            source_span=match.span,
            target_span=verdict.places[index],
        )
        for index, match in enumerate(matches)
    )


def close_case(case: Case) -> Outcome:
    """Choose the target of a sentence and write its audit."""
    chosen = case.choose()
    score = case.scores.get(chosen.text, case.request.score)
    before = case.scores.get(case.request.draft)
    cost = None if score is None or before is None else round(score - before, 4)
    verdict = case.judge(chosen.text)
    failed = case.verdict.failing()
    missing = verdict.failing()
    terms = []
    for index, match in enumerate(case.request.matches):
        step: Step = "edited" if index in chosen.edited else "decoded"
        if index in missing:
            step = "missing"
        elif index not in failed:
            step = "model"
        mended = step in ("decoded", "edited")
        terms.append(
            TermOutcome(
                form=match.form,
                target=case.sentence.required[index],
                step=step,
                method=chosen.method if mended else "",
                rendering=case.rendering(index) if index in failed else "",
                cost=cost if mended else None,
                reason=_explain(case, index, step, cost, verdict, chosen),
                source_span=match.span,
                target_span=verdict.places[index],
            )
        )
    return Outcome(target=chosen.text, terms=tuple(terms), score=score)


def _explain(case: Case, index: int, step: Step, cost: float | None, verdict: Verdict, chosen: Candidate) -> str:
    """Say what stood in the way of an earlier step, or why a term is missing."""
    if step == "model":
        return ""
    if step == "missing":
        return _name_problem(verdict, index, chosen.text) + _name_loss(case, "; refused: ")
    notes = [_why_edited(case, index)] if step == "edited" else []
    if chosen.text in case.refused:
        notes.append(f"taken although {case.refused[chosen.text]}")
    if cost is not None and cost < -MUCH_WORSE:
        notes.append("the model finds it much less likely than the draft")
    return "; ".join(filter(None, notes))


def _why_edited(case: Case, index: int) -> str:
    """Say why no decoded text was taken."""
    decoded = [candidate for candidate in case.good if candidate.step == "decoded"]
    if decoded:
        return "the model finds decoded versions less likely"
    if index not in case.spellable:
        return "the model's vocabulary cannot spell it"
    if any(candidate.method == "whole sentence" for candidate in case.good):
        return ""
    return _name_loss(case, "refused: ") or "the model did not take it up"


def _name_loss(case: Case, before: str) -> str:
    """Say why the first decoded text that was refused was; empty when none was."""
    losses = [loss for text, loss in case.refused.items() if case.seen[text].step == "decoded"]
    return before + losses[0] if losses else ""


def _name_problem(verdict: Verdict, index: int, target: str) -> str:
    """Say what is wrong with a term in a target; empty when nothing is."""
    for flaw in verdict.flaws:
        if flaw.index == index:
            what = "is left untranslated" if flaw.leaked else "is forbidden"
            return f"{flaw.span.of(target)!r} {what}"
    if verdict.places[index] is not None:
        return ""
    return "the translation is empty" if not target.strip() else "it does not stand in the translation"


def join_outcomes(first: Outcome, second: Outcome) -> Outcome:
    """Join the audits of two rounds: what the second round found in place was won in the first."""
    terms = tuple(
        replace(old, target_span=new.target_span)
        if new.step == "model"
        else replace(new, rendering=old.rendering)
        for old, new in zip(first.terms, second.terms, strict=True)
    )
    return Outcome(target=second.target, terms=terms, score=second.score)
