"""What commands read, write and name; how folders are written."""

from __future__ import annotations

import pytest

from skilllint.transcripts import paths, shell

BASE = "/home/ann/.claude/skills/sweep"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (f"cat {BASE}/a.md", ["a.md"]),
        (f"cat {BASE}/a.md {BASE}/a.md {BASE}/sub/b.md", ["a.md", "sub/b.md"]),
        (f'python "{BASE}/scripts/run it.py" --x', ["scripts/run it.py"]),
        (f"cat '{BASE}/a.md';ls", ["a.md"]),
        (f"cat {BASE}/a.md|wc&&x", ["a.md"]),
        (f"X={BASE}/a.md", ["a.md"]),
        ("cat ~/.claude/skills/sweep/a.md", ["a.md"]),
        ("cat $HOME/.claude/skills/sweep/a.md", ["a.md"]),
        ('cat "$HOME"/.claude/skills/sweep/a.md', ["a.md"]),
        ('cat "${HOME}/.claude/skills/sweep/a b.md"', ["a b.md"]),
        ("cat /Users/bob/.claude/skills/sweep/a.md", ["a.md"]),
        (f"cat {BASE}//sub/./a.md", ["sub/a.md"]),
        (f"see {BASE}/a.md.", ["a.md"]),
        (f"ls {BASE}", []),
        (f"ls {BASE}/ {BASE}/references/", []),
        (f"cat {BASE}/SKILL.md {BASE}/skill.md", []),
        (f"cat {BASE}/*.md {BASE}/[ab].md {BASE}/{{a,b}}.md", []),
        (f"cat {BASE}/../other/a.md", []),
        (f"for f in a; do cat {BASE}/$f {BASE}/${{f}}.md; done", []),
        (f"for f in a; do cat {BASE}/$f.md; done", []),
        (f"cat {BASE}-two/a.md", []),
        (f"see [{BASE}/a.md] and {{{BASE}/b.md}}", ["a.md", "b.md"]),
        (f"cat {BASE}/sub/a\\ b.md {BASE}/c\\(1\\).md", ["sub/a b.md", "c(1).md"]),
        (f"cat {BASE}/a.md\\\n  {BASE}/b.md", ["a.md", "b.md"]),
        (f"PYTHONPATH={BASE}/lib:{BASE}/lib2:$PYTHONPATH python x", ["lib", "lib2"]),
        (f'PYTHONPATH="{BASE}/lib:$PYTHONPATH" python x', ["lib"]),
        (f'python3 -c "open(\\"{BASE}/a.md\\")"', ["a.md"]),
        (f'bash -lc "cat \\"{BASE}/a b.md\\" {BASE}/c.md"', ["a b.md", "c.md"]),
        ('bash -lc "cat \\"$HOME/.claude/skills/sweep/a.md\\""', ["a.md"]),
        (f'x "bash -lc \\\\\\"cat {BASE}/a.md\\\\\\""', ["a.md"]),
        (f'x "bash -lc \\"cat \\\\\\"{BASE}/a b.md\\\\\\"\\""', ["a b.md"]),
        (f"cat /srv/x{BASE}/a.md", []),
        ("cat .claude/skills/sweep/a.md", []),
        ("cat /opt/.claude/skills/sweep/a.md", []),
        ("", []),
    ],
)
def test_files_that_a_command_names(text: str, named: list[str]) -> None:
    assert list(paths.named(text, BASE)) == named


@pytest.mark.parametrize(
    "text",
    [
        r"type C:\Users\ann\.claude\skills\sweep\sub\a.md",
        r"cat C:/Users/ann/.claude/skills/sweep/sub/a.md",
        r"cat /c/Users/ann/.claude/skills/sweep/sub/a.md",
        r"cat ~/.claude/skills/sweep/sub/a.md",
        r"gc $env:USERPROFILE\.claude\skills\sweep\sub\a.md",
        r'cmd /c "type \"C:\Users\ann\.claude\skills\sweep\sub\a.md\""',
        r"dir ~\.claude\skills\sweep\b\ /s & type ~\.claude\skills\sweep\sub\a.md",
    ],
)
def test_files_of_windows(text: str) -> None:
    assert list(paths.named(text, r"C:\Users\ann\.claude\skills\sweep")) == ["sub/a.md"]


@pytest.mark.parametrize(
    ("path", "below"),
    [
        (f"{BASE}/sub/a b.md", "sub/a b.md"),
        ("~/.claude/skills/sweep/a.md", "a.md"),
        (BASE, None),
        (f"{BASE}x/a.md", None),
        ("a.md", None),
        ("", None),
    ],
)
def test_a_path_below_a_folder(path: str, below: str | None) -> None:
    assert paths.below(path, BASE) == below


@pytest.mark.parametrize(
    ("command", "read"),
    [
        ("cat a b", ["a", "b"]),
        ("ls a; cat b", ["b"]),
        ("git show HEAD:a | head -n 3", ["-n", "3"]),
        ("FOO=1 sudo cat a", ["a"]),
        ("if test -f a; then cat b; fi", ["b"]),
        ("/usr/bin/sed -n '1,9p' 'a b'", ["-n", "1,9p", "a b"]),
        ("sed -i s/a/b/ a", []),
        ("cat a > b", ["a"]),
        ("cat < a", ["a"]),
        ("cat a && git add b", ["a"]),
        ("for f in a b; do cat $f; done", ["f", "in", "a", "b", "$f"]),
        ("for f in a b; do git add $f; done", []),
        ('cat "a', ['"', "a"]),
        ("cat 'it'\"'\"'s'", ["it's"]),
        (r"cat a\ b", ["a b"]),
        (r"type C:\dir\a.md", [r"C:\dir\a.md"]),
        ("Get-Content -Raw a", ["-Raw", "a"]),
        ("cat $(ls a)", ["$"]),
        ("bash -lc 'cat a; ls b'", ["a"]),
        ("pwsh -NoProfile -Command \"type 'a b'\"", ["a b"]),
        ("bash a", []),
        ("printf '%s' a b | xargs -n1 sed -n 1,9p", ["%s", "a", "b", "-n1", "sed", "-n", "1,9p"]),
        ("printf a | xargs git add", []),
        ("x" * 30_000 + "; cat a", []),
        ("tee a <<'EOF'\ncat b\nEOF\ncat c", ["c"]),
        ("python - <<EOF\ncat b", []),
        ("cat <<<EOF\ncat b", ["EOF", "b"]),
        ("cat a; cat a a", ["a", "a"]),
        ("echo a; cat a", ["a"]),
        ("wc -l a && test -f a && cat a", ["a"]),
        ("for f in a; do head $f; tail $f; done", ["f", "in", "a", "$f", "$f"]),
        (r'bash -lc "cat \"a b\""', ["a b"]),
        ("timeout 10 sed a", ["a"]),
        ("nice -n 5 cat a", ["a"]),
        ("sudo -u ann cat a", ["a"]),
        ("rtk cat a", ["a"]),
        ("timeout 10s sed -i s/a/b/ a", []),
        ("timeout 10 grep x a", []),
        ("git diff a", []),
        ("grep -n cat a", []),
        ("rg head a", []),
        ("ssh -t cat a", []),
        ("ssh host cat a", []),
        ("docker exec box cat a", []),
        ("echo cat a", []),
        ("# cat a", []),
        ("echo $((1<<20))\ncat b", ["$", "b"]),
        ("", []),
    ],
)
def test_what_a_command_reads(command: str, read: list[str]) -> None:
    assert list(shell.reads(command)) == read


@pytest.mark.parametrize(
    ("command", "written"),
    [
        ("cat > a <<EOF\nx\nEOF", ["a"]),
        ("echo x >> 'a b' 2>&1", ["a b"]),
        ("ls | tee a", ["a"]),
        ("sed -i.bak s/a/b/ a", ["-i.bak", "s/a/b/", "a"]),
        ("perl -pi -e 1 a", ["-pi", "-e", "1", "a"]),
        ("perl -Mstrict -Ilib -ne 1 a; sed -n -e 1i b > c", ["c"]),
        ("cat a", []),
        ("sed -n 1p a", []),
        ("bash -c 'echo x > a' > b", ["a", "b"]),
        ("apply_patch <<'E'\n*** Update File: a b.md \n x > y\n*** End Patch\nE", ["a b.md"]),
        ("*** Add File: a\n*** Delete File: b\n*** Move to: c", ["a", "b", "c"]),
    ],
)
def test_what_a_command_writes(command: str, written: list[str]) -> None:
    assert list(shell.writes(command)) == written


@pytest.mark.parametrize(
    ("command", "listed"),
    [
        ("ls -la a b/; cat c", ["-la", "a", "b/"]),
        ("cd a && find b -type f", ["a", "b", "-type", "f"]),
        ("bash -lc 'tree a'", ["a"]),
        ("rg ls a", []),
        ("cat a", []),
    ],
)
def test_what_a_command_lists(command: str, listed: list[str]) -> None:
    assert list(shell.listed(command)) == listed
