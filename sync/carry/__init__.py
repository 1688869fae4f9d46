"""Meeting without a network: what one computer holds, in a file that a USB key takes to another (BUNDLE.md)."""
