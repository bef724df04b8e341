/** Hyperparameters of RL-Zoo for Stable-Baselines3's PPO on CartPole-v1; also what `npm run bench:rl` measures. */
export const CART_POLE = {
  envs: 8,
  totalSteps: 100_000,
  rolloutSteps: 32,
  batchSize: 256,
  epochs: 20,
  gamma: 0.98,
  gaeLambda: 0.8,
  entropy: 0,
  clipValue: false,
  learningRate: { from: 1e-3, to: 0 },
  clip: { from: 0.2, to: 0 },
}

/** RL-Zoo's for Acrobot-v1, with minibatches of 512 for its 64, which need fewer calls of the backend, and a larger learning rate. */
export const ACROBOT = {
  envs: 16,
  totalSteps: 200_000,
  rolloutSteps: 256,
  batchSize: 512,
  epochs: 4,
  gamma: 0.99,
  gaeLambda: 0.94,
  entropy: 0,
  clipValue: false,
  learningRate: 1e-3,
}

/** Pendulum-v1: RL-Zoo's for Stable-Baselines3, but for its state-dependent exploration, and with minibatches of 256 for its 64. */
export const PENDULUM = {
  envs: 4,
  totalSteps: 150_000,
  rolloutSteps: 1024,
  batchSize: 256,
  epochs: 10,
  gamma: 0.9,
  gaeLambda: 0.95,
  entropy: 0,
  clipValue: false,
  learningRate: 1e-3,
}
