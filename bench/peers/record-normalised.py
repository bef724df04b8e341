"""Records what Gymnasium's normalising wrappers make of an episode of Pendulum and the start of a second one, for the tests of ours.

    python bench/peers/record-normalised.py test/env/wrappers/normalised.json

Needs `pip install gymnasium`. The reward is normalised with gamma 0.9; an episode has 25 steps here.
"""

import json
import random
import sys
from pathlib import Path

import gymnasium as gym
from gymnasium.wrappers import NormalizeObservation, NormalizeReward


class Record(gym.Wrapper):
    """Keeps the last plain observation and reward, and terminates where an episode is truncated."""

    def reset(self, **options):
        self.plain, info = self.env.reset(**options)
        return self.plain, info

    def step(self, action):
        self.plain, self.reward, terminated, truncated, info = self.env.step(action)
        return self.plain, self.reward, truncated, False, info


inner = Record(gym.make("Pendulum-v1", max_episode_steps=25))
env = NormalizeObservation(NormalizeReward(inner, gamma=0.9))
random.seed(1)
rows = []
for episode in range(2):
    observation, _ = env.reset(seed=episode)
    rows.append({"plain": inner.plain.tolist(), "normalised": observation.tolist()})
    terminated = False
    while not terminated and len(rows) < 40:
        observation, reward, terminated, _, _ = env.step([random.uniform(-2, 2)])
        rows.append(
            {
                "plain": inner.plain.tolist(),
                "normalised": observation.tolist(),
                "reward": float(inner.reward),
                "normalisedReward": float(reward),
                "terminated": terminated,
            }
        )
Path(sys.argv[1]).write_text(json.dumps({"source": f"gymnasium {gym.__version__}", "rows": rows}) + "\n")
