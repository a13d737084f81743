"""JSON Schemas of the input files, generated from the model that checks them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import Field, create_model

from jobone.core.validation import Row
from jobone.evidence.schema import AssumptionRow, ClaimRow, SourceRow, VoiceRow
from jobone.programme.schema import (
    ChannelRow,
    DemandRow,
    GateRow,
    LeverRow,
    ModelRow,
    PartRow,
    PlantRow,
    ProgrammeRow,
    ShockRow,
    SupplyRow,
    TargetRow,
    TeamRow,
)

__all__ = ["json_schemas"]

_EVIDENCE: Mapping[str, type[Row]] = {
    "source": SourceRow,
    "voice": VoiceRow,
    "claim": ClaimRow,
    "assumption": AssumptionRow,
}
_PROGRAMME: Mapping[str, type[Row]] = {
    "gate": GateRow,
    "shock": ShockRow,
    "team": TeamRow,
    "model": ModelRow,
    "plant": PlantRow,
    "supply": SupplyRow,
    "demand": DemandRow,
    "channel": ChannelRow,
    "target": TargetRow,
    "lever": LeverRow,
    "part": PartRow,
}
_DIALECT = "http://json-schema.org/draft-07/schema#"


def _file(name: str, tables: Mapping[str, type[Row]], **more: Any) -> dict[str, Any]:
    arrays: dict[str, Any] = {
        key: (tuple[row, ...], Field(default=(), description=(row.__doc__ or "").strip()))  # type: ignore[valid-type]
        for key, row in tables.items()
    }
    model = create_model(name, __base__=Row, **more, **arrays)
    schema = model.model_json_schema()
    return {"$schema": _DIALECT, **schema, "title": f"{name}.toml of a Jobone programme"}


def json_schemas() -> dict[str, dict[str, Any]]:
    """Return the schema of each input file, by the name of the file without ending.

    Editors that know TOML schemas complete and check the files with them.
    """
    header: dict[str, Any] = {
        "format": (int, Field(ge=1, le=1, description="Version of the folder format.")),
        "programme": (ProgrammeRow, Field(description="The programme as a whole.")),
        "map": (
            dict[str, dict[str, str]],
            Field(
                default={},
                description="By predicate: the path that a subject of articles means; "
                "an empty text leaves it out.",
            ),
        ),
    }
    return {
        "programme": _file("programme", {**_PROGRAMME, **_EVIDENCE}, **header),
        "sources": _file("sources", {key: _EVIDENCE[key] for key in ("source", "voice")}),
        "claims": _file("claims", {"claim": ClaimRow}),
        "assumptions": _file("assumptions", {"assumption": AssumptionRow}),
    }
