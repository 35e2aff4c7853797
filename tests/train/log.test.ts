import { expect, it } from 'vitest';
import { Log } from '../../src/train/log.ts';

it('a step that was refused before any other has no numbers, and those after it keep theirs', () => {
  const log = new Log(['distance']);
  const row = { loss: 1, gradientNorm: 2, clippedGradientNorm: 2, stepSize: 0.1 };
  log.append({ ...row, loss: NaN, terms: {}, measures: {} }, null);
  log.append({ ...row, terms: { come: 1 }, measures: { distance: 0.5 } }, null);
  const { terms, measures, loss } = log.history;
  expect([terms.come, measures.distance, loss]).toEqual([
    Float64Array.of(NaN, 1),
    Float64Array.of(NaN, 0.5),
    Float64Array.of(NaN, 1),
  ]);
});
