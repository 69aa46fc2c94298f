"""The words by which a call of another agent is known, and what it is called for."""

from __future__ import annotations

import re

# --- what calls a delegate ------------------------------------------------------

OPTIONS = r"(?: -{1,2}[\w-]{1,40}(?:[ =][\w./\"'$:-]{1,60})?){0,5}"
COMMAND = re.compile(
    rf"\b(?:codex{OPTIONS} exec|claude{OPTIONS} (?:-p|--print)|gemini{OPTIONS} (?:-p|--prompt)|"
    rf"cursor-agent{OPTIONS} (?:-p|--print)|opencode run)(?![-\w])"
)
TOOL = re.compile(
    r"\b(?:(?:Task|Agent|spawn_agent)\((?=[^)]{0,400}"
    r"\b(?:subagent_type|agent_type|prompt|description|message)\b)|subagent_type\b ?[=:])"
)
ORDER = re.compile(
    r"\b(?:[dD]ispatch(?:es)?|[sS]pawns?|[lL]aunch(?:es)?|[dD]elegates?|delegated to|[fF]ire off|"
    r"[kK]ick off|by (?:dispatch|spawn|launch|delegat)ing|DISPATCH|SPAWN|LAUNCH)\b[^.:;|]{0,90}?"
    r"\b(?:[sS]ub-?[aA]gents?|[aA]gents?|[wW]orkers?|[cC]odex|"
    r"(?:[iI]mplementer|[eE]xecutor)s?(?: (?:sub-?)?agents?)?)\b"
)
SHARED = re.compile(
    r"\b(?:[sS]ub-?agent|(?:Agent|Task)`?(?: tool)? call|[cC]odex (?:run|call|session))[`*]{0,3} "
    r"(?:per|for each|for every)\b"
)
"""An order to hand work over, or the words that say how many agents there are."""

HELPER = re.compile(
    r"\b(?:[sS]ub-?agents?|(?:Task|Agent)`? tool|(?:another|fresh|background|coding|worker|"
    r"implementer) agent|codex exec)\b"
    r"(?![`*]{0,2}[ /-](?:templates?|mechanism|prompts?|engines?|modes?|types?|rubric|sections?)\b)"
)
ASKED = re.compile(
    r"\b(?:use|start|run|invoke|call|create|hand|assign|give|send|have|let)\b"
    r"(?: [\w`*,()'\"-]{1,30}){0,12}?[ `*(]{1,4}$",
    re.IGNORECASE,
)
"""What is an agent beyond doubt, and the words before it that say to use one."""

NEEDLES = ("gent", "mplementer", "Task", "codex", "claude -", "gemini -", "opencode run")
"""A line without any of these calls no delegate; each is one pass over every text."""

VERBS = ("ispatch", "pawn", "aunch", "elegat", "re off", "ck off", "SPAWN")
TOOLS = ("Task(", "Agent(", "spawn_agent(", "subagent_type")
SHARES = (" per ", " for e")
SURE = ("ubagent", "ub-agent", " tool", "exec", "er agent", "sh agent", "ng agent", "nd agent")
LOOPS = ("for each", "for every", "repeat for", "loop ", "iterate ")
"""Parts of words without which a line gives no order: a cheap look before a dear one."""

DENIED = re.compile(r"\b(?:not|no|whether|temptation|tempting)\b", re.IGNORECASE)
NOUN = re.compile(
    r"(?:\b(?:the|an?|this|that|each|every|same|native|first|next|(?:sub-?)?agent|task|of|at|after|"
    r"before|per|whose|parallel|[\w-]{1,20}-\w{1,20})|-)[ `*]{1,4}$",
    re.IGNORECASE,
)
"""Words after which "dispatch" or "spawn" is a thing and no order."""

OWN = re.compile(r"\b(?:their|its|your) own\b|\b(?:may|might|could|can|would) (?:still )?$")
NAMED = re.compile(
    r"\b(?:call|run|hand|pipe|via|with|using|through|use|invoke|execut)\w{0,3}\b", re.IGNORECASE
)
SHELLS = re.compile(
    r"[ \t>]*(?:`{3,}|~{3,})[ \t]*(?:(?:ba|z|fi)?sh|shell|console|terminal|"
    r"powershell|python|py|js|javascript|ts|typescript|text|txt)?[ \t]*\r?\n"
)

# --- what it is called for ------------------------------------------------------

UNIT = (
    r"(?P<unit>units?|tasks?|steps?|stor(?:y|ies)|tickets?|issues?|items?|files?|findings?|"
    r"bugs?|warnings?|to-?dos?|slices?|features?|components?|modules?|packages?|comments?|"
    r"requirements?|functions?|endpoints?|failures?|errors?|changes?|subtasks?|rows?|PRs?)"
)
EACH = re.compile(
    r"\b(?:(?:for (?:each|every)|(?:loop|iterate) (?:over|through) (?:each|every|all|the)|per)"
    r"(?: of the)?[ -](?!group|cluster|batch|wave)(?:[\w`*-]{1,30} ){0,2}?"
    rf"[`*]{{0,3}}{UNIT}\b"
    r"|(?:each|every) (?:[\w`*-]{1,30} )?(?P<got>units?|tasks?|steps?|story|issue|ticket|file)"
    r" (?:gets?|goes to|is (?:delegated|handed|given|assigned|sent|dispatched))\b)"
    r"(?![ -](?:groups?|clusters?|batch(?:es)?|sets?|lists?|waves?|types?|kinds?|areas?)\b|-)",
    re.IGNORECASE,
)
"""The words that repeat something for every unit, none for a group of them."""

LEAD = re.compile(
    r"^[ \t>]*(?:#{1,6}[ \t]|[-*+][ \t]|\d{1,3}[.)][ \t])?[^\n]{0,80}?"
    r"\b(?:for (?:each|every)|repeat for|(?:loop|iterate) (?:over|through))\b[^\n]{0,80}$",
    re.IGNORECASE | re.MULTILINE,
)
"""A line that opens a loop whose body stands below it."""

OVER = re.compile(
    r"^[ \t>]*(?:\*\*)?(?:(?:once|when|after) (?:all|every|the last)|finally|at the end)\b",
    re.IGNORECASE | re.MULTILINE,
)
ONLY_IF = re.compile(r"^[\W\d]{0,12}(?:if|when|on)\b", re.IGNORECASE)
"""How a sentence begins that holds for some units only."""

DONE = re.compile(r"^[ \t]*done\b", re.MULTILINE)
SHELL_LOOP = re.compile(r"\b(?:for (?P<name>\w{1,40}) in\b|while (?:IFS= ?)?read\b|xargs\b)")
WRITES = re.compile(
    r"\b(?:implement\w{0,7}|executors?|coders?|developers?|fix(?:es|er|ers|ing)?|refactor\w{0,4}|"
    r"code changes?|coding|migrat(?:e|es|ing)|edits?|tdd|(?:write|change|modify|update)s? "
    r"(?:the |its |all )?(?:\w{1,20} )?(?:code|files?|tests)|port(?:s|ing)?|patch(?:es)?|"
    r"build (?:it|the unit|the task)|commits?)\b",
)
READS = re.compile(
    r"\b(?:review\w{0,4}|research\w{0,4}|explor\w{0,6}|scan\w{0,5}|audit\w{0,4}|analy[sz]\w{0,4}|"
    r"critique|critic|grad(?:e|er|ing)|judg\w{0,6}|evaluat\w{0,4}|investigat\w{0,5}|summari\w{0,5}|"
    r"read-only|search\w{0,4}|verifiers?|gather\w{0,3}|scout\w{0,2}|transcri\w{0,4}|"
    r"assess\w{0,4}|compar\w{0,4}|inspect\w{0,4}|profil\w{0,4})\b",
)
"""Words of a text in small letters: of changing code, and of looking at it alone."""

PLANNED = re.compile(
    r"\b(?:plans?|units?|implementation|tasks?)\b|--full-auto|--yolo|--dangerously|acceptEdits|"
    r"workspace-write|\bEdit\b"
)
"""What says that a command changes code where no other word does."""

SERIAL = re.compile(
    r"\b(?:dispatch is \W{0,2}sequential|one (?:executor|agent|sub-?agent|delegate|worker|unit|"
    r"task|step)s? at a time|dispatch(?:es)? the next|one sequential|in sequence|not in parallel|"
    r"waits? for (?:the |each |that )?[\w-]{1,20} to (?:return|finish|complete))\b",
    re.IGNORECASE,
)
"""That one delegate works after the other. What runs so only without agents does not count."""

APART = re.compile(
    r"\b(?:parallel\w{0,5}|concurren\w{0,4}|simultaneous\w{0,2}|at the same time|fan[- ]?out|"
    r"(?:one|single|same) message|background|waves?|batch(?:es|ed|ing)?)\b",
    re.IGNORECASE,
)
BREAK = re.compile(
    r"[.!?;](?=\s)|\n[ \t]*\n|\n[ \t>]*(?:[-*+]|\d{1,3}[.)]|#{1,6}|\|)[ \t]|\n[ \t]*(?:```|~~~)"
)
"""Where a sentence ends; a colon ends none, for what it leads in to belongs to it."""

AGAINST = re.compile(r"\b(?:not|never|instead of|rather than|no)\b[^,.;]{0,40}$", re.IGNORECASE)
"""What speaks against the words that follow."""

ITEM = re.compile(r"^([ \t>]*)(?:[-*+]|\d{1,3}[.)])[ \t]", re.MULTILINE)
DESCRIBES = re.compile(
    r"^[^.\n]{0,60}?\b(?:guid(?:e|ance) (?:for|to|on)|reference (?:for|on|of)|documentation|"
    r"documents|explains?|teach(?:es)?|patterns (?:for|and|of)|best practices|conventions|"
    r"how to (?:write|create|design|configure|build|choose)|"
    r"(?:creat|writ|author|design|configur|debug)(?:e|es|ing|s)? (?:[\w-]{1,20} ){0,2}"
    r"(?:sub-?agents?|agents?|agent teams?|skills?|hooks?|plugins?))\b|"
    r"^[^。\n]{0,60}?(?:模式|指南|教程|文档)",
    re.IGNORECASE,
)
"""How the description of a skill begins that is about agents or skills, and runs none."""
