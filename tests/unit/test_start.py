"""What is imported, and when: a build that finds its candidate there pays for no step that it does not take."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from flows import ahead

ROOT = Path(__file__).parents[2]
#: What only a step needs that such a build does not take.
OF_STEPS = ("scipy", "highspy", "jinja2", "weasyprint", "great_expectations", "pandas", "rich", "flows.protection")


def printed(program: str) -> str:
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stderr == ""
    return done.stdout.strip()


def test_the_plan_of_a_build_needs_nothing_of_its_steps() -> None:
    program = f"import sys, flows.build, flows.commands.showing; print(sorted({{*{OF_STEPS}}} & sys.modules.keys()))"
    assert printed(program) == "[]"


def test_help_needs_none_of_the_large_libraries() -> None:
    program = "import sys, flows.cli; print(sorted({'polars', 'duckdb', 'pyarrow', 'pydantic'} & sys.modules.keys()))"
    assert printed(program) == "[]"


def test_what_takes_long_is_there_after_the_thread_and_told_to_tell_nobody_anything() -> None:
    program = (
        "import os, sys; from flows import ahead; ahead.begin().join(); "
        "print('great_expectations' in sys.modules, 'vl_convert' in sys.modules, os.environ['GX_ANALYTICS_ENABLED'])"
    )
    assert printed(program) == "True True false"


def test_what_cannot_be_imported_is_said_by_who_needs_it_only(monkeypatch, capfd) -> None:
    for name in ("pandas", "vl_convert", "expectations.duckdb_source"):
        monkeypatch.setitem(sys.modules, name, None)
    thread = ahead.begin()
    thread.join()
    assert not thread.daemon
    assert capfd.readouterr() == ("", "")
