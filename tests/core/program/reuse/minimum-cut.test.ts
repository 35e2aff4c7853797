import { expect, it } from 'vitest';
import { Network } from '../../../../src/core/program/reuse/minimum-cut.ts';
import { Random, testCases, testSeed } from '../../../support/random.ts';

it('finds cuts of the least capacity, compared with all cuts of random networks', () => {
  const random = new Random();
  for (let i = 0; i < testCases(300); i++) {
    const nodes = random.integer(2, 8);
    const edges = Array.from({ length: random.integer(1, 20) }, () => ({
      from: random.integer(0, nodes - 1),
      to: random.integer(0, nodes - 1),
      capacity: random.pick([0, 1, 2, 5, 0.5, 100]),
    }));
    const network = new Network(nodes, edges.length);
    for (let node = 0; node < nodes; node++) network.node();
    for (const { from, to, capacity } of edges) network.edge(from, to, capacity);
    const capacityOf = (isSource: (node: number) => boolean): number =>
      edges.reduce((total, { from, to, capacity }) => total + (isSource(from) && !isSource(to) ? capacity : 0), 0);
    // node 0 is the source, the last one the sink; every subset of the others is a cut
    const all = Array.from({ length: 2 ** (nodes - 2) }, (_, subset) =>
      capacityOf((node) => node === 0 || (node < nodes - 1 && ((subset >> (node - 1)) & 1) === 1)),
    );
    const side = network.sourceSide(0, nodes - 1);
    expect(side[0] && !side[nodes - 1], `network ${i} of TEST_SEED=${testSeed}`).toBe(true);
    expect(
      capacityOf((node) => side[node]),
      `network ${i} of TEST_SEED=${testSeed}`,
    ).toBeCloseTo(Math.min(...all), 12);
  }
});

it('does not cut edges of infinite capacity', () => {
  const network = new Network(4, 4);
  const [source, a, b, sink] = [0, 1, 2, 3].map(() => network.node());
  network.edge(source, a, 3);
  network.edge(a, b, Infinity);
  network.edge(b, sink, 2);
  network.edge(source, b, 4);
  expect(network.sourceSide(source, sink)).toEqual([true, true, true, false]);
});
