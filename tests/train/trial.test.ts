import { it } from 'vitest';
import { Training } from '../../src/train/training.ts';
import { smallTraining, smallCourse } from '../support/lessons.ts';
const methods = [
  [{ type: 'bptt', members: 32, learningRate: 0.02, beta2: 0.95, clipNorm: 1, every: 20 }, 60],
  [{ type: 'shac', members: 32, learningRate: 0.02, beta2: 0.95, clipNorm: 1, every: 20, window: 0.2 }, 120],
  [{ type: 'shac', members: 32, learningRate: 0.02, beta2: 0.95, clipNorm: 1, every: 20, window: 0.2, isFinal: true }, 120],
  [{ type: 'cem', candidates: 64, episodes: 8, every: 20 }, 60],
  [{ type: 'es', candidates: 64, episodes: 8, every: 20, learningRate: 0.05 }, 60],
] as const;
it.each(methods)('%j', async (method, iterations) => {
  const job = Training.start(smallCourse(smallTraining(method)));
  const t = performance.now();
  const lines = [];
  for (let i = 0; i < iterations; i++) {
    const p = await job.step();
    if ((i + 1) % 20 === 0) lines.push(`${i + 1} loss ${p.now?.loss.toFixed(4)} success ${p.training?.validation?.success} vloss ${p.training?.validation?.loss.toFixed(4)} refused ${p.training?.refused} crit ${job.history.measures['critic-loss']?.at(-1)?.toFixed(6)} steps ${job.physicsSteps} ${(performance.now() - t).toFixed(0)} ms`);
  }
  console.log(method.type + '\n' + lines.join('\n'));
}, 100000);
