from django.apps import AppConfig


class Jobs(AppConfig):
    name = "web.jobs"
    label = "jobs"
    verbose_name = "Việc đang chạy"
