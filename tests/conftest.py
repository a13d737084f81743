"""Settings that every test shares."""

import os

# Before anything imports numba: enough threads to compare one with two, few enough to share a
# machine with the other test processes.
os.environ.setdefault("NUMBA_NUM_THREADS", "2")
# Thousands of small fits: threads of linear algebra only get into each other's way.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

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
