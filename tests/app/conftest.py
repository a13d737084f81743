"""One small programme, loaded once, and the application that serves it."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

pytest.importorskip("fastapi", reason="the extra 'app' is not installed")

from starlette.testclient import TestClient

from jobone.app.answers import Draws
from jobone.app.server import make_app
from jobone.app.state import span_of
from jobone.app.study import Study
from jobone.app.work import Desk
from jobone.history.loading import reference_history
from jobone.history.outside import Past
from jobone.outlook.priors import with_past
from jobone.programme.loading import load_folder
from tests import folders

DAY = date(2032, 12, 31)
TODAY = date(2033, 1, 2)
HOST = "127.0.0.1:8000"
PATHS, SEED = 400, 7
NAMEPLATE = "plant.north.phase-1.nameplate"
BUILDING = "gate.plant-ready.takes"

SCRIPT = "<script>document.title='taken'</script>"
IMAGE = '"><img src=x onerror="document.title=\'taken\'">'
FORMULA = "=HYPERLINK(1)"

SOURCES = folders.source("times", date(2032, 4, 1), publisher="The Times") + folders.source(
    "sheet", date(2032, 4, 2), publisher=FORMULA
)
CLAIMS = folders.claim(
    "smaller",
    NAMEPLATE,
    100000,
    "times",
    unit="vehicles / year",
    said_by=IMAGE,
    says=f"Only {SCRIPT} cars.",
)
CLAIMS += folders.claim(
    "formula", "plant.north.phase-2.opens", "2034", "sheet", says="@SUM(1), -1."
)
# The assumption building-time settles these two.
CLAIMS += folders.claim("quick", BUILDING, 12, "times", unit="months")
CLAIMS += folders.claim("slow", BUILDING, 30, "gazette", unit="months")


def write(place: Path) -> Path:
    """Aurora Motors with a dispute about its first phase, and words that mean harm."""
    return folders.write_folder(
        place,
        sources="\n".join([folders.SOURCES, SOURCES]),
        claims="\n".join([folders.CLAIMS, CLAIMS]),
    )


def study_of(place: Path, day: date = DAY, paths: int = PATHS) -> Study:
    folder = with_past(load_folder(place), Past(reference_history()))
    return Study(folder, span_of(folder, day), Draws(paths, SEED, threads=1))


@pytest.fixture(scope="session")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("aurora"))


@pytest.fixture(scope="session")
def study(place: Path) -> Study:
    return study_of(place)


@pytest.fixture(scope="session")
def desk() -> Iterator[Desk]:
    desk = Desk()
    yield desk
    desk.close()


@pytest.fixture(scope="session")
def client(study: Study, desk: Desk) -> TestClient:
    return TestClient(
        make_app(study, desk, [HOST], lambda: TODAY),
        base_url=f"http://{HOST}",
        raise_server_exceptions=False,
        follow_redirects=False,
    )
