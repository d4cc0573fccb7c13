from django.urls import path

from .jobs import all_jobs
from .views import health, job_view

urlpatterns = [path("health", health), *(path(job.path, job_view(job)) for job in all_jobs())]
