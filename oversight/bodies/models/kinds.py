"""What sorts of forces and policing bodies there are, and what pages call these (R60)."""

from django.db import models


class ForceKind(models.TextChoices):
    TERRITORIAL = "territorial", "Territorial force"
    SPECIAL = "special", "Special force"
    UNIT = "unit", "Collaborative unit"


class PolicingBodyKind(models.TextChoices):
    PCC = "pcc", "Police and Crime Commissioner"
    PFCC = "pfcc", "Police, Fire and Crime Commissioner"
    MAYOR = "mayor", "Mayor"
    MOPAC = "mopac", "Mayor's Office for Policing and Crime"
    COMMON_COUNCIL = "common-council", "Common Council"
    AUTHORITY = "authority", "Police authority"
    COMMITTEE = "committee", "Committee"
    BOARD = "board", "Board"
    MINISTER = "minister", "Minister"


NAMED_FOR_AREA = {PolicingBodyKind.PCC, PolicingBodyKind.PFCC, PolicingBodyKind.MAYOR}
SHORT_TITLES = {
    PolicingBodyKind.PCC: "the Commissioner",
    PolicingBodyKind.PFCC: "the Commissioner",
    PolicingBodyKind.MAYOR: "the Mayor",
    PolicingBodyKind.MOPAC: "the Mayor's Office",
    PolicingBodyKind.COMMON_COUNCIL: "the Police Authority Board",
}
