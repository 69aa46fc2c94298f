"""The counts of many skills' bodies: those that are known, and those that must be asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from skilllint import tokens
from skilllint.exact import kept
from skilllint.exact.asking import Failed, Patience, ask
from skilllint.exact.endpoint import Endpoint
from skilllint.exact.kept import Count
from skilllint.model import Scale, Skill

LETTER = "a"
"""One token in every vocabulary; a message must not be empty, nor blank."""

UNHURRIED = Patience()

TIMES = 10
"""No model counts so many times as many tokens as o200k, nor so many times fewer."""

SPARE = 20
"""Tokens by which a short text, of rare letters say, may be more than that."""

NO_ANSWER = "answers with fewer tokens for a text than for one letter"

NO_TOKENIZER = f"answers with a count that is over {TIMES} times o200k's, or below a {TIMES}th"


@dataclass(frozen=True, slots=True)
class Counted:
    """The scale of each skill whose body was counted, by its path; and why others were not,
    each reason with how many texts it kept from being counted."""

    scales: Mapping[str, Scale]
    missing: Mapping[str, int]


def scales(
    skills: Iterable[Skill],
    model: str,
    endpoint: Endpoint,
    announce: Callable[[int, int], None],
    patience: Patience = UNHURRIED,
) -> Counted:
    """The model's tokens over o200k tokens for each body, as the endpoint counts them.

    One request a body that is not known yet, one after the other, and one more for what
    the endpoint adds to any message. `announce` hears how many texts and bytes are about
    to leave the machine, before the first does.
    """
    # what is blank weighs nothing, and the endpoint refuses it
    wanted = [one for one in skills if one.tokens.body and body(one).strip()]
    texts = dict.fromkeys(body(one) for one in wanted)
    found = {text: count for text in texts if (count := known(endpoint, model, text))}
    left = [text for text in texts if text not in found]
    missing: Counter[str] = Counter()
    if left:
        announce(len(left), sum(len(text.encode("utf-8", "replace")) for text in left))
        asked, missing = ask_all(endpoint, model, left, patience)
        found |= asked
    made = ((one, found.get(body(one))) for one in wanted)
    return Counted({one.path: scale(one, c, model, endpoint) for one, c in made if c}, missing)


def body(skill: Skill) -> str:
    """The text that a host loads: all behind the front matter."""
    return skill.source.text[skill.source.body_offset :]


def known(endpoint: Endpoint, model: str, text: str) -> Count | None:
    """The count of a text that was asked for before."""
    return kept.read(kept.place(endpoint, model, text))


def scale(skill: Skill, count: Count, model: str, endpoint: Endpoint) -> Scale:
    """A count as the scale of all o200k counts of its skill."""
    times = count.tokens / skill.tokens.body
    source = f"counted by {endpoint.host} for {model}, {count.day}"
    return Scale(times, times, times, "exact", source)


def ask_all(
    endpoint: Endpoint, model: str, texts: list[str], patience: Patience
) -> tuple[dict[str, Count], Counter[str]]:
    """The counts of some texts, each kept as it comes, and what kept others from coming.

    An error that the next text would meet too ends the asking. What the endpoint counts
    of any message besides its text is taken off: its frame, and what Anthropic may add
    and does not bill. It is asked for each time, for it may change; with a text's first
    character it may differ by a token or two.
    """
    found: dict[str, Count] = {}
    missing: Counter[str] = Counter()
    try:
        frame = ask(endpoint, model, LETTER, patience) - 1
    except Failed as error:
        return found, Counter({str(error): len(texts)})
    for number, text in enumerate(texts):
        try:
            count = Count(ask(endpoint, model, text, patience) - frame, patience.today())
            if count.tokens < 1:
                raise Failed(f"{endpoint.host} {NO_ANSWER}", alone=True)
            if not believed(count.tokens, tokens.count(text)):
                raise Failed(f"{endpoint.host} {NO_TOKENIZER}", alone=True)
        except Failed as error:
            missing[str(error)] += 1 if error.alone else len(texts) - number
            if not error.alone:
                break
        else:
            found[text] = count
            kept.write(kept.place(endpoint, model, text), count)
    return found, missing


def believed(count: int, ours: int) -> bool:
    """Whether a model's tokens may be those of a text with so many o200k tokens."""
    return count * TIMES >= ours and count <= ours * TIMES + SPARE
