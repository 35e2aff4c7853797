/** @file What math notes and tests compare with: relative tolerances that can be switched off to see the true residuals. */
import { comparisons } from '../../src/viewer/sections/notes/checks/compare.ts';
import { testSeed } from './random.ts';

export { relativeError } from '../../src/viewer/sections/notes/checks/compare.ts';

const showsResiduals = process.env.TOL_SCALE === '0';

export const { expectClose, expectEqual, uniform, normal } = comparisons({
  seed: testSeed,
  onResidual({ error, tolerance }) {
    if (showsResiduals) console.log(`residual ${error.toExponential(2)} (tolerance ${tolerance.toExponential(1)})`);
  },
});
