"""XS: what can only be seen of several skills together.

A check here gets all skills that its rule is on for, each with its setting, and
yields problems with the place of the skill that each belongs to. What is wrong with
several skills at once is told once, at the first of them by its path.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from skilllint.checks import _listing as listing
from skilllint.checks import _similar as similar
from skilllint.checks._wording import count, quoted, share, shortened
from skilllint.model import Problem, Setting, Skill

Asked = Sequence[tuple[Skill, Setting]]
Found = Iterator[tuple[int, Problem]]

NAMED = 3
"""Skills that a message names; of the others it says how many there are."""


def duplicate_name(asked: Asked) -> Found:
    """Skills that a host lists together under one name."""
    skills = [skill for skill, _ in asked]
    for scope in similar.scopes(skills):
        names = {at: skills[at].name.casefold() for at in scope}
        for group in similar.groups(names):
            first = skills[group[0]]
            beside = len({similar.parent(skills[at]) for at in group}) == 1
            bodies = {skills[at].source.body for at in group}
            if beside or len(bodies) > 1:  # copies in folders of a kind are one skill
                yield (
                    group[0],
                    Problem(
                        first.source.front.line_of("name"),
                        f"{count(len(group), 'skills')} are called {quoted(first.name)}: "
                        f"{_folders(skills, group)}",
                        hint="a host loads only one of them; give each its folder's name",
                        value=len(group),
                        alike=_alike(first, names[group[0]]),
                        confidence=None if beside else "heuristic",
                    ),
                )


def duplicate_description(asked: Asked) -> Found:
    """Skills of other names that are described by the same words."""
    skills = [skill for skill, _ in asked]
    for scope in similar.scopes(skills):
        texts = {
            at: similar.folded(skills[at].description) for at in similar.originals(skills, scope)
        }
        for group in similar.groups(texts):
            first = skills[group[0]]
            yield (
                group[0],
                Problem(
                    first.source.front.line_of("description"),
                    f"{count(len(group), 'skills')} have this description: {_names(skills, group)}",
                    hint="say in each what only this one is for: the description is all that an "
                    "agent chooses by",
                    value=len(group),
                    alike=_alike(first, texts[group[0]]),
                ),
            )


def similar_descriptions(asked: Asked) -> Found:
    """Descriptions that share nearly all their words, so that no agent can choose between them."""
    skills = [skill for skill, _ in asked]
    for scope in similar.scopes(skills):
        least = asked[scope[0]][1].limits["percent"] / 100
        fewest = asked[scope[0]][1].limits["words"]
        texts = {
            at: frozenset(similar.folded(skills[at].description).split())
            for at in similar.originals(skills, scope)
        }
        texts = {at: words for at, words in texts.items() if len(words) >= fewest}
        for pair in similar.alike(texts, least):
            one, other = skills[pair.first], skills[pair.second]
            only = texts[pair.first] - texts[pair.second], texts[pair.second] - texts[pair.first]
            if any(only) and not similar.told_apart(one, other, *only):
                yield (
                    pair.first,
                    Problem(
                        one.source.front.line_of("description"),
                        f"{share(pair.share)} of the words of this description and of "
                        f"{quoted(other.name)} are the same: {_words(texts, pair)}",
                        hint="say in each when it is this one and not the other",
                        value=round(pair.share * 100),
                        limit=round(least * 100),
                        alike=_alike(one, *sorted((one.name, other.name))),
                    ),
                )


def whole_copy(asked: Asked) -> Found:
    """Skills of other names with the same body."""
    skills = [skill for skill, _ in asked]
    for scope in similar.scopes(skills):
        for group in similar.copies(skills, scope):
            first = skills[group[0]]
            yield (
                group[0],
                Problem(
                    min(first.source.body_line, len(first.source.lines)),
                    f"{count(len(group), 'skills')} have this body: {_names(skills, group)}",
                    hint="keep one; if both names must lead there, say so in its description",
                    value=len(group),
                    whole=True,
                    alike=_alike(first, first.source.body.replace("\r", "").strip()),
                ),
            )


def duplicated_block(asked: Asked) -> Found:
    """Text that stands word for word in several skills."""
    skills = [skill for skill, _ in asked]
    for scope in similar.scopes(skills):
        limits = asked[scope[0]][1].limits
        for found in similar.repeats(skills, similar.originals(skills, scope)):
            first = skills[found.skill]
            size = round(found.size * first.tokens.body / max(len(first.source.body), 1))
            again = size * (len(found.holders) - 1)
            if size >= limits["tokens"] and len(found.holders) >= limits["skills"]:
                yield (
                    found.skill,
                    Problem(
                        found.start,
                        f"{count(found.end - found.start + 1, 'lines')} (about "
                        f"{count(size, 'tokens')}) stand word for word in "
                        f"{count(len(found.holders), 'skills')}, {_names(skills, found.holders)}: "
                        f"about {count(again, 'tokens')} are repeated",
                        end=found.end,
                        hint="where the skills are installed together, keep it in one shared file "
                        "and name that where it is needed; else generate the copies",
                        value=again,
                        limit=None if again < limits["repeated"] else limits["repeated"],
                        alike=_alike(first, found.begins),
                        confidence="advice" if again < limits["repeated"] else None,
                    ),
                )


def listing_budget(asked: Asked) -> Found:
    """Descriptions that a host has no room for in its listing, and which to trim by how much."""
    skills = [skill for skill, _ in asked]
    for scope in similar.scopes(skills):
        for host in asked[scope[0]][1].hosts.values():
            if host.listing is None:
                continue
            sizes = listing.sizes({at: skills[at] for at in scope}, host.listing)
            total, budget = sum(sizes.values()), host.listing.budget
            if total <= budget:
                continue
            heaviest = max(sizes, key=lambda at: (sizes[at], -scope.index(at)))
            skill = skills[heaviest]
            yield (
                heaviest,
                Problem(
                    skill.source.front.line_of("description"),
                    f"the descriptions of {count(len(sizes), 'skills')} are "
                    f"{count(total - budget, 'characters')} over what {host.label} lists "
                    f"{host.listing.when} ({count(total, 'characters')}, limit {budget:,}): some "
                    "are cut or left out, and their skills are not found",
                    hint=_trim(skills, sizes, budget),
                    value=total,
                    limit=budget,
                    host=host.name,
                    confidence=None if host.listing.certain else "advice",
                    whole=True,
                    alike=_alike(skill, host.name),
                ),
            )


def _alike(skill: Skill, *words: str) -> str:
    """What skills of one list share, whichever of them are looked at."""
    return "\n".join((similar.shelf(skill), skill.plugin or "", *words))


def _trim(skills: Sequence[Skill], sizes: dict[int, int], budget: int) -> str:
    """Which descriptions to trim, and by how much."""
    cap = listing.cap(list(sizes.values()), budget)
    long = sorted((at for at in sizes if sizes[at] > cap), key=lambda at: (-sizes[at], at))
    by = (f"{shortened(skills[at].name, 40)} by {sizes[at] - cap:,}" for at in long[:NAMED])
    more = f" and {len(long) - NAMED} more" if len(long) > NAMED else ""
    return f"trim to {cap:,} characters each: {', '.join(by)}{more}"


def _names(skills: Sequence[Skill], places: Sequence[int]) -> str:
    return _several([skills[at].name for at in places])


def _folders(skills: Sequence[Skill], places: Sequence[int]) -> str:
    return _several([skills[at].place.rpartition("/")[0] or skills[at].folder for at in places])


def _words(texts: dict[int, frozenset[str]], pair: similar.Pair) -> str:
    """The shared words: the longest, which say most."""
    shared = texts[pair.first] & texts[pair.second]
    return _several(sorted(shared, key=lambda word: (-len(word), word)), 6)


def _several(texts: Sequence[str], most: int = NAMED) -> str:
    named = ", ".join(shortened(text, 50) for text in texts[:most])
    return f"{named} and {len(texts) - most} more" if len(texts) > most else named
