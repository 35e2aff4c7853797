/** @file The doctor on experiments that are made wrong by known means, and on sound ones. */
import { appendFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  complaintOf,
  confusionMatrix,
  diagnosed,
  labels,
  type Outcome,
  verdictOf,
} from '../support/diagnoses/confusion.ts';
import { testCases, testSeed } from '../support/random.ts';

describe('a doctor', () => {
  it('names what was made wrong first, with a remedy that helps, and has nothing to say of what is sound', async () => {
    const outcomes: Outcome[] = [];
    const isBattery = process.env.TEST_CASES !== undefined;
    for (const label of labels)
      for (let seed = 0; seed < testCases(label === 'healthy' ? 4 : 1); seed++) {
        const outcome = await diagnosed(label, testSeed + seed);
        outcomes.push(outcome);
        const isRight = outcome.named === label && (label === 'healthy' || outcome.helped);
        if (isBattery && !isRight) console.log(complaintOf(outcome));
        if (process.env.SAY)
          appendFileSync(
            process.env.SAY,
            `${isRight ? 'ok' : 'WRONG'} ${label} ${seed} ${outcome.seconds.toFixed(1)}\n${isRight ? '' : complaintOf(outcome) + '\n'}`,
          );
      }
    if (isBattery) console.log(`\n${confusionMatrix(outcomes)}`);
    const { faults, detected, right, helped, falseAlarms } = verdictOf(outcomes);
    expect(detected).toBe(faults);
    expect(right / faults).toBeGreaterThanOrEqual(0.95);
    expect(helped / faults).toBeGreaterThanOrEqual(0.95);
    expect(falseAlarms).toBeLessThanOrEqual(1);
  });
});
