"""Training: invented people who answer as they are spoken to, what a room reads in them, and what is told after."""
