"""Addresses of inspections and findings."""

from django.urls import path

from inspections import views

app_name = "inspections"
urlpatterns = [
    path("inspections/", views.index, name="inspection-list"),
    path("inspections/new/", views.new, name="inspection-new"),
    path("inspections/<int:pk>/", views.detail, name="inspection-detail"),
    path("inspections/<int:pk>/edit/", views.edit, name="inspection-edit"),
    path("inspections/<int:pk>/history/", views.history_of_inspection, name="inspection-history"),
    path("inspections/<int:pk>/findings/new/", views.new_finding, name="finding-new"),
    path("findings/<int:pk>/edit/", views.edit_finding, name="finding-edit"),
    path("findings/<int:pk>/history/", views.history_of_finding, name="finding-history"),
    path("findings/<int:pk>/earlier/", views.link, name="finding-link"),
]
