"""Letters owed: the planner finds them, the outbox sends them."""
