/** @file A dense layer n -> n of all members, again and again: forward, and its gradients by the input and by the weights. */
export const members = 256;

/** Multiply-adds of a member in a call, and steps at least: enough for the calls' own cost to vanish, as in a rollout. */
const workOfMember = 131_072;

export const stepsOf = (n) => Math.max(16, Math.round(workOfMember / (n * n)));

/** Numbers that every subject makes for itself, exact in float32. */
export const number = (i) => (((i * 7919 + 13) % 1021) - 510) / 1024;

/** Weights [in, out], so scaled (by a power of two) that a chain of layers neither grows nor vanishes beyond float32. */
export const weightScale = (n) => 2 ** -Math.round(Math.log2(0.29 * Math.sqrt(n)));

export const weights = (n) => Float64Array.from({ length: n * n }, (_, i) => number(i) * weightScale(n));

/** data[k * members + member]. */
export const activations = (n) => Float64Array.from({ length: n * members }, (_, i) => number(3 * i + 1));
