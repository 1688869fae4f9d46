"""The command line ``idos-p2p``: the same services as the window, for scripts, tests and the always-on peer."""
