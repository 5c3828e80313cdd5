from __future__ import annotations

from opensna.core import errors
from opensna.core.errors import OpenSNAError, UnknownIdError


def _tree(kind: type[OpenSNAError]) -> set[type[OpenSNAError]]:
    return {kind}.union(*(_tree(child) for child in kind.__subclasses__()))


def test_every_error_is_drawn_in_the_tree_with_its_exit_code() -> None:
    drawing = errors.__doc__ or ""
    for kind in _tree(OpenSNAError):
        assert kind.__name__ in drawing


def test_every_error_has_a_code_of_its_own() -> None:
    codes = [kind.code for kind in _tree(OpenSNAError)]
    assert len(codes) == len(set(codes))


def test_an_unknown_id_names_the_nearest() -> None:
    error = UnknownIdError.of(
        "measure", "mps_personal_robery", ["mps_personal_robbery", *(f"mps_{i}" for i in range(12))]
    )
    assert "did you mean: mps_personal_robbery" in error.message
    assert "do this: list them with: opensna measures" in error.message
