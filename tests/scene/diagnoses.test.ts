/** @file The doctor on experiments that are made wrong by known means, and on sound ones: a few of each, or as many as asked for. */
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

/** Whether more is asked for than the tests have by themselves: then all of it is printed. */
const isBattery = process.env.TEST_CASES !== undefined;

const isRight = ({ label, named, helped }: Outcome): boolean => named === label && (label === 'healthy' || helped);

describe('a doctor', () => {
  it('names what was made wrong first, with a remedy that helps, and has nothing to say of what is sound', async () => {
    const outcomes: Outcome[] = [];
    for (const label of labels)
      for (let seed = 0; seed < testCases(label === 'healthy' ? 4 : 1); seed++) {
        const outcome = await diagnosed(label, testSeed + seed);
        outcomes.push(outcome);
        if (isBattery && !isRight(outcome)) console.log(complaintOf(outcome));
      }
    if (isBattery) console.log(`\n${confusionMatrix(outcomes)}`);
    const { faults, detected, right, helped, falseAlarms } = verdictOf(outcomes);
    expect(detected).toBe(faults);
    expect(right / faults).toBeGreaterThanOrEqual(0.95);
    expect(helped / faults).toBeGreaterThanOrEqual(0.95);
    expect(falseAlarms).toBeLessThanOrEqual(isBattery ? 1 : 0);
  });
});
