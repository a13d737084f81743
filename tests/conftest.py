"""Settings that every test shares."""

import os
from typing import Any

# Before anything imports numba: enough threads to compare one with two, few enough to share a
# machine with the other test processes.
os.environ.setdefault("NUMBA_NUM_THREADS", "2")
# Thousands of small fits: threads of linear algebra only get into each other's way.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile(
    "ci",
    derandomize=True,
    database=None,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


TOGETHER = frozenset(
    [
        "tests/app/test_server.py",
        "tests/history/test_backtest.py",
        "tests/reading/test_scores.py",
        "tests/report/test_report_page.py",
    ]
)
"""Files whose tests share something that takes long to make, and so run in one process."""


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Deal the tests out one by one, but for the files that stay together."""
    from xdist.scheduler import LoadScopeScheduling

    class Scheduling(LoadScopeScheduling):  # type: ignore[misc]
        def _split_scope(self, nodeid: str) -> str:
            file = nodeid.partition("::")[0]
            return file if file in TOGETHER else nodeid

    return Scheduling(config, log)
