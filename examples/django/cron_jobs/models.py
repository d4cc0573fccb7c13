from django.db import models


class Leased(models.Model):
    """
    Something that one process holds at a time. `holder` is new for each hold, so a process that has lost its
    hold can not be taken for the next one. A holder that dies stops renewing, and after `lease_until` anybody
    may take its place. The clocks of the machines must agree to within a few seconds.
    """

    holder = models.CharField(max_length=32)
    lease_until = models.DateTimeField()

    class Meta:
        abstract = True


class CronRun(Leased):
    """A run that was asked for, by its `Idempotency-Key`: whether it is going, and what was answered."""

    class State(models.TextChoices):
        RUNNING = "running"
        QUEUED = "queued"
        SUCCEEDED = "succeeded"
        FAILED = "failed"

    key = models.CharField(max_length=255)
    # Dry runs are kept apart: what one was answered is never given to a real run.
    is_dry_run = models.BooleanField(default=False)
    # SHA-256 of the method, the path with its query, and the body.
    fingerprint = models.CharField(max_length=64)
    job = models.CharField(max_length=200)
    options = models.JSONField(default=dict)
    correlation_id = models.CharField(max_length=128, blank=True)

    state = models.CharField(max_length=10, choices=State.choices)
    in_background = models.BooleanField(default=False)
    # How often a process of run_cron_jobs has begun it.
    attempts = models.PositiveSmallIntegerField(default=0)
    answer_status = models.PositiveSmallIntegerField(null=True)
    answer_body = models.JSONField(null=True)
    # Why it failed.
    message = models.TextField(blank=True)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    # When the Worker is told, the next time, how this run has ended. Null: there is nothing to tell.
    report_at = models.DateTimeField(null=True)
    reports_sent = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "is_dry_run"], name="cron_run_key")]
        indexes = [
            # What run_cron_jobs asks for every second.
            models.Index(fields=["state", "created_at"], name="cron_run_work"),
            models.Index(fields=["report_at"], name="cron_run_report"),
        ]

    def __str__(self) -> str:
        return f"{self.key} ({'dry run, ' if self.is_dry_run else ''}{self.state})"


class CommandLock(Leased):
    """Held while a command runs; without a holder when none does."""

    command = models.CharField(max_length=200, primary_key=True)

    def __str__(self) -> str:
        return self.command


class RequestCount(models.Model):
    """The requests to a job in the present minute, which began with the first of them."""

    job = models.CharField(max_length=200, primary_key=True)
    since = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.job}: {self.count}"
