"""Forces and policing bodies, their names, overseers and members by date."""
