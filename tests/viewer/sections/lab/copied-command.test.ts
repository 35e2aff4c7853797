/** @file The command that the page copies draws the figures of the page again, byte by byte, whatever was changed. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { encodeCsv } from '../../../../src/formats/csv.ts';
import { svgOfDrawing } from '../../../../src/lab/figures/figure-text.ts';
import { tableOfDrawing } from '../../../../src/lab/figures/lab-figure.ts';
import type { FigureName } from '../../../../src/lab/figures/names.ts';
import { bundledRobots, bundledScenes } from '../../../../src/platform/web/bundled-files.ts';
import { readScene } from '../../../../src/scene/parse.ts';
import { withSettings } from '../../../../src/scene/with-settings.ts';
import type { LabChanges } from '../../../../src/viewer/sections/lab/calls.ts';
import { labCommand } from '../../../../src/viewer/sections/lab/command-line.ts';
import { ownExperiment } from '../../../../src/viewer/sections/lab/experiments.ts';
import type { Lab } from '../../../../src/viewer/sections/lab/lab.ts';
import { adjoint, file } from '../../../support/command-line.ts';
import { Random, testSeed } from '../../../support/random.ts';
import { drawn, openLab } from './open-lab.ts';

beforeEach(() => vi.stubGlobal('matchMedia', () => ({ matches: false })));
afterEach(() => vi.unstubAllGlobals());

/** The words of a command, as a shell reads them. */
const wordsOf = (text: string): string[] =>
  execFileSync('sh', ['-c', `for word in ${text}; do printf '%s\\0' "$word"; done`], { encoding: 'utf8' })
    .split('\0')
    .slice(1, -1);

/** Draws by the copied command, and compares its files with what is on the page. */
async function expectSame({ lab, store }: ReturnType<typeof openLab>, place: string): Promise<void> {
  const { text, needs } = labCommand(store, lab)!;
  expect(needs).toBeNull();
  const out = file(place);
  const argv = wordsOf(text).map((word) => (word === 'figures' ? out : word));
  const { status, err } = await adjoint([...argv, '--format', 'svg,csv']);
  expect([text, status, err]).toEqual([text, 0, expect.stringContaining('drawn')]);
  const drawings = lab.drawings.value.get(lab.figure.value)!;
  expect(drawings.length).toBeGreaterThan(0);
  for (const drawing of drawings) {
    const at = (ending: string): string => readFileSync(`${out}/${lab.facts.value!.name}.${drawing.data.id}.${ending}`, 'utf8'); // prettier-ignore
    expect(at('svg')).toBe(svgOfDrawing(drawing));
    expect(at('csv')).toBe(encodeCsv(tableOfDrawing(drawing)));
  }
}

/** Something of everything that can be changed, in any combination. */
function changeAnything(lab: Lab, random: Random, planes: readonly NonNullable<LabChanges['plane']>[]): void {
  const chance = (): boolean => random.next() < 0.6;
  const some = <T>(all: readonly T[]): T => random.pick(all);
  if (chance()) lab.changePlane(some(planes));
  lab.change({
    points: 11,
    ...(chance() && { levels: some(['linear', 'logarithmic', 'asinh'] as const) }),
    ...(chance() && { box: [-1 - random.next(), 1 + random.next(), -1 - random.next(), 1.5] as const }),
    ...(chance() && { methods: some([['adam', 'momentum'], ['nesterov'], ['gradient-descent', 'lbfgs', 'rmsprop']]) }),
    ...(chance() && { eta: random.uniform(0.001, 0.05) }),
    ...(chance() && { beta: random.uniform(0.1, 0.9) }),
  });
  if (chance()) lab.from.value = [random.uniform(-1, 1), random.uniform(-1, 1)];
}

const textbook: readonly (readonly [string, readonly NonNullable<LabChanges['plane']>[]])[] = [
  ['quadratic', [{ type: 'path' }, { type: 'parameters', x: 'x[1]', y: 'x[0]' }]],
  [
    'xor',
    [
      { type: 'random', pair: 3 },
      { type: 'random', pair: 1 },
    ],
  ],
];

describe('a copied command', () => {
  it.each(textbook)('draws %s as the page does, after random changes', async (name, planes) => {
    const random = new Random(testSeed);
    const open = openLab(name);
    open.enter();
    for (const [turn, figure] of (
      ['surface', 'flow', 'spectrum', 'surface'] as const satisfies FigureName[]
    ).entries()) {
      open.lab.reset();
      open.lab.figure.value = figure;
      changeAnything(open.lab, random, planes);
      await drawn(open.lab);
      expect(open.lab.failure.value).toBeNull();
      await expectSame(open, `${name}-${turn}`);
    }
    open.end();
  });

  it('draws the scene that is open with what was changed of it as the page does', async () => {
    const open = openLab();
    const sceneFile = 'two-link-reach.json';
    const settings = ['time.horizon=0.1', 'success=null', 'method.iterations=8', 'title=A reach, "short"'];
    open.store.experiment.scene.value = withSettings(readScene(bundledScenes.get(sceneFile)!), settings);
    open.store.experiment.sceneFile.value = sceneFile;
    open.store.experiment.robot.value = { name: 'planar-2link.urdf', content: bundledRobots.get('planar-2link.urdf')! };
    open.lab.open(ownExperiment);
    open.enter();
    open.lab.change({ points: 11, methods: ['adam', 'gradient-descent'] });
    open.lab.figure.value = 'norms';
    await drawn(open.lab);
    expect(labCommand(open.store, open.lab)!.text).toContain('--set scene.time.horizon=0.1');
    await expectSame(open, 'own');
    open.end();
  });
});
