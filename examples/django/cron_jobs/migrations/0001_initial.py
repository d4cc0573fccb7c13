from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="CommandLock",
            fields=[
                ("holder", models.CharField(max_length=32)),
                ("lease_until", models.DateTimeField()),
                ("command", models.CharField(max_length=200, primary_key=True, serialize=False)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CronRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("holder", models.CharField(max_length=32)),
                ("lease_until", models.DateTimeField()),
                ("key", models.CharField(max_length=255)),
                ("is_dry_run", models.BooleanField(default=False)),
                ("fingerprint", models.CharField(max_length=64)),
                ("job", models.CharField(max_length=200)),
                ("options", models.JSONField(default=dict)),
                ("correlation_id", models.CharField(blank=True, max_length=128)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("running", "Running"),
                            ("queued", "Queued"),
                            ("succeeded", "Succeeded"),
                            ("failed", "Failed"),
                        ],
                        max_length=10,
                    ),
                ),
                ("in_background", models.BooleanField(default=False)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("answer_status", models.PositiveSmallIntegerField(null=True)),
                ("answer_body", models.JSONField(null=True)),
                ("message", models.TextField(blank=True)),
                ("created_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(null=True)),
                ("report_at", models.DateTimeField(null=True)),
                ("reports_sent", models.PositiveSmallIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="RequestCount",
            fields=[
                ("job", models.CharField(max_length=200, primary_key=True, serialize=False)),
                ("since", models.DateTimeField()),
                ("count", models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.AddIndex(
            model_name="cronrun",
            index=models.Index(fields=["state", "created_at"], name="cron_run_work"),
        ),
        migrations.AddIndex(
            model_name="cronrun",
            index=models.Index(fields=["report_at"], name="cron_run_report"),
        ),
        migrations.AddConstraint(
            model_name="cronrun",
            constraint=models.UniqueConstraint(fields=("key", "is_dry_run"), name="cron_run_key"),
        ),
    ]
