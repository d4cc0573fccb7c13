"""Writing what a source says, so that doing it twice is doing it once."""

from __future__ import annotations

from typing import Any, Dict, Iterable, Type

from django.db import models, transaction

from .models import Import


def upsert(
    model: Type[models.Model], unique_field: str, rows: Iterable[Dict[str, Any]], command: str
) -> Import:
    """
    Adds the rows that are not there, changes those that differ, and notes the import: all of it or nothing.
    """
    added = changed = unchanged = 0
    with transaction.atomic():
        # First, because SQLite wants a transaction that writes to begin with it.
        note = Import.objects.create(command=command)
        for row in rows:
            known = model._default_manager.filter(**{unique_field: row[unique_field]}).first()
            if known is None:
                model._default_manager.create(**row)
                added += 1
            elif any(
                model._meta.get_field(name).to_python(value) != getattr(known, name)
                for name, value in row.items()
            ):
                model._default_manager.filter(pk=known.pk).update(**row)
                changed += 1
            else:
                unchanged += 1
        note.result = f"{added} added, {changed} changed, {unchanged} unchanged"
        note.save()
    return note
