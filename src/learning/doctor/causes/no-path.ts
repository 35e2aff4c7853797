/** @file Cause: parameters that no path joins to the loss, or that nothing of what it reads follows. */
import { jointVelocityKind } from '../../../task/residuals/joint-velocity.ts';
import { quadraticKind } from '../../../task/norms/quadratic.ts';
import { quoted } from '../../../text/quoted.ts';
import type { Evidence } from '../evidence.ts';
import { claimed, type Remedy } from '../finding.ts';
import type { Cause } from './cause.ts';

function remediesOf({ disconnected, tensors, scene, loss }: Evidence): Remedy[] {
  const others = tensors.filter((name) => !disconnected.includes(name));
  if (disconnected.length > 0 && others.length > 0)
    return [{ sentence: 'the others alone', settings: [`controller.optimize=${JSON.stringify(others)}`] }];
  if (scene.hasRest) return [];
  const weight = Number((1e-3 * loss).toPrecision(1)) || 1e-3;
  const rest = {
    name: 'rest',
    residual: { type: jointVelocityKind.type },
    norm: quadraticKind.type,
    weight,
    when: 'running',
  };
  return [
    {
      sentence: 'a cost that reads all joints: of their velocities',
      settings: [`costs=${JSON.stringify([...scene.costs, rest])}`],
    },
  ];
}

export const noPath: Cause = {
  name: 'no-path',
  title: 'No path to the loss',
  explains: ['flat-direction'],
  judge: (evidence) => {
    const { disconnected, still, size, isPolicy, isPlan } = evidence;
    const count = Math.max(disconnected.length, isPolicy || isPlan ? 0 : still.count);
    if (count === 0) return null;
    const which = still.count > 0 ? still.words : quoted(disconnected);
    const part = Math.max(still.count, disconnected.length) / size;
    return claimed('no-path', 'wastes', { name: 'part of the parameters', value: part }, 0, {
      sentence: `Nothing that the loss reads follows ${which}: they stay as they are, whatever is learned.`,
      remedies: remediesOf(evidence),
    });
  },
};
