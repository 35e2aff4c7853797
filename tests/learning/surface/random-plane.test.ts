import { describe, expect, it } from 'vitest';
import { networkParameters } from '../../../controllers/network/network.ts';
import { ParameterLayout } from '../../../src/core/parameters.ts';
import { tensor, zeros } from '../../../src/core/population-tensor.ts';
import { randomPlane } from '../../../src/learning/surface/random-plane.ts';
import { expectClose, expectEqual } from '../../support/check.ts';

const settings = { inputs: 3, hidden: [4], outputs: 2, activation: 'tanh', layerNorm: false } as const;
const net = networkParameters(settings, { initialization: 'he', last: 1, seed: 3 });
const tree = { net, kp: tensor([40, 60]) };
const layout = new ParameterLayout(tree);
const x = layout.toVector(tree);
const slotOf = (path: string) => layout.slots.find((slot) => slot.path === path)!;
/** Entries of one output unit of the first layer: its row of weights, and its bias. */
const unitOf = (unit: number): number[] => [
  ...[0, 1, 2].map((k) => slotOf('net.0.weight').offset + 3 * unit + k),
  slotOf('net.0.bias').offset + unit,
];
const normAt = (v: Float64Array, entries: readonly number[]): number => Math.hypot(...entries.map((i) => v[i]));

describe('random directions with filter normalization', () => {
  it('have the norm of each output unit’s row and bias together, and move biases as well', () => {
    const own = x.map((entry, i) =>
      slotOf('net.0.bias').offset <= i && i < slotOf('net.0.bias').offset + 4 ? 0.5 : entry,
    );
    for (const direction of randomPlane(layout, own, { seed: 1 }).directions)
      for (let unit = 0; unit < 4; unit++) {
        expectClose(normAt(direction, unitOf(unit)), normAt(own, unitOf(unit)), 1e-14);
        expect(Math.abs(direction[unitOf(unit)[3]])).toBeGreaterThan(1e-3 * normAt(own, unitOf(unit)));
      }
  });

  it('move fresh biases, whose own norm is 0, as their rows ask for', () => {
    const { directions } = randomPlane(layout, x, { seed: 2 });
    for (let unit = 0; unit < 4; unit++) expect(directions[0][slotOf('net.0.bias').offset + unit]).not.toBe(0);
  });

  it('give a unit without any norm the mean norm of its layer’s others: neither a dead direction nor a huge one', () => {
    const dead = x.slice();
    for (const i of unitOf(1)) dead[i] = 0;
    const mean = [0, 2, 3].reduce((total, unit) => total + normAt(dead, unitOf(unit)), 0) / 3;
    const { directions } = randomPlane(layout, dead);
    for (const direction of directions) expectClose(normAt(direction, unitOf(1)), mean, 1e-14);
    // a layer that is 0 as a whole moves by 1 an entry
    const none = randomPlane(new ParameterLayout({ weight: zeros([2, 3]) }), new Float64Array(6));
    expectClose(Math.hypot(...none.directions[0]), Math.sqrt(6), 1e-14);
  });

  it('turn with the scale of each layer, so that networks that compute the same have like surfaces', () => {
    const scaled = x.map((entry, i) => (i < slotOf('net.0.weight').size ? 10 * entry : entry));
    const [one, other] = [x, scaled].map((at) => randomPlane(layout, at, { seed: 7 }).directions[0]);
    for (let i = 0; i < slotOf('net.0.weight').size; i++) expectClose(other[i], 10 * one[i], 1e-13);
  });

  it('move what is no weight by its own scale: its root mean square, or what the caller says', () => {
    const { offset } = slotOf('kp');
    const own = [offset, offset + 1];
    expectClose(normAt(randomPlane(layout, x).directions[1], own), Math.hypot(40, 60), 1e-14);
    const said = randomPlane(layout, x, { scaleOf: (path) => (path === 'kp' ? 5 : 1) });
    expectClose(normAt(said.directions[0], own), 5 * Math.SQRT2, 1e-14);
  });

  it('say what share of the squared norm they leave out', () => {
    expect(randomPlane(layout, x).leftOut).toBeCloseTo(0, 14);
    const plane = randomPlane(layout, x, { isFixed: (path) => path === 'kp' });
    const square = x.reduce((total, entry) => total + entry * entry, 0);
    expectClose(plane.leftOut, (40 * 40 + 60 * 60) / square, 1e-12);
    expect(plane.directions[0].slice(slotOf('kp').offset, slotOf('kp').offset + 2)).toEqual(new Float64Array(2));
  });

  it('are the same for a seed, and others for another seed, pair or place in the pair', () => {
    const drawn = (seed: number, pair: number) => randomPlane(layout, x, { seed, pair }).directions;
    expectEqual(drawn(4, 1)[0], drawn(4, 1)[0]);
    const all = [drawn(4, 1)[0], drawn(4, 1)[1], drawn(4, 2)[0], drawn(5, 1)[0]].map((direction) => direction[0]);
    expect(new Set(all).size).toBe(4);
  });
});
