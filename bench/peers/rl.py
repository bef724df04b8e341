"""Stable-Baselines3's PPO on CartPole-v1 with RL-Zoo's hyperparameters, for bench/rl.ts to stand beside.

Prints a JSON object: environment steps a second (environments, rollouts and updates; imports and a first small training not).
Needs a virtual environment with `pip install stable-baselines3`; run as `python rl.py STEPS`.
"""

import json
import sys
import time

import stable_baselines3
from stable_baselines3 import PPO
from stable_baselines3.common.env_util import make_vec_env

ENVS, ROLLOUT = 8, 32


def train(steps):
    # Linear to 0, as SB3's linear_schedule has it.
    model = PPO(
        "MlpPolicy",
        make_vec_env("CartPole-v1", n_envs=ENVS),
        n_steps=ROLLOUT,
        batch_size=256,
        gae_lambda=0.8,
        gamma=0.98,
        n_epochs=20,
        ent_coef=0.0,
        learning_rate=lambda left: left * 1e-3,
        clip_range=lambda left: left * 0.2,
        device="cpu",
        verbose=0,
    )
    model.learn(total_timesteps=steps)


train(4 * ENVS * ROLLOUT)
begin = time.perf_counter()
steps = int(sys.argv[1])
train(steps)
seconds = time.perf_counter() - begin
updates = -(-steps // (ENVS * ROLLOUT))
print(json.dumps({"stepsPerSecond": updates * ENVS * ROLLOUT / seconds, "version": stable_baselines3.__version__}))
