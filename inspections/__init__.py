"""What the inspectorate published and found."""
