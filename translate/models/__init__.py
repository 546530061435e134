"""Which models are on this machine: find the one to use, fetch, check and remove them."""

from translate.engines.folder import Model
from translate.engines.golden import GoldenResult
from translate.errors import HubError
from translate.models.download import pull_model
from translate.models.finding import (
    AUTO,
    BUILTIN,
    PREFERRED,
    StoredModel,
    find_builtin,
    find_model,
    list_models,
    remove_model,
    test_model,
    verify_model,
)

__all__ = [
    "AUTO",
    "BUILTIN",
    "PREFERRED",
    "GoldenResult",
    "HubError",
    "Model",
    "StoredModel",
    "find_builtin",
    "find_model",
    "list_models",
    "pull_model",
    "remove_model",
    "test_model",
    "verify_model",
]
