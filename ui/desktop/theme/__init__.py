"""How the window looks: one table of tokens, from which the palette, the style sheet, fonts and icons are made."""
