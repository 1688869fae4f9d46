"""Has the process of ``starter`` run ``idos-p2p`` with this process's streams: for stories told by a shell script.

python -SE asking.py SOCKET WORDS…
"""

from __future__ import annotations

import json
import os
import socket
import sys

with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as asked:
    asked.connect(sys.argv[1])
    ask = json.dumps({"words": sys.argv[2:], "environment": dict(os.environ)}).encode()
    socket.send_fds(asked, [ask], [0, 1, 2])
    for handle in socket.recv_fds(asked, 1, 1)[1]:
        os.close(handle)
    code = int(asked.recv(16))
sys.exit(code)
