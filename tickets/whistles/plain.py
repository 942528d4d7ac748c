"""Records as JSON holds them, and back: by the types of their fields."""

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from tickets.times import instant, iso

R = TypeVar("R")
Parts = Mapping[str, tuple[type[Any], type[Any]]]


def facts_of(record: Any, parts: Parts) -> dict[str, Any]:
    """The fields of a record; of the fields named in `parts` each thing for itself, as `legs:gongan`."""
    facts: dict[str, Any] = {}
    for f in fields(record):
        value = getattr(record, f.name)
        if f.name in parts:
            facts |= {f"{f.name}:{key}": to_plain(thing) for key, thing in value.items()}
        else:
            facts[f.name] = to_plain(value)
    return facts


def read_facts(kind: Callable[..., R], facts: Mapping[str, Any], parts: Parts) -> R:
    """The opposite of `facts_of`."""
    types: Mapping[str, Any] = _types(kind)
    found: dict[str, Any] = {name: {} for name in parts}
    for name, value in facts.items():
        field, _, key = name.partition(":")
        if field in parts:
            key_kind, held = parts[field]
            found[field][key_kind(key)] = from_plain(held, value)
        else:
            found[field] = from_plain(types[field], value)
    return kind(**found)


def to_plain(value: Any) -> Any:
    """A value without anything that JSON lacks."""
    if isinstance(value, datetime):
        return iso(value)
    if is_dataclass(value):
        return {f.name: to_plain(getattr(value, f.name)) for f in fields(value)}
    return [to_plain(one) for one in value] if isinstance(value, tuple | frozenset) else value


def from_plain(kind: Any, value: Any) -> Any:
    """The value of that type again."""
    if value is None:
        return None
    kind = _inner(kind)
    if get_origin(kind) in {tuple, frozenset}:
        return get_origin(kind)(from_plain(get_args(kind)[0], one) for one in value)
    if kind is datetime:
        return instant(value)
    if isinstance(kind, type) and is_dataclass(kind):
        types = _types(kind)
        return kind(**{name: from_plain(types[name], held) for name, held in value.items()})
    return kind(value)


def _inner(kind: Any) -> Any:
    """What may be None besides is the other thing; an identity is what it is made of."""
    if get_origin(kind) in {Union, UnionType}:
        kind = next(one for one in get_args(kind) if one is not NoneType)
    return getattr(kind, "__supertype__", kind)


@cache
def _types(kind: Any) -> Mapping[str, Any]:
    return get_type_hints(kind)
