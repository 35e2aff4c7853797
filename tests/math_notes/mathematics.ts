/** @file Which files are mathematics, so that each has a note of its own. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parts } from './parts.ts';
import { plumbing } from './plumbing.ts';

export const root = fileURLToPath(new URL('../../', import.meta.url));

/** Folders and single files of mathematics. */
const mathematics = [
  'src/core/scalar',
  'src/core/ops',
  'src/core/derivative',
  'src/core/scan.ts',
  'src/core/control.ts',
  'src/core/program/reuse/store-or-recompute.ts',
  'src/core/random.ts',
  'src/spatial',
  'src/robot/joints',
  'src/robot/goal-paths.ts',
  'src/robot/mimic.ts',
  'src/robot/follower-limits.ts',
  'src/robot/regularity.ts',
  'src/robot/estimate-inertia.ts',
  'src/robot/shapes/solids.ts',
  'src/robot/shapes/capsule.ts',
  'src/robot/units.ts',
  'src/dynamics',
  'src/simulation/integrators',
  'src/task',
  'src/rollout/costates.ts',
  'src/rollout/delay.ts',
  'src/rollout/problem.ts',
  'src/optimize',
  'src/train/bptt.ts',
  'src/train/cem.ts',
  'src/train/es.ts',
  'src/train/lambda-returns.ts',
  'src/train/normalizing.ts',
  'src/train/shac/actor.ts',
  'src/train/shac/critic.ts',
  'src/learning/closed-loop.ts',
  'src/learning/flow',
  'src/learning/lyapunov',
  'src/learning/loss-landscape.ts',
  'src/learning/surface',
  'src/learning/landscapes',
  'src/learning/doctor/disagreement.ts',
  'src/learning/doctor/flat-directions.ts',
  'src/learning/doctor/gradient-noise.ts',
  'src/learning/doctor/growth.ts',
  'src/learning/doctor/kinks.ts',
  'src/learning/spectral-radius.ts',
  'src/learning/spectrum',
  'src/learning/stability',
  'src/estimation',
  'src/plan',
  'src/identify',
  'src/sim2sim/bodies.ts',
  'src/train/randomize/bodies.ts',
  'src/train/variation.ts',
  'src/sim2sim/joint-resistance.ts',
  'src/sim2sim/rapier/mass-properties.ts',
  'src/sim2sim/rotations.ts',
  'controllers',
];

/** Files of a folder, by their names with blanks between. */
const filesUnder = (path: string): string[] =>
  path.endsWith('.ts')
    ? [path]
    : readdirSync(join(root, path), { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.ts'))
        .map((file) => `${path}/${file.replaceAll('\\', '/')}`);

/** Every file of mathematics, plumbing left out. */
export const mathematicsFiles: readonly string[] = mathematics
  .flatMap(filesUnder)
  // obstacles only declare what `dynamics/clearance` measures
  .filter((path) => !plumbing.includes(path) && !path.startsWith('src/task/obstacles/'));

/** `src/core/scan.ts` -> `core/scan.md`, `controllers/pd.ts` -> `controllers/pd.md`. */
export const noteOf = (path: string): string => path.replace(/^src\//, '').replace(/\.ts$/, '.md');

/** Values (not types) that a file exports, by their declarations. */
export const exportsOf = (path: string): readonly string[] => [
  ...new Set(
    [
      ...readFileSync(join(root, path), 'utf8').matchAll(
        /^export (?:abstract )?(?:async )?(?:const|function\*?|class) (\w+)/gm,
      ),
    ].map(([, name]) => name),
  ),
];

/** A kind says how files name what stands beside it, and a check what is refused: declarations, with nothing to derive. */
const isDeclaration = (name: string): boolean => /^require|(Kind|Fields?)$/.test(name);

/** The names that a file's note has to exercise. */
export const namesOf = (path: string): readonly string[] =>
  exportsOf(path).filter((name) => !parts[path]?.includes(name) && !isDeclaration(name));

/** Names of the public API by the file and the name that they are exported from there. */
function publicNames(): ReadonlyMap<string, string> {
  const index = readFileSync(join(root, 'src/index.ts'), 'utf8');
  const statements = [...index.matchAll(/^export (?:type )?\{([^}]*)\} from '([^']+)';/gm)];
  return new Map(
    statements.flatMap(([, names, from]) =>
      names
        .split(',')
        .map((name) => name.trim().split(' as '))
        .map(([own, given = own]) => [given, `${aliasOf(from)}: ${own}`] as const),
    ),
  );
}

/** How a note names a source file: `./core/scan.ts`, as index.ts imports it -> `#src/core/scan.ts`. */
const aliasOf = (from: string): string => (from.startsWith('../') ? `#${from.slice(3)}` : from.replace('./', '#src/'));

const api = publicNames();

/** An elementary function of a note is the op of its name: the op's value on numbers is the instruction's. */
const ops = new Map(
  mathematicsFiles
    .filter((path) => path.startsWith('src/core/ops/'))
    .flatMap((path) => exportsOf(path).map((name) => [name, `#${path}: ${name}`] as const)),
);

/** The ways in which a note may name what a file exports: `file: name`, as its imports say. */
export const namedAs = (path: string, name: string): readonly string[] => {
  const own = `#${path}: ${name}`;
  return path.startsWith('src/core/scalar/') ? [own, ops.get(name) ?? own] : [own];
};

/** What an import of a note names: `file: name`, through the public API or from the file itself. */
export const originOf = (from: string, name: string): string =>
  from === 'adjoint' ? (api.get(name) ?? `${from}: ${name}`) : `${from}: ${name}`;
