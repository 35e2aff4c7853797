/** @file One list per kind: a kind is named in its own file and in its registry; no experiment is named outside of its rooms. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { actionKinds } from '../../controllers/actions/kinds.ts';
import { controllerKinds } from '../../controllers/kinds.ts';
import { senseKinds } from '../../controllers/observations/kinds.ts';
import { sensorKinds } from '../../src/estimation/sensors/kinds.ts';
import { unknownKinds } from '../../src/identify/unknowns/kinds.ts';
import { landscapeKinds } from '../../src/learning/landscapes/kinds.ts';
import { methodKinds } from '../../src/optimize/kinds.ts';
import { plannerKinds } from '../../src/plan/kinds.ts';
import { integratorKinds } from '../../src/simulation/integrators/kinds.ts';
import { goalKinds } from '../../src/task/goals/kinds.ts';
import { normKinds } from '../../src/task/norms/kinds.ts';
import { obstacleKinds } from '../../src/task/obstacles/kinds.ts';
import { residualKinds } from '../../src/task/residuals/kinds.ts';
import { scoreKinds } from '../../src/task/scores/kinds.ts';
import { trainerKinds } from '../../src/train/kinds.ts';
import { randomizationKinds } from '../../src/train/randomize/kinds.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

const sources = ['src', 'controllers'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((path) => `${folder}/${path.replaceAll('\\', '/')}`)
    .filter((path) => /\.tsx?$/.test(path))
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') })),
);

/** What a comment says is no name. */
const withoutComments = (text: string): string =>
  text.replace(/\/\*[\s\S]*?\*\/|(?<!:)\/\/.*$/gm, '').replaceAll('sections/arm/', '');

const registries = [
  unknownKinds,
  controllerKinds,
  actionKinds,
  senseKinds,
  residualKinds,
  normKinds,
  goalKinds,
  obstacleKinds,
  methodKinds,
  trainerKinds,
  plannerKinds,
  randomizationKinds,
  integratorKinds,
  landscapeKinds,
  sensorKinds,
  scoreKinds,
];

/** Files that a name may stand in: one for each registry that has a kind of this name, and those where it is a shape of robots. */
const placesOf = (type: string): number =>
  registries.filter(({ all }) => all.some((kind) => kind.type === type)).length;
/**
 * Words that name a kind and something else: a shape of robots, a part of a plane, a plane of a landscape, a measure, a curve, a
 * column of a recording.
 */
const otherUses: Readonly<Record<string, RegExp>> = {
  box: /^src\/(robot|figures|viewer\/(world|plots|sections\/lab))\//,
  sphere: /^src\/robot\//,
  plane: /^src\/(lab|learning|figures|viewer\/sections\/lab)\//,
  point: /^src\/(plan\/mpc\/pushed-robot|identify\/levenberg-marquardt)/,
  torque: /^src\/identify\/recording-files/,
  quadratic: /^src\/task\/scores\//,
  distance: /^src\/(run|viewer|task\/residuals\/link-position)/,
};
const isOtherUse = ({ path }: { readonly path: string }, type: string): boolean => otherUses[type]?.test(path) ?? false;

/** Scenes, though they are written in TypeScript. */
const scenes = ['src/scene/default-scene.ts', 'src/scene/migrate.ts'];

describe('kinds', () => {
  it.each(registries.flatMap(({ name, all }) => all.map(({ type }) => [name, type])))(
    'the %s %s is named in its own file only',
    (_, type) => {
      const named = sources
        .filter(
          (source) =>
            !scenes.includes(source.path) &&
            !isOtherUse(source, type) &&
            new RegExp(`['"\`]${type}['"\`]`).test(withoutComments(source.text)),
        )
        .map(({ path }) => path);
      expect(named).toHaveLength(placesOf(type));
    },
  );

  it('have a registry each, which is imported by what assembles and what declares a scene', () => {
    for (const { all } of registries) expect(all.length).toBeGreaterThan(1);
  });
});

describe('no experiment', () => {
  const rooms = /^src\/(task|viewer\/sections\/arm)\/|^src\/(scene\/migrate|run\/migrate-run-1)\.ts$/;
  const names = /\breach\b|[rR]each(?=[A-Z])|\bReach|endEffector|end[ -]effector/;

  it('is named outside of its rooms: not in identifiers, keys or messages', () => {
    const named = sources
      .filter(({ path }) => !rooms.test(path))
      .flatMap(({ path, text }) => {
        const found = names.exec(withoutComments(text));
        return found ? [`${path}: ${found[0]}`] : [];
      });
    expect(named).toEqual([]);
  });
});
