"""Records episodes of Gymnasium's classic control tasks, for the tests of ours.

    python bench/peers/record-trajectories.py test/env/reference/trajectories

Needs `pip install gymnasium`. Actions are random with a fixed seed, but for one episode of each task that an action pattern takes to its end.
"""

import json
import random
import sys
from pathlib import Path

import gymnasium as gym

TASKS = {
    "cart-pole": ("CartPole-v1", lambda n: random.randrange(2), lambda n, o: int(o[2] + 0.5 * o[3] + 0.05 * o[1] > 0)),
    "acrobot": ("Acrobot-v1", lambda n: random.randrange(3), lambda n, o: 2 if o[5] > 0 else 0),
    "pendulum": ("Pendulum-v1", lambda n: [random.uniform(-2.5, 2.5)], lambda n, o: [2.0 if o[2] > 0 else -2.0]),
}


def record(name, act, seed):
    env = gym.make(name)
    observation, _ = env.reset(seed=seed)
    inner = env.unwrapped
    episode = {"state": [float(x) for x in inner.state], "first": [float(x) for x in observation], "steps": []}
    for n in range(1000):
        action = act(n, observation)
        given = gym.spaces.utils.np.asarray(action, dtype="float32") if isinstance(action, list) else action
        observation, reward, terminated, truncated, _ = env.step(given)
        taken = [float(x) for x in given] if isinstance(action, list) else [action]
        # An episode of 500 steps is kept by every tenth step: the states depend on all before.
        episode["steps"].append([taken, [float(x) for x in observation], float(reward), terminated, truncated])
        if terminated or truncated:
            break
    return episode


def thinned(episode):
    steps = episode["steps"]
    sparse = len(steps) > 100
    for n, step in enumerate(steps):
        if sparse and n % 10 and n != len(steps) - 1:
            step[1] = None
    return episode


random.seed(1)
folder = Path(sys.argv[1])
for file, (name, by_chance, by_plan) in TASKS.items():
    episodes = [record(name, lambda n, o: by_chance(n), seed) for seed in (1, 2)] + [record(name, by_plan, 3)]
    text = json.dumps({"source": f"{name}, gymnasium {gym.__version__}", "episodes": [thinned(e) for e in episodes]})
    (folder / f"{file}.json").write_text(text + "\n")
    print(file, [(len(e["steps"]), e["steps"][-1][3:]) for e in episodes], len(text), "bytes")
