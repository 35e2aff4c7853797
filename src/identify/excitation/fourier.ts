/** @file Motions that begin and end at rest in one place: Fourier series under a window, whose coefficients are free. */
import { requireFiniteNumber, requireInteger } from '../../core/arguments.ts';
import { PopulationTensor } from '../../core/population-tensor.ts';
import { cos, sin } from '../../core/scalar/trigonometric.ts';
import { ArgumentError } from '../../errors.ts';

/** Values of the functions and of their first two derivatives by time, [2 harmonics], a member a time. */
export type MotionBasis = { readonly [name in 'value' | 'rate' | 'second']: PopulationTensor };

/**
 * Functions (1 - cos w t) / 2 sin(k w t) / k and the same of cos, k = 1 .. harmonics, w = 2 pi / duration (s), at `times` (s): 0 with their rates at
 * both ends. Amplitudes of 1/k, as fast motions ask for high accelerations. Throws an ArgumentError where there are no times, harmonics or duration.
 */
export function motionBasis(duration: number, harmonics: number, times: readonly number[]): MotionBasis {
  requireFiniteNumber('duration', duration, ' of seconds');
  requireInteger('harmonics', harmonics, 1, 100);
  if (!(duration > 0)) throw new ArgumentError('duration', `${duration} s`, 'a positive time');
  if (!Array.isArray(times) || times.length === 0) throw new ArgumentError('times', 'none', 'a list of times in s');
  const w = (2 * Math.PI) / duration;
  const members = times.length;
  const size = 2 * harmonics;
  const [value, rate, second] = [0, 1, 2].map(() => new Float64Array(size * members));
  times.forEach((t, member) => {
    const [c, s] = [cos.value(w * t, 0, 0), sin.value(w * t, 0, 0)];
    const window = [(1 - c) / 2, (w * s) / 2, (w * w * c) / 2];
    for (let k = 1; k <= harmonics; k++) {
      const [ck, sk] = [cos.value(k * w * t, 0, 0) / k, sin.value(k * w * t, 0, 0) / k];
      const kw = k * w;
      const waves = [
        [sk, kw * ck, -kw * kw * sk],
        [ck, -kw * sk, -kw * kw * ck],
      ];
      waves.forEach((wave, i) => {
        const at = (2 * (k - 1) + i) * members + member;
        value[at] = window[0] * wave[0];
        rate[at] = window[1] * wave[0] + window[0] * wave[1];
        second[at] = window[2] * wave[0] + 2 * window[1] * wave[1] + window[0] * wave[2];
      });
    }
  });
  const tensorOf = (data: Float64Array): PopulationTensor =>
    new PopulationTensor({ shape: [size], population: members }, data);
  return { value: tensorOf(value), rate: tensorOf(rate), second: tensorOf(second) };
}
