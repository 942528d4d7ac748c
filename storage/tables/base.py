"""What all tables share: the metadata and the column types that differ between the two databases."""

from datetime import UTC, datetime
from typing import Any, TypeAlias

from sqlalchemy import JSON, BigInteger, Column, DateTime, Dialect, Integer, MetaData, Row, String, TypeDecorator
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeEngine
from typing_extensions import override

from tickets.times import instant, iso

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

BigId = BigInteger().with_variant(Integer(), "sqlite")
"""SQLite numbers rows by itself only where the column is its INTEGER PRIMARY KEY."""

Json = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


AnyRow: TypeAlias = Row[*tuple[Any, ...]]


class Instant(TypeDecorator[datetime]):
    """A moment: aware in, aware and UTC out. On SQLite as text that sorts by time."""

    impl = DateTime(timezone=True)
    cache_ok = True

    @override
    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(String(32) if dialect.name == "sqlite" else DateTime(timezone=True))

    @override
    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a moment without a zone: {value}")
        return iso(value) if dialect.name == "sqlite" else value

    @override
    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return instant(value) if isinstance(value, str) else value.astimezone(UTC)


def id_column() -> Column[int]:
    """A row's own number."""
    return Column("id", BigId, primary_key=True)


def street_column() -> Column[str]:
    """The street a row belongs to, where known: what the growing tables would be partitioned by."""
    return Column("street", String, nullable=True)
