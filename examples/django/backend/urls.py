from django.urls import include, path

handler404 = "cron_jobs.views.not_found"
handler500 = "cron_jobs.views.server_error"

urlpatterns = [path("", include("cron_jobs.urls"))]
