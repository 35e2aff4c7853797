/** @file Kinds that the page was never told of: one file and one line of a registry, and they are in the form. */
import { describe, expect, it, vi } from 'vitest';
import { parseScene } from '../../../../src/scene/parse.ts';
import type { Scene } from '../../../../src/scene/schema.ts';
import { bundledScene } from './converse.ts';
import { formOf, labels, set } from './form.ts';

/** Replaces a registry by one with a toy in it. */
const toy = vi.hoisted(() => async (original: () => Promise<unknown>, name: string) => {
  const { withToy } = await import('./toy-kinds.ts');
  return withToy(original, name);
});

vi.mock('../../../../controllers/kinds.ts', (original) => toy(original, 'controller'));
vi.mock('../../../../src/optimize/kinds.ts', (original) => toy(original, 'method'));
vi.mock('../../../../src/task/goals/kinds.ts', (original) => toy(original, 'goal'));
vi.mock('../../../../src/task/residuals/kinds.ts', (original) => toy(original, 'residual'));
vi.mock('../../../../src/task/norms/kinds.ts', (original) => toy(original, 'norm'));

const panda = bundledScene('panda-reach');

describe('kinds that the form was never told of', () => {
  const scene = {
    ...panda,
    goals: { ...panda.goals, toy: { type: 'toy', amount: 1 } },
    controller: { type: 'toy', amount: 1 },
    method: { type: 'toy', amount: 1, iterations: 5 },
    costs: [
      ...panda.costs,
      {
        name: 'toy',
        residual: { type: 'toy', amount: 1 },
        norm: { type: 'toy', amount: 1 },
        weight: 2,
        when: 'running',
      },
    ],
  } as Scene;

  it('have their rows where others of theirs have them, and their values are changed', () => {
    const { folders, change } = formOf(parseScene(scene));
    expect(folders[0].folders![1]).toMatchObject({ title: 'toy', rows: [{ label: 'Amount of goal', value: 1 }] });
    expect(labels(folders[1].rows)).toContain('Amount of method');
    expect(labels(folders[2].rows)).toEqual(['Amount of controller']);
    expect(labels(folders[3].rows).slice(-3).sort()).toEqual(
      ['Toy residual', 'Toy residual: Amount of norm', 'Toy residual: Amount of residual'],
    ); // prettier-ignore
    for (const [label, path] of [
      ['Amount of goal', ['goals', 'toy', 'amount']],
      ['Amount of method', ['method', 'amount']],
      ['Amount of controller', ['controller', 'amount']],
      ['Toy residual: Amount of residual', ['costs', 5, 'residual', 'amount']],
      ['Toy residual: Amount of norm', ['costs', 5, 'norm', 'amount']],
      ['Toy residual', ['costs', 5, 'weight']],
    ] as const)
      expect(change(label, 3).scene).toEqual(set(parseScene(scene), path, 3));
  });

  it('can be chosen where people choose', () => {
    const method = formOf(panda).rows.find(({ label }) => label === 'Method')!;
    expect(method.choices).toMatchObject({ 'Toy method': 'toy', Adam: 'adam' });
  });
});
