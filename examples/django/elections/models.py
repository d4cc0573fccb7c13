from django.db import models


class Election(models.Model):
    # As in the source: local.sheffield.2026-05-07.
    slug = models.CharField(max_length=100, unique=True)
    title = models.CharField(max_length=200)
    polling_day = models.DateField()
    current = models.BooleanField()

    def __str__(self) -> str:
        return self.slug


class Party(models.Model):
    # As in the register: PP123.
    ec_id = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=200)

    class Meta:
        verbose_name_plural = "parties"

    def __str__(self) -> str:
        return self.name


class Import(models.Model):
    """One row for each time that an import really ran: the effect that may be there once only."""

    command = models.CharField(max_length=100)
    at = models.DateTimeField(auto_now_add=True)
    result = models.CharField(max_length=200)

    def __str__(self) -> str:
        return f"{self.command}: {self.result}"
