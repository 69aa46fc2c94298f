"""A calibration that a revision's configuration names holds where no file of it lies on disk."""

from __future__ import annotations

import shutil
from pathlib import Path

import counts
import pytest
from conftest import skill
from counts import host, use
from histories import BODY, History, floor, inside, only

from skilllint import api, compare, discovery
from skilllint.calibration import file
from skilllint.compare import Asked, blobs, calibrations, git
from skilllint.config import NOTHING, Override
from skilllint.model import Comparison
from skilllint.review import whole
from skilllint.review.commits import Commits
from skilllint.review.looking import Scope

NAMED = '[cost]\ncalibration = "calibration.json"\n'
MEASURED = "calls [measured n=12];"
BY = "calibration.json of 2026-11-20: 80 loads of 1 skill in 34 logs of claude-code"
SKILL = "skills/floor/SKILL.md"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> History:
    """A repository with a skill and its calibration, which lies on no disk."""
    here = inside(tmp_path / "work", monkeypatch)
    counts.write(here.place, host(use("floor")))
    here.commit({"skilllint.toml": NAMED})
    return here


def grown(here: History) -> str:
    """A commit that lets the skill grow."""
    return here.commit({SKILL: floor(f"{BODY}\n## Wax\n\nWax the boards twice.\n")})


def bare(here: History, place: Path) -> Path:
    here.git("clone", "-q", "--bare", str(here.place), str(place))
    return place


def look(
    place: Path, base: str, head: str, override: Override = NOTHING, rules: str | None = None
) -> Comparison:
    """Two commits by the configuration of one of them."""
    return compare.run(place, Asked(base, head, rules=rules or head, override=override))


def source(found: Comparison) -> str:
    """Whose figures the cost after goes by; the same as before."""
    change = only(found)
    assert change.cost_before
    assert change.cost_after
    assert change.cost_before.source == change.cost_after.source
    return change.cost_after.source


@pytest.mark.parametrize("kind", ["work", "bare", "named"])
def test_a_commit_costs_what_its_files_cost_on_disk(
    here: History, tmp_path: Path, kind: str
) -> None:
    base, head = here.git("rev-parse", "HEAD"), grown(here)
    (audited,) = api.audit(SKILL).skills
    place = here.place if kind == "work" else bare(here, tmp_path / "clone.git")
    if kind == "work":
        (here.place / "calibration.json").unlink()
    asked = Asked(base, head, rules=head, config="skilllint.toml" if kind == "named" else None)
    found = compare.run(place, asked)
    assert only(found).cost_after == audited.cost
    assert source(found).startswith(MEASURED)
    (told,) = found.calibrations
    assert told.startswith(BY)
    assert not found.unread


def test_the_revision_that_configures_counts_and_no_other(here: History, tmp_path: Path) -> None:
    """What a change commits, or leaves on disk, is not what the branch goes by that it is for."""
    base = here.git("rev-parse", "HEAD")
    counts.write(here.place, host(use("floor", own=counts.pool(40))))
    head = grown(here)
    counts.write(here.place, host(use("floor", own=counts.pool(77))))
    for place in (here.place, bare(here, tmp_path / "clone.git")):
        assert source(look(place, base, head, rules=base)).startswith(MEASURED)
        assert source(look(place, base, head, rules=head)).startswith("calls [measured n=40];")


def test_the_option_goes_before_it(here: History, tmp_path: Path) -> None:
    base, head = here.git("rev-parse", "HEAD"), grown(here)
    clone = bare(here, tmp_path / "clone.git")
    (tmp_path / "mine").mkdir()
    mine = counts.write(tmp_path / "mine", host(use("floor", own=counts.pool(99))))
    found = look(clone, base, head, Override(calibration=str(mine)))
    assert source(found).startswith("calls [measured n=99];")
    assert found.calibrations[0].startswith(discovery.shown(mine))
    none = look(clone, base, head, Override(calibration=""))
    assert "measured" not in source(none)
    assert none.calibrations == ()


@pytest.mark.parametrize("way", ["disk", "revision", "bare"])
def test_several_configurations_and_overrides_each_with_its_own(
    here: History, tmp_path: Path, way: str
) -> None:
    (here.place / "counts").mkdir()
    shutil.move(here.place / "calibration.json", here.place / "counts" / "floor.json")
    for name, loads in (("door", 20), ("roof", 30)):
        one = counts.write(here.place, host(use(name, own=counts.pool(loads))))
        shutil.move(one, here.place / "counts" / f"{name}.json")
    mine = '[[overrides]]\npaths = ["skills/floor"]\ncost.calibration = "counts/floor.json"\n'
    base = here.commit(
        {
            "skilllint.toml": '[cost]\ncalibration = "counts/door.json"\n\n' + mine,
            "skills/roof/skilllint.toml": '[cost]\ncalibration = "../../counts/roof.json"\n',
            **{f"skills/{name}/SKILL.md": skill(name, BODY) for name in ("door", "roof")},
        }
    )
    more = f"{BODY}\n## Wax\n\nWax it.\n"
    names = ("door", "floor", "roof")
    here.put({f"skills/{name}/SKILL.md": skill(name, more) for name in names})
    if way == "disk":
        found = compare.run(here.place, Asked(base))
    else:
        head = here.commit()
        clone = bare(here, tmp_path / "clone.git") if way == "bare" else here.place
        found = look(clone, base, head)
    assert not found.unread
    costs = {one.name: one.cost_after for one in found.skills}
    for name, loads in (("door", 20), ("floor", 12), ("roof", 30)):
        cost = costs[name]
        assert cost
        assert cost.source.startswith(f"calls [measured n={loads}];")
    assert sorted(one.partition(" ")[0] for one in found.calibrations) == [
        *("counts/door.json", "counts/floor.json", "counts/roof.json"),
    ]


# --- what cannot be used --------------------------------------------------------------------------


def lost(here: History, clone: Path, **how: str | None) -> set[str]:
    """Why no skill could be looked at."""
    base, head = here.git("rev-parse", "HEAD"), grown(here)
    here.git("tag", "-f", "v1")
    here.git("fetch", "-q", str(here.place))
    found = look(bare(here, clone), base, head, rules=how.get("rules") or "v1")
    assert found.skills == ()
    assert {one.cause for one in found.unread} == {"configuration"}
    assert {one.path for one in found.unread} == {SKILL}
    return {one.reason for one in (*found.unread, *found.unread_before)}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "no such file in v1; commit one that `skilllint calibrate` writes"),
        ("{", "not a calibration: no JSON"),
        ('{"kind": "other"}', "not a calibration of skilllint"),
        (" " * (file.MOST + 1), "not a calibration: over 32 MB"),
    ],
    ids=["gone", "no JSON", "other", "huge"],
)
def test_one_that_cannot_be_used_costs_its_own_skills(
    here: History, tmp_path: Path, content: str | None, said: str
) -> None:
    here.commit({"calibration.json": content})
    assert lost(here, tmp_path / "clone.git") == {f"calibration.json: {said}"}


def test_a_link_is_not_followed(here: History, tmp_path: Path) -> None:
    outside = counts.write(tmp_path, host(use("floor")))
    (here.place / "calibration.json").unlink()
    (here.place / "calibration.json").symlink_to(outside)
    here.commit()
    assert lost(here, tmp_path / "clone.git") == {"calibration.json: no plain file in v1"}


@pytest.mark.parametrize("up", ["../", "skills/../../", "/"])
def test_no_path_leads_out_of_the_repository(here: History, tmp_path: Path, up: str) -> None:
    counts.write(tmp_path, host(use("floor")))
    path = str(tmp_path / "calibration.json") if up == "/" else f"{up}calibration.json"
    here.commit({"skilllint.toml": f'[cost]\ncalibration = "{path}"\n'})
    short = path.replace("skills/../", "")
    (reason,) = lost(here, tmp_path / "clone.git")
    assert reason == f"{short}: lies outside the repository, so v1 holds none"


def test_a_commits_id_is_told_short(here: History, tmp_path: Path) -> None:
    head = here.commit({"calibration.json": None})
    (reason,) = lost(here, tmp_path / "clone.git", rules=head)
    assert f"no such file in {head[:12]};" in reason


def test_one_that_is_gone_costs_no_other_skill(here: History, tmp_path: Path) -> None:
    gone = '[cost]\ncalibration = "gone.json"\n'
    base = here.commit({"skills/door/SKILL.md": skill("door"), "skills/door/skilllint.toml": gone})
    here.put({"skills/door/SKILL.md": skill("door", BODY)})
    head = grown(here)
    found = look(bare(here, tmp_path / "clone.git"), base, head)
    assert source(found).startswith(MEASURED)
    assert [one.path for one in found.unread] == ["skills/door/SKILL.md"]
    assert "skills/door/gone.json: no such file in" in found.unread[0].reason


def test_all_together_are_bounded(
    here: History, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calibrations, "TOGETHER", 100)
    (reason,) = lost(here, tmp_path / "clone.git")
    assert reason.startswith("calibration.json: too much:")


# --- what is read ---------------------------------------------------------------------------------


@pytest.mark.parametrize("why", ["asked for", "not named", "option", "huge"])
def test_what_is_not_asked_for_is_not_read(
    here: History, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, why: str
) -> None:
    if why == "not named":
        here.commit({"skilllint.toml": ""})
    if why == "huge":
        here.commit({"calibration.json": " " * (file.MOST + 1)})
    base, head = here.git("rev-parse", "HEAD"), grown(here)
    clone = bare(here, tmp_path / "clone.git")
    mine = here.git("rev-parse", f"{head}:calibration.json")
    read: list[str] = []
    real = blobs.contents

    def contents(place: git.Repository, some: list[str]) -> object:
        read.extend(some)
        return real(place, some)

    monkeypatch.setattr(blobs, "contents", contents)
    look(clone, base, head, Override(calibration="") if why == "option" else NOTHING)
    assert (mine in read) is (why == "asked for")


def test_a_review_lists_all_findings_by_it_too(here: History, tmp_path: Path) -> None:
    base, head = here.git("rev-parse", "HEAD"), grown(here)
    clone = bare(here, tmp_path / "clone.git")
    report, _ = whole.look(Commits(clone, base, head, base, "main"), Scope(Override()))
    (told,) = report.calibrations
    assert told.startswith(BY)
    assert not report.unread
