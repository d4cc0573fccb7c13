from django.apps import AppConfig


class CronJobsConfig(AppConfig):
    name = "cron_jobs"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Cron jobs"

    def ready(self) -> None:
        from . import system_checks  # noqa: F401 (registers them)
