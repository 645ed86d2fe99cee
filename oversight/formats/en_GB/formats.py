"""As everywhere in the portal: 1 March 2025, and hours from 0 to 24 as in the record of a row."""

DATE_FORMAT = "j F Y"
DATETIME_FORMAT = "j F Y, H:i"
