"""Glossary terms: missing from the target, forbidden there, or left in their source form."""

from collections.abc import Iterator

from translate.checks.pair import Pair
from translate.document import Finding
from translate.matching import Matcher, assign_targets, find_forbidden, find_leaks, required_target


def check_terms(pair: Pair, matcher: Matcher | None) -> Iterator[Finding]:
    """Yield the findings `term`, `forbidden` and `source-form`.

    Args:
        pair: The segment and its target, which may be empty.
        matcher: Looks at the target as it stands now; without one the audit of the run is all there is.
    """
    if not pair.target.text.strip():
        return
    if matcher is None:
        yield from audited(pair)
        return
    yield from matched(pair, matcher)
    for term, span in find_forbidden(matcher.glossary, pair.target.text):
        preferred = f", the glossary has “{term.target[0]}”" if term.target else ""
        message = f"“{span.of(pair.target.text)}” is forbidden{preferred}"
        yield Finding(check="forbidden", message=message, severity="error", target_span=span)


def audited(pair: Pair) -> Iterator[Finding]:
    """Yield a finding for each term that the audit calls missing."""
    for outcome in pair.translation.terms:
        if outcome.step == "missing":
            reason = f" ({outcome.reason})" if outcome.reason else ""
            yield Finding(
                check="term",
                message=f"“{outcome.target}” is missing for “{outcome.form}”{reason}",
                severity="error",
                source_span=outcome.source_span,
            )


def matched(pair: Pair, matcher: Matcher) -> Iterator[Finding]:
    """Yield a finding for each term that the target owes, and for each source form left in it."""
    source, target = pair.source.text, pair.target.text
    matches = matcher.find_matches(source)
    if not matches:
        return
    leaks = find_leaks(matches, target)
    left = {match for match, _ in leaks}
    for match, span in leaks:
        yield Finding(
            check="source-form",
            message=f"“{span.of(target)}” is Dutch, the glossary has “{required_target(match)}”",
            severity="error",
            source_span=match.span,
            target_span=span,
        )
    for match, place in zip(matches, assign_targets(matches, target), strict=True):
        if place is None and match not in left:
            yield Finding(
                check="term",
                message=f"“{required_target(match)}” is missing for “{match.form}”",
                severity="error",
                source_span=match.span,
            )
