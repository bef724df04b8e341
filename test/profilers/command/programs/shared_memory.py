# 200 MB that three forked processes share and only read.
import json
import os
import time

block = bytearray(b'x') * 200_000_000
children = []
for _ in range(3):
    pid = os.fork()
    if pid == 0:
        time.sleep(2)
        os._exit(0)
    children.append(pid)
time.sleep(1)
for pid in children:
    os.kill(pid, 9)
    os.waitpid(pid, 0)
print(json.dumps({'loss': block[7]}))
