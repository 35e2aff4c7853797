import { type Material, Mesh } from 'three';
import { expect, it } from 'vitest';
import { armGhosts } from '../../../src/viewer/sections/arm/ghosts.ts';
import type { Ghost } from '../../../src/viewer/studio/store/shown.ts';
import { GhostFigures } from '../../../src/viewer/world/ghost-figures.ts';
import { themes } from '../../../src/viewer/world/theme.ts';
import { assetModel } from '../../support/robots.ts';

const model = assetModel('planar-2link');
/** Both bodies unturned, at x and 2 x. */
const poses = (x: number): number[] => [x, 2 * x].flatMap((at) => [1, 0, 0, at, 0, 1, 0, 0, 0, 0, 1, 0]);

it('ghosts stand where their poses say, the oldest the faintest, and what stands still is not drawn again', () => {
  const ghosts = new GhostFigures(themes.light);
  ghosts.setRobot(model);
  ghosts.show([
    { poses: [...poses(9), ...poses(1)], offset: 24 },
    { poses: poses(3), offset: 0 },
  ]);
  const [oldest, newest] = ghosts.object.children;
  expect(ghosts.object.children).toHaveLength(2);
  expect(oldest.children.map(({ matrix }) => matrix.elements[12])).toEqual([1, 2]);
  expect(newest.children.map(({ matrix }) => matrix.elements[12])).toEqual([3, 6]);
  const materials = (figure: typeof oldest): Material[] => {
    const found: Material[] = [];
    figure.traverse((child) => child instanceof Mesh && found.push(child.material as Material));
    return found;
  };
  const opacity = (figure: typeof oldest): number => materials(figure).find(({ colorWrite }) => colorWrite)!.opacity;
  expect(opacity(oldest)).toBeLessThan(opacity(newest));
  // how near it is and its colour are two passes: no inner face shows through, and nothing else is cut
  expect(new Set(materials(newest).map(({ colorWrite, depthWrite }) => `${colorWrite} ${depthWrite}`))).toEqual(
    new Set(['true false', 'false true']),
  );
  ghosts.show([{ poses: poses(5), offset: 0 }]);
  expect(ghosts.object.children.map(({ visible }) => visible)).toEqual([true, false]);
  ghosts.setRobot(null);
  expect(ghosts.object.children).toEqual([]);
});

it('only the start and one later motion are drawn as arms', () => {
  const ghosts = (count: number): Ghost[] => Array.from({ length: count }, (_, k) => ({ k }) as Ghost);
  expect([0, 1, 2, 10].map((count) => armGhosts(ghosts(count)).map(({ k }) => k))).toEqual([[], [0], [0, 1], [0, 3]]);
});
