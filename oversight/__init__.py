"""The Oversight portal: the project and what every app stands on."""
