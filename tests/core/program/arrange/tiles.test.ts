import { expect, it } from 'vitest';
import { mul } from '../../../../src/core/scalar/basic.ts';
import { instructions } from '../../../../src/core/scalar/table.ts';
import { programOf } from '../../../support/scalar-programs.ts';

it('a tile begins with its rare cases and what they need', () => {
  const { schedule } = programOf(
    (b, [x, y]) => [b.apply(mul, x, y), b.apply(instructions.get('sin')!, y)],
    2,
    'wasm',
    2,
  );
  const items = schedule.steps.flatMap((step) => (step.kind === 'tile' ? step.items : []));
  const at = (isMeant: (name: string) => boolean): number =>
    items.findIndex((item) => item.kind === 'operation' && isMeant(item.instruction.name) && !item.exact);
  const rare = items.findIndex((item) => item.kind === 'operation' && item.instruction.rare);
  expect(rare).toBeGreaterThan(0);
  expect(at((name) => name === 'mul')).toBe(rare + 1);
});
