/** @file Which files are mathematics, so that each has a note of its own; and which of their neighbours are plumbing. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parts } from './parts.ts';

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

/** What holds the mathematics together: interfaces, tables, walks over lists. */
export const plumbing = [
  'src/identify/recording.ts',
  'src/identify/recording-files.ts',
  'src/identify/identification.ts',
  'src/identify/identify.ts',
  'src/identify/settings.ts',
  'src/identify/identified-robot.ts',
  'src/identify/judgement.ts',
  'src/identify/hold-out.ts',
  'src/identify/segments.ts',
  'src/identify/unknowns/kinds.ts',
  'src/identify/unknowns/unknown.ts',
  'src/identify/unknowns/joints.ts',
  'src/identify/unknowns/recording.ts',
  'src/plan/planning.ts',
  'src/plan/attempt.ts',
  'src/plan/gaps.ts',
  'src/plan/kinds.ts',
  'src/plan/knot-members.ts',
  'src/plan/method.ts',
  'src/plan/plan-log.ts',
  'src/plan/planner.ts',
  'src/plan/planner-fields.ts',
  'src/plan/planning-job.ts',
  'src/plan/report.ts',
  'src/plan/saved-attempts.ts',
  'src/plan/shooting.ts',
  'src/plan/stopping.ts',
  'src/plan/driven-joints.ts',
  'src/plan/numbers.ts',
  'src/plan/knots.ts',
  'src/plan/roll-out-program.ts',
  'src/plan/rows.ts',
  'src/plan/symmetric.ts',
  'src/plan/followed-plan.ts',
  'src/plan/plan-file.ts',
  'src/plan/mpc/closed-loop.ts',
  'src/plan/mpc/live.ts',
  'src/plan/mpc/loop.ts',
  'src/plan/mpc/live-mpc.ts',
  'src/plan/mpc/measured.ts',
  'src/plan/mpc/controlled-robot.ts',
  'src/plan/mpc/mpc-fields.ts',
  'src/plan/mpc/mpc-job.ts',
  'src/plan/mpc/mpc-method.ts',
  'src/plan/mpc/solve-times.ts',
  'src/plan/mpc/receding.ts',
  'src/estimation/filters/filter.ts',
  'src/estimation/filters/kinds.ts',
  'src/estimation/perception.ts',
  'src/estimation/filters/run-filter.ts',
  'src/estimation/late/arrivals.ts',
  'src/estimation/learning/fit-surprise.ts',
  'src/estimation/late/compiled-steps.ts',
  'src/estimation/model-draws.ts',
  'src/estimation/monte-carlo.ts',
  'src/estimation/statistics/consistency.ts',
  'src/estimation/doctor/causes/bias.ts',
  'src/estimation/doctor/causes/cause.ts',
  'src/estimation/doctor/causes/delay.ts',
  'src/estimation/doctor/causes/process-noise.ts',
  'src/estimation/doctor/causes/scaled.ts',
  'src/estimation/doctor/causes/sensor-noise.ts',
  'src/estimation/doctor/causes/start.ts',
  'src/estimation/doctor/correction.ts',
  'src/estimation/doctor/finding.ts',
  'src/estimation/doctor/kinds.ts',
  'src/estimation/doctor/patient.ts',
  'src/estimation/doctor/rerun.ts',
  'src/estimation/doctor/sizes.ts',
  'src/estimation/doctor/words.ts',
  'src/estimation/late/rows.ts',
  'src/estimation/robot-state.ts',
  'src/estimation/particles/ensemble.ts',
  'src/estimation/sensors/errors-fields.ts',
  'src/estimation/sensors/joint-choice.ts',
  'src/estimation/sensors/kinds.ts',
  'src/estimation/sensors/mount.ts',
  'src/estimation/sensors/sensed.ts',
  'src/estimation/sensors/sensor.ts',
  'src/estimation/state-model.ts',
  'controllers/policy-parts.ts',
  'controllers/observation.ts',
  'src/core/scalar/arithmetic.ts',
  'src/core/scalar/basic.ts',
  'src/core/scalar/instruction.ts',
  'src/core/scalar/number-arithmetic.ts',
  'src/core/scalar/table.ts',
  'src/robot/joints/configuration-difference.ts',
  'src/robot/joints/joint-type.ts',
  'src/robot/joints/joint-types.ts',
  'src/dynamics/arguments.ts',
  'src/dynamics/mass-factors.ts',
  'src/dynamics/parameter-leaves.ts',
  'src/dynamics/tree.ts',
  'src/dynamics/wrench-rows.ts',
  'src/spatial/turning.ts',
  'src/simulation/integrators/integrator.ts',
  'src/simulation/integrators/kinds.ts',
  'src/task/goals/configuration.ts',
  'src/task/goals/figure-eight.ts',
  'src/task/goals/kinds.ts',
  'src/task/goals/point.ts',
  'src/task/goals/pose.ts',
  'src/task/goals/via-points.ts',
  'src/task/norm.ts',
  'src/task/norms/kinds.ts',
  'src/task/norms/total.ts',
  'src/task/norms/width.ts',
  'src/task/residual.ts',
  'src/task/residuals/kinds.ts',
  'src/dynamics/settings.ts',
  'src/task/scores/coordinates.ts',
  'src/task/scores/kinds.ts',
  'src/task/scores/score.ts',
  'src/task/scores/sparse.ts',
  'src/task/task.ts',
  'src/spatial/shapes.ts',
  'src/learning/surface/on-plane.ts',
  'src/learning/surface/vectors.ts',
  'src/learning/landscapes/fields.ts',
  'src/learning/landscapes/kinds.ts',
  'src/learning/landscapes/least-squares-textbook.ts',
  'src/learning/landscapes/textbook.ts',
  'src/optimize/best-so-far.ts',
  'src/optimize/checks.ts',
  'src/optimize/first-order.ts',
  'src/optimize/history.ts',
  'src/optimize/iteration-values.ts',
  'src/optimize/kinds.ts',
  'src/optimize/method.ts',
  'src/optimize/minimization.ts',
  'src/optimize/minimize.ts',
  'src/optimize/mover.ts',
  'src/optimize/next-turn.ts',
  'src/optimize/population-objective.ts',
  'src/optimize/rows.ts',
  'src/optimize/run-state.ts',
  'src/optimize/update-rule.ts',
  'src/optimize/vector.ts',
  'src/learning/flow/descent.ts',
  'src/learning/flow/step.ts',
  'src/learning/flow/system.ts',
  'src/learning/lyapunov/in-steps.ts',
  'src/learning/lyapunov/square.ts',
  'controllers/actions/action.ts',
  'controllers/actions/kinds.ts',
  'controllers/controller.ts',
  'controllers/drive.ts',
  'controllers/gains.ts',
  'controllers/kinds.ts',
  'controllers/link-goal.ts',
  'controllers/observations/kinds.ts',
  'controllers/observations/previous-action.ts',
  'controllers/observations/sense.ts',
  'controllers/observations/settings.ts',
  'controllers/set-point.ts',
  'controllers/settings.ts',
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
