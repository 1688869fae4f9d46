"""How people use a cell: the command line and the window. Every sentence a person reads is here."""
