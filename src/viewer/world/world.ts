/**
 * @file createWorld: the robot, its path, earlier paths, rings and the target, drawn on a canvas. Poses in, pixels out.
 * It knows nothing of panels, stores and workers.
 */
import { type Object3D, Vector3 } from 'three';
import type { RobotModel } from '../../robot/model.ts';
import { BeliefFigures } from './belief-figures.ts';
import { CameraFigures } from './camera-figures.ts';
import { crowdDirection } from './camera-rig.ts';
import { CrowdFigures, type CrowdShown } from './crowd-figures.ts';
import { stepInView } from './drag.ts';
import { workspaceRadius } from './extent.ts';
import { FloorMarks } from './floor-marks.ts';
import { GhostFigures, secondLooks } from './ghost-figures.ts';
import { Ground } from './ground.ts';
import { driverOf, emphasisOf, type Highlight, noHighlight } from './highlight.ts';
import { JointRings } from './joint-rings.ts';
import { MemberLines } from './member-lines.ts';
import { Paths } from './paths.ts';
import { type Pickable, Picking } from './picking.ts';
import { restPoses } from './poses.ts';
import { PullFigure } from './pull-figure.ts';
import { PullHand } from './pull-hand.ts';
import { RobotFigure } from './robot-figure.ts';
import { Stage } from './stage.ts';
import { TargetHandle, type TargetListener } from './target-handle.ts';
import { type Theme, type ThemeName, themes } from './theme.ts';
import { Tube } from './tube.ts';
import type { World, WorldOptions } from './world-types.ts';

export type { Belief } from './belief-figures.ts';
export type { CameraShown } from './camera-figures.ts';
export type { CameraView } from './camera-view.ts';
export type { CrowdShown } from './crowd-figures.ts';
export type { Highlight } from './highlight.ts';
export type { Pull } from './pull-figure.ts';
export type { Hold } from './pull-hand.ts';
export type { GraphicsState } from './stage.ts';
export type { TargetListener } from './target-handle.ts';
export type { ThemeName } from './theme.ts';
export type { Picture, World, WorldOptions } from './world-types.ts';

/** How strongly a body is tinted in its joint's colour. */
const tints = { none: 0, dim: 0, hover: 0.3, pin: 0.6 };

/** Something that is drawn. */
interface Figure {
  readonly object: Object3D;
  setTheme(theme: Theme): void;
  dispose(): void;
}

/** What is drawn in one world, and what it shows now. */
class Scenery {
  readonly stage: Stage;
  readonly target: TargetHandle;
  readonly ground = new Ground();
  readonly marks = new FloorMarks();
  readonly paths: Paths;
  readonly memberLines: MemberLines;
  readonly ghosts: GhostFigures;
  readonly second: GhostFigures;
  readonly rings: JointRings;
  readonly crowd: CrowdFigures;
  readonly beliefs: BeliefFigures;
  readonly cameras: CameraFigures;
  readonly tube: Tube;
  readonly pull: PullFigure;
  readonly picking: Picking;
  readonly hand: PullHand;
  /** All that is drawn besides the robot and the target. */
  private readonly figures: readonly Figure[];
  robot: { readonly model: RobotModel; readonly figure: RobotFigure } | null = null;
  private highlight = noHighlight;
  private colours: Readonly<Record<string, string>> = {};

  constructor(canvas: HTMLCanvasElement, theme: ThemeName, ghostLimit: number, moved: TargetListener) {
    this.paths = new Paths(themes[theme], ghostLimit);
    this.memberLines = new MemberLines(themes[theme]);
    this.ghosts = new GhostFigures(themes[theme]);
    this.second = new GhostFigures(themes[theme], secondLooks);
    this.rings = new JointRings(themes[theme]);
    this.crowd = new CrowdFigures(themes[theme]);
    this.beliefs = new BeliefFigures(themes[theme]);
    this.cameras = new CameraFigures(themes[theme]);
    this.tube = new Tube(themes[theme]);
    this.pull = new PullFigure(themes[theme]);
    this.stage = new Stage(canvas, (now) => {
      this.target.figure.face(this.stage.camera);
      return this.rings.advance(now);
    });
    this.target = new TargetHandle(this.stage, moved, () => this.stage.invalidate(true));
    const { camera, size } = this.stage;
    this.hand = new PullHand({ camera, canvas, size, bodies: () => this.robot?.figure.surfaces() ?? [] });
    this.picking = new Picking({ camera, canvas, size, pickables: () => this.pickables(), isTaken: () => this.target.isTouched }); // prettier-ignore
    const { ground, marks, memberLines, paths, ghosts, second, rings, crowd, beliefs, cameras, tube, pull } = this;
    this.figures = [ground, marks, memberLines, paths, ghosts, second, rings, crowd, beliefs, cameras, tube, pull];
    for (const { object } of [...this.figures, this.target.figure]) this.stage.scene.add(object);
    this.setTheme(theme);
  }

  setRobot(model: RobotModel | null): void {
    this.robot?.figure.dispose();
    this.robot = model && { model, figure: new RobotFigure(model) };
    let floor = 0;
    if (this.robot) {
      this.stage.scene.add(this.robot.figure.object);
      this.robot.figure.setPoses(restPoses(this.robot.model));
      floor = Math.min(0, this.robot.figure.lowest());
    }
    const radius = model ? workspaceRadius(model) : 1;
    this.stage.setRadius(radius);
    this.ground.setRadius(6 * radius);
    this.marks.setRadius(radius);
    for (const part of [this.cameras, this.tube, this.pull]) part.setRadius(radius);
    this.target.figure.setScale(radius / 1.2);
    for (const part of [this.ground, this.marks]) part.setHeight(floor);
    this.target.figure.setFloor(floor);
    this.paths.clearGhosts();
    this.memberLines.show(new Float32Array(), 0);
    this.ghosts.setRobot(model);
    this.second.setRobot(model);
    this.rings.setRobot(model);
    this.crowd.setRobot(model);
    this.tint();
    this.stage.warmUp();
  }

  setTheme(name: ThemeName): void {
    for (const part of [this.stage, ...this.figures, this.target.figure]) part.setTheme(themes[name]);
  }

  /** Many arms take the place of the one, and of all that is drawn along with it; null gives it back. */
  setCrowd(shown: CrowdShown | null): void {
    const { robot, paths, memberLines, ghosts, second, rings, crowd, stage } = this;
    const { width, height } = stage.size();
    crowd.show(shown, width / height);
    if (robot) robot.figure.object.visible = !crowd.isShown;
    for (const { object } of [paths, memberLines, ghosts, second, rings])
      if (crowd.isShown) object.removeFromParent();
      else stage.scene.add(object);
  }

  setHighlight(highlight: Highlight): void {
    this.highlight = highlight;
    this.rings.setHighlight(highlight);
    this.tint();
  }

  setColours(colours: Readonly<Record<string, string>>): void {
    this.colours = colours;
    this.rings.setColours(colours);
    this.tint();
  }

  dispose(): void {
    this.robot?.figure.dispose();
    for (const part of [this.picking, this.hand, this.target, ...this.figures, this.stage]) part.dispose();
  }

  private tint(): void {
    if (!this.robot) return;
    const { model, figure } = this.robot;
    for (const body of model.joints.keys()) {
      const joint = driverOf(model, body);
      const strength = tints[emphasisOf(joint, this.highlight)];
      const color = this.colours[joint] as string | undefined;
      figure.tint(body, strength > 0 && color !== undefined ? { color, strength } : null);
    }
  }

  private pickables(): readonly Pickable[] {
    if (!this.robot) return [];
    if (this.crowd.isShown) return this.crowd.pickables();
    const { model, figure } = this.robot;
    return [...figure.surfaces().map((object, body) => ({ joint: driverOf(model, body), object })), ...this.rings.handles()];
  } // prettier-ignore
}

const pointsOf = (coordinates: ArrayLike<number>): Vector3[] =>
  Array.from({ length: Math.floor(coordinates.length / 3) }, (_, i) => new Vector3().fromArray(coordinates, 3 * i));

/** A world on `canvas`, whose size in the page is the caller's affair. Throws where the browser has no WebGL 2. */
export function createWorld(canvas: HTMLCanvasElement, { theme = 'light', ghostLimit = 24 }: WorldOptions = {}): World {
  const listeners = new Set<TargetListener>();
  const tell: TargetListener = (position, done) => listeners.forEach((listener) => listener(position, done));
  const scenery = new Scenery(canvas, theme, ghostLimit, tell);
  const { stage, target, paths, rings, crowd, picking } = scenery;
  const { rig } = stage;
  let path: ArrayLike<number> = [];
  /** What changes the picture, drawn with the next frame; with its shadows where it throws some. */
  const drawn =
    <A extends readonly unknown[]>(change: (...values: A) => void, hasShadow = false) =>
    (...values: A): void => {
      change(...values);
      stage.invalidate(hasShadow);
    };

  const world: World = {
    setRobot(model) {
      scenery.setRobot(model);
      world.setPath([]);
      world.setTube([]);
      world.setPull(null);
    },
    setPoses: drawn((poses, offset = 0) => {
      scenery.robot?.figure.setPoses(poses, offset);
      rings.setPoses(poses, offset);
    }, true),
    setPath: drawn((points, progress = 1) => {
      path = points;
      paths.setPath(points);
      paths.setProgress(progress);
    }),
    setProgress: drawn((progress) => paths.setProgress(progress)),
    addGhost: drawn((points) => paths.addGhost(points)),
    clearGhosts: drawn(() => paths.clearGhosts()),
    setMemberPaths: drawn((positions, points) => scenery.memberLines.show(positions, points)),
    setGhostPoses: drawn((poses) => scenery.ghosts.show(poses)),
    setSecondPoses: drawn((poses) => scenery.second.show(poses ? [poses] : [])),
    setBeliefs: drawn((beliefs) => scenery.beliefs.show(beliefs)),
    setCameras: drawn((cameras) => scenery.cameras.show(cameras)),
    setRings: drawn((values) => rings.set(values)),
    setTube: drawn((points) => scenery.tube.show(points)),
    setPull: drawn((pull) => scenery.pull.show(pull)),
    setPulling: (isFree) => void (scenery.hand.isFree = isFree),
    onHold: (listener) => scenery.hand.onHold(listener),
    stepInView(right, away, up) {
      const { x, y, z } = stepInView(right, away, up, stage.camera);
      return [x, y, z];
    },
    setCrowd: drawn((many) => scenery.setCrowd(many), true),
    setCrowdFrame: drawn((frame) => crowd.setFrame(frame)),
    onMember: (listener) => picking.onPick((name) => crowd.isShown && name !== null && listener(Number(name))),
    setTarget: drawn((position) => target.place(position), true),
    setTargetArrow: drawn((vector) => target.figure.setArrow(vector)),
    setTargetReach: drawn((isWithin) => target.figure.setReach(isWithin)),
    onTargetDragged(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    nudgeTarget(right, away, up) {
      if (!target.isShown) return;
      const { x, y, z } = stepInView(right, away, up, stage.camera).add(target.position);
      world.setTarget([x, y, z]);
      tell([x, y, z], true);
    },
    setHighlight: drawn((highlight) => scenery.setHighlight(highlight)),
    setJointColours: drawn((colours) => scenery.setColours(colours)),
    onHover: (listener) => picking.onHover((joint) => listener(crowd.isShown ? null : joint)),
    onPick: (listener) => picking.onPick((joint) => !crowd.isShown && listener(joint)),
    camera: () => rig.view(),
    setCamera: (view) => rig.setView(view),
    onCamera: (listener) => rig.onRest(listener),
    orbit: (azimuth, elevation) => rig.orbit(azimuth, elevation),
    zoom: (factor) => rig.zoom(factor),
    setTouch: (oneFinger) => rig.setTouch(oneFinger),
    frameRobot() {
      if (crowd.isShown) return rig.frame(crowd.corners(), crowdDirection);
      const points = [...(scenery.robot?.figure.corners() ?? []), ...pointsOf(path)];
      if (target.isShown) points.push(target.position);
      if (points.length > 0) rig.frame(points);
    },
    setTheme: (name) => scenery.setTheme(name),
    setAxes: drawn((isShown) => void (scenery.marks.object.visible = isShown)),
    onGraphics: (listener) => stage.onGraphics(listener),
    snapshot: (scale) => stage.snapshot(scale),
    picture: () => stage.readPixels(),
    dispose() {
      listeners.clear();
      scenery.dispose();
    },
  };
  world.setRobot(null);
  return world;
}
