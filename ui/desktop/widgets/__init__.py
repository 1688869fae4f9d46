"""The small parts every screen is made of. They show; they decide nothing."""
