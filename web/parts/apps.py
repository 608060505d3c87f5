from django.apps import AppConfig


class Parts(AppConfig):
    name = "web.parts"
    label = "parts"
