"""What `assess` says of a case: concern and the next step first, the duties, readiness, then every service."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from referral_assistant.conversation import facts
from referral_assistant.model import Assessment, Case, Match, Pack, Reason
from referral_assistant.wording import say, word


def as_json(pack: Pack, case: Case, assessment: Assessment, matches: Iterable[Match]) -> dict[str, Any]:
    """Codes and sentences, for other programs."""
    pronouns = _pronouns(pack, case)

    def said(reasons: Iterable[Reason]) -> list[str]:
        return [say(reason, pack, pronouns) for reason in reasons]

    return {
        "stop": _stop(pack, assessment, pronouns),
        "concern": assessment.concern,
        "concern_because": said(assessment.concern_because),
        "who": assessment.who,
        "route": assessment.route,
        "route_because": said(assessment.route_because),
        "overall": assessment.overall,
        "overall_because": said(assessment.overall_because),
        "duties": [{"id": d.id, "open": d.open, "because": said(d.because)} for d in assessment.duties],
        "domains": {r.domain: {"level": r.level, "because": said(r.because)} for r in assessment.readings},
        "missing": [{"card": m.card, "because": say(m.because, pack, pronouns)} for m in assessment.missing],
        "matches": [
            {
                "id": m.service.id,
                "name": m.service.name,
                "verdict": m.verdict,
                "because": said(m.because),
                "ask": said(m.ask),
                "warnings": said(m.warnings),
            }
            for m in matches
        ],
    }


def as_text(pack: Pack, case: Case, assessment: Assessment, matches: Iterable[Match]) -> Iterator[str]:
    """Lines for a person to read."""
    found, pronouns = as_json(pack, case, assessment, matches), _pronouns(pack, case)
    yield f"Concern: {word(pack, 'concern', found['concern'])}"
    yield from _indented(found["concern_because"])
    yield f"Next: {word(pack, 'routes', found['route'])}. {word(pack, 'route_steps', found['route'], pronouns)}"
    yield from _indented(found["route_because"])
    yield "To do before anything is issued:"
    for duty in found["duties"]:
        yield f"  {word(pack, 'duties', duty['id'])} ({'open' if duty['open'] else 'done'})"
    yield f"Readiness: {word(pack, 'levels', found['overall'])}. Willing does not mean safer."
    for domain, reading in found["domains"].items():
        yield f"  {word(pack, 'domains', domain, pronouns)}: {word(pack, 'levels', reading['level'])}"
    for match in found["matches"]:
        yield f"{match['name']} ({match['id']}): {word(pack, 'verdicts', match['verdict'])}"
        yield from _indented((*match["because"], *match["ask"], *match["warnings"]))


def _stop(pack: Pack, assessment: Assessment, pronouns: str) -> dict[str, Any] | None:
    stop = assessment.stop
    if stop is None:
        return None
    because = say(stop.because, pack, pronouns)
    return {"id": stop.id, "card": stop.card, "because": because, "action": stop.action, "firm": stop.firm}


def _indented(sentences: Iterable[str]) -> Iterator[str]:
    return (f"  {sentence}" for sentence in sentences)


def _pronouns(pack: Pack, case: Case) -> str:
    return facts(pack, case.answers).get("pronouns", ("they",))[0]
