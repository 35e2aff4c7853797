/** @file Rings at the joints: a value for each velocity coordinate, its sign by colour and direction, its size by length and thickness. */
import { wantsLessMotion } from '../less-motion.ts';
import { type ColorRepresentation, Group, Matrix4, type Object3D, Vector3 } from 'three';
import { independentJoints } from '../../robot/independent-joints.ts';
import type { Joint, RobotModel } from '../../robot/model.ts';
import { firstDirection } from './camera-rig.ts';
import { type Emphasis, emphasisOf, type Highlight, noHighlight } from './highlight.ts';
import { JointRing } from './joint-ring.ts';
import { poseMatrix } from './pose-matrix.ts';
import { restPoses } from './poses.ts';
import { ringRadii } from './ring-size.ts';
import type { Theme } from './theme.ts';
import { Tween } from './tween.ts';

/** How strongly circle and arrow of a ring are drawn. */
const strengths: { readonly [E in Emphasis]: readonly [number, number] } = {
  none: [0.5, 1],
  hover: [0.85, 1],
  pin: [1, 1],
  dim: [0.18, 0.35],
};

interface Placed {
  readonly joint: Joint;
  readonly body: number;
  readonly ring: JointRing;
  /** Towards the middle of its arcs, in the parent's axes: those that do not turn with the joint. */
  readonly reference: Vector3;
}

/** Across a unit vector, as near to `towards` as can be. */
function across(axis: Vector3, towards: Vector3): Vector3 {
  const flat = towards.clone().addScaledVector(axis, -axis.dot(towards));
  if (flat.lengthSq() < 1e-6) return across(axis, new Vector3(axis.z, axis.x, axis.y));
  return flat.normalize();
}

/** Matrix of a ring whose axis and reference are across each other. */
function ringMatrix(origin: Vector3, axis: Vector3, reference: Vector3): Matrix4 {
  const x = across(axis, reference);
  return new Matrix4().makeBasis(x, axis.clone().cross(x), axis).setPosition(origin);
}

/** The rings of one world; `object` belongs into its scene. */
export class JointRings {
  readonly object = new Group();
  private rings: readonly Placed[] = [];
  private tween = new Tween(0);
  private highlight = noHighlight;
  private colours: Readonly<Record<string, string>> = {};
  private theme: Theme;

  constructor(theme: Theme) {
    this.theme = theme;
    this.object.visible = false;
  }

  /** Builds the rings of a robot, hidden until they get values. */
  setRobot(model: RobotModel | null): void {
    this.clear();
    if (!model) return;
    const radii = ringRadii(model);
    const rest = restPoses(model);
    this.rings = independentJoints(model).map((joint) => {
      const body = model.joints.indexOf(joint);
      const ring = new JointRing(radii[body], joint.type === 'prismatic');
      this.object.add(ring.object);
      // arcs turn their middle to where the robot is first seen from
      const parent = poseMatrix(rest, 0, joint.parent);
      const axis = new Vector3(...joint.axis).transformDirection(poseMatrix(rest, 0, body));
      const reference = across(axis, firstDirection).transformDirection(parent.invert());
      return { joint, body, ring, reference };
    });
    this.tween = new Tween(model.nv);
    this.setPoses(rest, 0);
    this.paint();
  }

  /** A value in -1..1 for each velocity coordinate; null hides all rings. */
  set(values: ArrayLike<number> | null): void {
    this.object.visible = values !== null;
    if (values) this.tween.set(values, wantsLessMotion());
  }

  /** Poses of all bodies, twelve numbers a body from `offset` on. */
  setPoses(poses: ArrayLike<number>, offset: number): void {
    for (const { joint, body, ring, reference } of this.rings) {
      const pose = poseMatrix(poses, offset, body);
      const axis = new Vector3(...joint.axis).transformDirection(pose);
      const towards = reference.clone().transformDirection(poseMatrix(poses, offset, joint.parent));
      ring.place(ringMatrix(new Vector3().setFromMatrixPosition(pose), axis, towards));
    }
  }

  /** Moves arrows on to the time of a frame, ms. Whether they still move. */
  advance(now: number): boolean {
    if (!this.object.visible || !this.tween.advance(now)) return false;
    for (const { joint, ring } of this.rings) ring.show(this.tween.values[joint.vIndex]);
    this.paint();
    return true;
  }

  setHighlight(highlight: Highlight): void {
    this.highlight = highlight;
    this.paint();
  }

  setColours(colours: Readonly<Record<string, string>>): void {
    this.colours = colours;
    this.paint();
  }

  setTheme(theme: Theme): void {
    this.theme = theme;
    this.paint();
  }

  /** What a pointer can meet, by the name of the joint. */
  handles(): { readonly joint: string; readonly object: Object3D }[] {
    if (!this.object.visible) return [];
    return this.rings.map(({ joint: { name }, ring: { handle } }) => ({ joint: name, object: handle }));
  }

  dispose(): void {
    this.clear();
    this.object.removeFromParent();
  }

  private paint(): void {
    for (const { joint, ring } of this.rings) {
      const emphasis = emphasisOf(joint.name, this.highlight);
      const arrow: ColorRepresentation = this.tween.values[joint.vIndex] < 0 ? this.theme.minus : this.theme.plus;
      const isLit = emphasis === 'hover' || emphasis === 'pin';
      const [circleStrength, arrowStrength] = strengths[emphasis];
      const circle = (isLit && this.colours[joint.name]) || arrow;
      ring.paint({ circle, arrow, circleStrength, arrowStrength });
    }
  }

  private clear(): void {
    for (const { ring } of this.rings) ring.dispose();
    this.rings = [];
  }
}
