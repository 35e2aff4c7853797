/** @file The public API: what a user can name, and what is said of it. */
import { beforeAll, describe, expect, it } from 'vitest';
import { type PublicName, readPublicApi } from '../support/public-api.ts';

describe('the public API', () => {
  let api: readonly PublicName[];

  beforeAll(() => {
    api = readPublicApi();
  }, 120_000);

  it('is read', () => {
    const names = api.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['grad', 'PopulationTensor', 'RobotModel', 'ArgumentError']));
    expect(api.find(({ name }) => name === 'grad')?.documentation).toContain('Gradient of a scalar function');
  });

  it('has a doc comment at each name', () => {
    expect(api.filter(({ documentation }) => documentation === '').map(({ name }) => name)).toEqual([]);
  });

  it('exports every type that its signatures name', () => {
    expect(api.flatMap(({ name, hidden }) => hidden.map((type) => `${type} in ${name}`))).toEqual([]);
  });

  it('has no name that is in use for nodes, kernels or tests only', () => {
    const inner = api.filter(({ file }) =>
      /^src\/(core\/(scalar|backend\/wasm|program\/(lower|reuse|arrange))|cli|viewer)\//.test(file),
    );
    expect(inner.map(({ name }) => name)).toEqual([]);
  });
});
