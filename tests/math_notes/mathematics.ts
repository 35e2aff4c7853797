/** @file Which files are mathematics, so that each has a note of its own; and which of their neighbours are plumbing. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

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
  'src/dynamics',
  'src/simulation/integrators',
  'src/task',
  'src/optimize',
  'controllers',
];

/** What holds the mathematics together: interfaces, tables, walks over lists. */
export const plumbing = [
  'src/core/scalar/arithmetic.ts',
  'src/core/scalar/basic.ts',
  'src/core/scalar/instruction.ts',
  'src/core/scalar/number-arithmetic.ts',
  'src/core/scalar/table.ts',
  'src/robot/joints/joint-type.ts',
  'src/robot/joints/joint-types.ts',
  'src/dynamics/arguments.ts',
  'src/dynamics/mass-factors.ts',
  'src/dynamics/parameter-leaves.ts',
  'src/dynamics/tree.ts',
  'src/simulation/integrators/integrator.ts',
  'src/spatial/shapes.ts',
  'src/optimize/best-so-far.ts',
  'src/optimize/checks.ts',
  'src/optimize/first-order.ts',
  'src/optimize/history.ts',
  'src/optimize/method.ts',
  'src/optimize/minimization.ts',
  'src/optimize/minimize.ts',
  'src/optimize/mover.ts',
  'src/optimize/next-turn.ts',
  'src/optimize/population-objective.ts',
  'src/optimize/run-state.ts',
  'src/optimize/update-rule.ts',
  'src/optimize/vector.ts',
  'controllers/controller.ts',
];

const filesUnder = (path: string): string[] =>
  path.endsWith('.ts')
    ? [path]
    : readdirSync(join(root, path), { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.ts'))
        .map((file) => `${path}/${file.replaceAll('\\', '/')}`);

/** Every file of mathematics, plumbing left out. */
export const mathematicsFiles: readonly string[] = mathematics
  .flatMap(filesUnder)
  .filter((path) => !plumbing.includes(path));

/** `src/core/scan.ts` -> `core/scan.md`, `controllers/pd.ts` -> `controllers/pd.md`. */
export const noteOf = (path: string): string => path.replace(/^src\//, '').replace(/\.ts$/, '.md');

/** Values (not types) of the public API by the file that defines them. */
function publicNames(): ReadonlyMap<string, readonly string[]> {
  const index = readFileSync(join(root, 'src/index.ts'), 'utf8');
  const statements = [...index.matchAll(/^export \{([^}]*)\} from '([^']+)';/gm)];
  return new Map(
    statements.map(([, names, from]) => [
      from.startsWith('../') ? from.slice(3) : from.replace('./', 'src/'),
      names
        .split(',')
        .map((name) => name.trim())
        .filter((name) => name !== '' && !name.startsWith('type '))
        .map((name) => name.replace(/^.* as /, '')),
    ]),
  );
}

/** Public, but not mathematics. */
const lookups = new Set(['findLink']);

const api = publicNames();
const allPublic = new Set([...api.values()].flat());

/** The public names that a file's note has to exercise. An elementary function is public as the op of its name. */
export function namesOf(path: string): readonly string[] {
  const own = api.get(path)?.filter((name) => !lookups.has(name));
  if (own || !path.startsWith('src/core/scalar/')) return own ?? [];
  const exported = [...readFileSync(join(root, path), 'utf8').matchAll(/^export const (\w+) = (?:unary|binary)\(/gm)];
  return exported.map(([, name]) => name).filter((name) => allPublic.has(name));
}
