/** @file What a world can be told and asked: data in, pixels and events out. Lengths are m, angles rad, world axes z up. */
import type { RobotModel } from '../../robot/model.ts';
import type { Belief } from './belief-figures.ts';
import type { CameraShown } from './camera-figures.ts';
import type { CameraListener, OneFinger } from './camera-rig.ts';
import type { CameraView } from './camera-view.ts';
import type { CrowdShown } from './crowd-figures.ts';
import type { Highlight } from './highlight.ts';
import type { JointListener } from './picking.ts';
import type { BodyPoses } from './poses.ts';
import type { Pull } from './pull-figure.ts';
import type { HoldListener } from './pull-hand.ts';
import type { GraphicsListener } from './stage.ts';
import type { TargetListener } from './target-handle.ts';
import type { ThemeName } from './theme.ts';

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

/** The robot, and what is drawn along with it. */
interface Robot {
  /** Replaces the robot; it stands with every joint at 0 until `setPoses`. null takes it away. Paths, ghosts and rings go too. */
  setRobot(model: RobotModel | null): void;
  /** Poses of all bodies in the world: twelve numbers a body from `offset` on, the rows of [rotation | translation]. */
  setPoses(poses: ArrayLike<number>, offset?: number): void;
  /** See-through copies of the robot, the oldest first; an empty list hides them. */
  setGhostPoses(poses: readonly BodyPoses[]): void;
  /** A see-through copy of the robot in a colour of its own, over it: where a second physics has it; null hides it. */
  setSecondPoses(poses: BodyPoses | null): void;
  /** A value in -1..1 for each velocity coordinate, drawn as a ring at its joint; null hides the rings. */
  setRings(values: ArrayLike<number> | null): void;
}

/** Many arms at once, in the place of the one. */
interface Crowd {
  /** Shows many arms, and hides the one with all that belongs to it; null shows the one again. */
  setCrowd(crowd: CrowdShown | null): void;
  /** The frame of their motions that is drawn. */
  setCrowdFrame(frame: number): void;
  /** One of them was pressed, by its number. Returns how to stop listening. */
  onMember(listener: (member: number) => void): () => void;
}

/** Lines in the world. */
interface Lines {
  /** The watched link's path, x, y, z after one another; drawn as lying in the past up to `progress` (0..1, default 1). */
  setPath(points: ArrayLike<number>, progress?: number): void;
  /** Moves the present along the path, 0..1. */
  setProgress(progress: number): void;
  /** Adds the path of an earlier rollout, fainter with every newer one. */
  addGhost(points: ArrayLike<number>): void;
  clearGhosts(): void;
  /** Faint paths beside the present one, all of `points` points x, y, z, one path after another; none hides them. */
  setMemberPaths(positions: Float32Array, points: number): void;
}

/** A plan that is followed, and a hand that disturbs it. */
interface Disturbing {
  /** Where the plan leads the link: points x, y, z one after another; none hides it. */
  setTube(points: ArrayLike<number>): void;
  /** What pulls at the robot now; null hides it. */
  setPull(pull: Pull | null): void;
  /** Whether every drag at the robot pulls at it; else with Ctrl alone, where somebody listens. */
  setPulling(isFree: boolean): void;
  /** A hand holds a body and pulls, or lets go: null. Returns how to stop listening. */
  onHold(listener: HoldListener): () => void;
  /** A step in world axes of one as the camera sees it: to the right, away, and up. */
  stepInView(right: number, away: number, up: number): [number, number, number];
}

/** What is sensed of the robot. */
interface Sensing {
  /** Ellipsoids of where something is believed to be; none hides them. */
  setBeliefs(beliefs: readonly Belief[]): void;
  /** What cameras see, as the edges of a pyramid each; none hides them. */
  setCameras(cameras: readonly CameraShown[]): void;
}

/** The target, which a hand can move. */
interface Target {
  /** Places the target; null hides it. Ignored while a hand holds it. */
  setTarget(position: readonly [number, number, number] | null): void;
  /** An arrow that starts at the target, in world axes, as long as it is drawn (m); null hides it. */
  setTargetArrow(vector: readonly [number, number, number] | null): void;
  /** Whether the robot can reach the target; it is drawn hollow where not. */
  setTargetReach(isWithin: boolean): void;
  /** The target moved by hand or by `nudgeTarget`; `done` when it is let go. Returns how to stop listening. */
  onTargetDragged(listener: TargetListener): () => void;
  /** For arrow keys: moves the target by metres to the right, away from the camera, and up; listeners hear it as done. */
  nudgeTarget(right: number, away: number, up: number): void;
}

/** Joints that are looked at, here or elsewhere. */
interface Joints {
  /** Names of independent joints; their bodies and rings stand out, and other rings fade where one is pinned. */
  setHighlight(highlight: Highlight): void;
  /** Colour of each joint by its name, as CSS writes it; a joint without one is not tinted. */
  setJointColours(colours: Readonly<Record<string, string>>): void;
  /** The pointer came over a joint's body or ring, or left them: null. Returns how to stop listening, as all of these do. */
  onHover(listener: JointListener): () => void;
  /** A click or tap without a drag, on a joint's body or ring, or on none of them: null. */
  onPick(listener: JointListener): () => void;
}

/** From where it is seen. */
interface Camera {
  camera(): CameraView;
  setCamera(view: CameraView): void;
  /** Called at the end of each movement by hand, `orbit` or `zoom`; not by `setCamera` and `frameRobot`. */
  onCamera(listener: CameraListener): () => void;
  /** For keys: turns the view by angles (rad), to the right and up. */
  orbit(azimuth: number, elevation: number): void;
  /** For keys: multiplies the distance. */
  zoom(factor: number): void;
  /** What one finger does: turn the view (at first), or scroll the page. Two fingers turn and zoom. */
  setTouch(oneFinger: OneFinger): void;
  /** Looks at robot, path and target, or at all of many arms, from the front left. */
  frameRobot(): void;
}

/** Every change is drawn with the next animation frame; nothing is drawn while nothing changes. */
export interface World extends Robot, Crowd, Lines, Disturbing, Sensing, Target, Joints, Camera {
  setTheme(theme: ThemeName): void;
  /** Shows or hides a triad at the base and a bar of 0.5 m on the floor. */
  setAxes(isShown: boolean): void;
  /** The graphics were lost, and the last picture stands in their place; or they were restored. */
  onGraphics(listener: GraphicsListener): () => void;
  /** A PNG of the view with `scale` pixels for each pixel of the page. */
  snapshot(scale: number): Promise<Blob>;
  /** A frame drawn now, for tests. */
  picture(): Picture;
  /** Gives everything back; the world is of no use afterwards. */
  dispose(): void;
}
