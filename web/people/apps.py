from django.apps import AppConfig


class People(AppConfig):
    name = "web.people"
    label = "people"
    verbose_name = "Người dùng"
