"""Makes a table of the registry: the parameters of its transform name what it is made from."""

from __future__ import annotations

from importlib import import_module
from inspect import signature
from typing import TYPE_CHECKING, Any

from warehouse import tables

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

    from warehouse.registry.model import Mart


def make(mart: Mart, at_hand: Mapping[str, Any]) -> pl.DataFrame:
    """A mart or fact table from what is at hand by name, as the registry declares it.

    Raises:
        KeyError: its transform asks for something that is not at hand.
    """
    module, _, function = mart.made_by.rpartition(".")
    transform = getattr(import_module(f"transforms.{module}"), function)
    return tables.conform(transform(**{name: at_hand[name] for name in signature(transform).parameters}), mart)
