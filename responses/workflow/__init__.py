"""What people do to the models: verbs that check, change, and write their own history and letters."""
