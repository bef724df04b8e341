# What programs in Python do that others do not.
import json
import multiprocessing
import sys
import time


def nan():
    print(json.dumps({'loss': float('nan')}))


def infinite():
    print(json.dumps({'loss': 1.0, 'norm': float('-inf')}))


def memory():
    return bytearray(1 << 60)


def traceback():
    return {}['missing']


def workers():
    with multiprocessing.Pool(2) as pool:
        print(json.dumps({'loss': sum(pool.map(abs, [-1, -2]))}), flush=True)


def hanging_workers():
    children = [multiprocessing.Process(target=time.sleep, args=(1000,)) for _ in range(2)]
    for child in children:
        child.start()
    print(json.dumps({'pids': [child.pid for child in children]}), flush=True)
    time.sleep(1000)


if __name__ == '__main__':
    globals()[sys.argv[1]]()
