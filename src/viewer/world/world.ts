/**
 * @file createWorld: the robot, its path, earlier paths and the target, drawn on a canvas. Poses in, pixels out.
 * It knows nothing of panels, stores and workers; lengths are m, world axes are z up.
 */
import { Vector3 } from 'three';
import type { RobotModel } from '../../robot/model.ts';
import { stepInView } from './drag.ts';
import { workspaceRadius } from './extent.ts';
import { GhostFigures, type GhostPose } from './ghost-figures.ts';
import { Ground } from './ground.ts';
import { MemberLines } from './member-lines.ts';
import { Paths } from './paths.ts';
import { RobotFigure } from './robot-figure.ts';
import { Stage } from './stage.ts';
import { TargetHandle, type TargetListener } from './target-handle.ts';
import { type ThemeName, themes } from './theme.ts';

export type { TargetListener } from './target-handle.ts';
export type { ThemeName } from './theme.ts';

export interface WorldOptions {
  /** Default 'light'. */
  readonly theme?: ThemeName;
  /** Earlier paths that stay visible. Default 24. */
  readonly ghostLimit?: number;
}

/** The pixels of one frame: RGBA bytes, rows from the bottom up. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** Every change is drawn with the next animation frame; nothing is drawn while nothing changes. */
export interface World {
  /** Replaces the robot; it stands with every body at the origin until `setPoses`. null takes it away. Paths and ghosts go too. */
  setRobot(model: RobotModel | null): void;
  /** Poses of all bodies in the world: twelve numbers a body from `offset` on, the rows of [rotation | translation]. */
  setPoses(poses: ArrayLike<number>, offset?: number): void;
  /** The watched link's path, x, y, z after one another; drawn as lying in the past up to `progress` (0..1, default 1). */
  setPath(points: ArrayLike<number>, progress?: number): void;
  /** Moves the present along the path, 0..1. */
  setProgress(progress: number): void;
  /** Adds the path of an earlier rollout, fainter with every newer one. */
  addGhost(points: ArrayLike<number>): void;
  clearGhosts(): void;
  /** Faint paths beside the present one, all of `points` points x, y, z, one path after another; none hides them. */
  setMemberPaths(positions: Float32Array, points: number): void;
  /** See-through copies of the robot, the oldest first; an empty list hides them. */
  setGhostPoses(poses: readonly GhostPose[]): void;
  /** Places the target; null hides it. Ignored while a hand holds it. */
  setTarget(position: readonly [number, number, number] | null): void;
  /** The target moved by hand or by `nudgeTarget`; `done` when it is let go. Returns how to stop listening. */
  onTargetDragged(listener: TargetListener): () => void;
  /** For arrow keys: moves the target by metres to the right, away from the camera, and up; listeners hear it as done. */
  nudgeTarget(right: number, away: number, up: number): void;
  setTheme(theme: ThemeName): void;
  /** Looks at robot, path and target from the front left. */
  frameRobot(): void;
  /** A frame drawn now, for exports and tests. */
  picture(): Picture;
  /** Gives everything back; the world is of no use afterwards. */
  dispose(): void;
}

/** A world on `canvas`, whose size in the page is the caller's affair. Throws where the browser has no WebGL 2. */
export function createWorld(canvas: HTMLCanvasElement, { theme = 'light', ghostLimit = 24 }: WorldOptions = {}): World {
  const listeners = new Set<TargetListener>();
  const tell: TargetListener = (position, done) => listeners.forEach((listener) => listener(position, done));
  const stage: Stage = new Stage(canvas, () => target.face(stage.camera));
  const target = new TargetHandle(stage, tell, () => stage.invalidate(true));
  const ground = new Ground();
  const paths = new Paths(themes[theme], ghostLimit);
  const memberLines = new MemberLines(themes[theme]);
  const ghostFigures = new GhostFigures(themes[theme]);
  let robot: RobotFigure | null = null;
  let pathPoints: Vector3[] = [];
  stage.scene.add(ground.object, memberLines.object, paths.object, ghostFigures.object, target.object);

  const world: World = {
    setRobot(model) {
      robot?.dispose();
      robot = model && new RobotFigure(model);
      if (robot) stage.scene.add(robot.object);
      const radius = model ? workspaceRadius(model) : 1;
      stage.setRadius(radius);
      ground.setRadius(6 * radius);
      target.setScale(radius / 1.2);
      paths.clearGhosts();
      memberLines.show(new Float32Array(), 0);
      ghostFigures.setRobot(model);
      world.setPath([]);
      if (robot) stage.warmUp();
    },
    setPoses(poses, offset = 0) {
      robot?.setPoses(poses, offset);
      stage.invalidate(true);
    },
    setPath(points, progress = 1) {
      paths.setPath(points);
      paths.setProgress(progress);
      pathPoints = [];
      for (let i = 0; i + 2 < points.length; i += 3)
        pathPoints.push(new Vector3(points[i], points[i + 1], points[i + 2]));
      stage.invalidate();
    },
    setProgress(progress) {
      paths.setProgress(progress);
      stage.invalidate();
    },
    addGhost(points) {
      paths.addGhost(points);
      stage.invalidate();
    },
    clearGhosts() {
      paths.clearGhosts();
      stage.invalidate();
    },
    setMemberPaths(positions, points) {
      memberLines.show(positions, points);
      stage.invalidate();
    },
    setGhostPoses(poses) {
      ghostFigures.show(poses);
      stage.invalidate();
    },
    setTarget(position) {
      target.place(position);
      stage.invalidate(true);
    },
    onTargetDragged(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    nudgeTarget(right, away, up) {
      if (!target.object.visible) return;
      const { x, y, z } = stepInView(right, away, up, stage.camera).add(target.position);
      world.setTarget([x, y, z]);
      tell([x, y, z], true);
    },
    setTheme(name) {
      for (const part of [stage, ground, memberLines, paths, ghostFigures, target]) part.setTheme(themes[name]);
      stage.invalidate();
    },
    frameRobot() {
      const points = [...(robot?.corners() ?? []), ...pathPoints];
      if (target.object.visible) points.push(target.position);
      if (points.length > 0) stage.frame(points);
    },
    picture: () => stage.readPixels(),
    dispose() {
      listeners.clear();
      robot?.dispose();
      for (const part of [target, memberLines, paths, ghostFigures, ground, stage]) part.dispose();
    },
  };
  world.setTheme(theme);
  world.setRobot(null);
  return world;
}
