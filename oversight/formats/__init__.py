"""How dates look where Django formats them itself: in the back office."""
