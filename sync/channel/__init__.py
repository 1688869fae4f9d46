"""From a TCP connection to a proven peer: knock, TLS 1.3, mutual proof bound to the certificate."""
