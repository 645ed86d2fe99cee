"""PostgreSQL, Valkey and a letter box for a machine without services."""
