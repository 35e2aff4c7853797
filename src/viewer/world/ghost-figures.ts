/** @file Ghost arms: see-through copies of the robot where earlier rollouts had it at the same moment. */
import { Color, Group, MeshStandardMaterial } from 'three';
import type { RobotModel } from '../../robot/model.ts';
import { RobotFigure } from './robot-figure.ts';
import type { Theme } from './theme.ts';

/** Poses of all bodies: twelve numbers a body from `offset` on. */
export interface GhostPose {
  readonly poses: ArrayLike<number>;
  readonly offset: number;
}

/** Opacity of the newest ghost; older ones are fainter. */
const newest = 0.16;

/** The ghosts of one world; `object` belongs into its scene. */
export class GhostFigures {
  readonly object = new Group();
  private model: RobotModel | null = null;
  private figures: { readonly figure: RobotFigure; readonly material: MeshStandardMaterial }[] = [];
  private theme: Theme;

  constructor(theme: Theme) {
    this.theme = theme;
  }

  setRobot(model: RobotModel | null): void {
    this.clear();
    this.model = model;
    // One in store, hidden: so that its shader can be compiled before it is wanted.
    if (model) this.figures.push(this.build(model));
    this.show([]);
  }

  /** One ghost a pose, the oldest first. Figures are kept and moved, not built anew. */
  show(poses: readonly GhostPose[]): void {
    const { model } = this;
    while (model && this.figures.length < poses.length) this.figures.push(this.build(model));
    this.figures.forEach(({ figure, material }, i) => {
      figure.object.visible = i < poses.length;
      if (i >= poses.length) return;
      figure.setPoses(poses[i].poses, poses[i].offset);
      material.opacity = (newest * (i + 1)) / poses.length;
    });
  }

  setTheme(theme: Theme): void {
    this.theme = theme;
    for (const { material } of this.figures) material.color.set(theme.ghost);
  }

  dispose(): void {
    this.clear();
    this.object.removeFromParent();
  }

  private build(model: RobotModel): { figure: RobotFigure; material: MeshStandardMaterial } {
    const material = new MeshStandardMaterial({
      color: new Color(this.theme.ghost),
      roughness: 1,
      transparent: true,
      // where a ghost and the arm coincide, the arm is seen
      polygonOffset: true,
      polygonOffsetFactor: 8,
      polygonOffsetUnits: 8,
    });
    const figure = new RobotFigure(model, material);
    this.object.add(figure.object);
    return { figure, material };
  }

  private clear(): void {
    for (const { figure, material } of this.figures) {
      figure.dispose();
      material.dispose();
    }
    this.figures = [];
  }
}
