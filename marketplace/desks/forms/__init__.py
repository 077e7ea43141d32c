"""What may be typed at the desks."""
