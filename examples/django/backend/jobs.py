"""
What each path of schedules.yaml runs: in the request, or `in_background`, which is answered 202 and done by
`manage.py run_cron_jobs`.
"""

from cron_jobs.jobs import Job, WholeNumber

ELECTIONS = "uk_create_elections_from_every_election"
PARTIES = "parties_import_from_ec"

hours = WholeNumber(option="recently_updated_delta", unit="hours", minimum=1, maximum=168, default=24)

JOBS = (
    Job("every5min", "cron/ee-recent", ELECTIONS, {"recently_updated": True}),
    Job("partiesImport", "cron/parties-import", PARTIES, {"post_to_slack": True}, in_background=True),
    Job("checkCurrent", "cron/check-current", ELECTIONS, {"check_current": True}),
    Job("mopDelta", "cron/mop-recent", ELECTIONS, {"recently_updated": True}, query={"delta": hours}),
)
