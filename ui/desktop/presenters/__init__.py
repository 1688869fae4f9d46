"""What each screen shows, decided without Qt: frozen view states made of sentences, ready to draw."""
