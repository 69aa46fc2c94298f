"""What can be wrong with one skill: one module a family, one function a rule.

A check is a generator `(skill, setting) -> Iterator[Problem]` that imports
nothing of the program but the model; a rule file names it. Modules that begin
with an underscore hold what several checks share.
"""
