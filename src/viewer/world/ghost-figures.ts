/** @file Ghost arms: see-through copies of the robot where earlier rollouts had it at the same moment. */
import { Color, Group, Mesh, MeshBasicMaterial, type MeshStandardMaterial, NotEqualStencilFunc } from 'three';
import type { RobotModel } from '../../robot/model.ts';
import { litMaterial } from './lighting.ts';
import type { BodyPoses } from './poses.ts';
import { RobotFigure } from './robot-figure.ts';
import type { Theme } from './theme.ts';

/** Opacity of the newest ghost; older ones are fainter. */
const newest = 0.2;
/** After everything else: first how near ghosts are, then their colour, which so is that of their outer faces alone. */
const order = { depth: 8, colour: 9 };
/** Where a ghost and the arm coincide, the arm is seen. */
const farther = { polygonOffset: true, polygonOffsetFactor: 8, polygonOffsetUnits: 8 };

/** The ghosts of one world; `object` belongs into its scene. */
export class GhostFigures {
  readonly object = new Group();
  private model: RobotModel | null = null;
  private figures: { readonly figure: RobotFigure; readonly material: MeshStandardMaterial }[] = [];
  private readonly depth = new MeshBasicMaterial({
    ...farther,
    polygonOffsetUnits: 12,
    colorWrite: false,
    transparent: true,
  });
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
  show(poses: readonly BodyPoses[]): void {
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
    this.depth.dispose();
    this.object.removeFromParent();
  }

  private build(model: RobotModel): { figure: RobotFigure; material: MeshStandardMaterial } {
    const material = litMaterial({
      ...farther,
      color: new Color(this.theme.ghost),
      roughness: 1,
      transparent: true,
      depthWrite: false,
    });
    // paths, rings and the target belong to the present: no ghost covers them
    material.stencilWrite = true;
    material.stencilRef = 1;
    material.stencilFunc = NotEqualStencilFunc;
    const figure = new RobotFigure(model, material);
    const faces: Mesh[] = [];
    figure.object.traverse((child) => child instanceof Mesh && faces.push(child));
    for (const face of faces) {
      const twin = new Mesh(face.geometry, this.depth);
      twin.renderOrder = order.depth;
      face.renderOrder = order.colour;
      face.add(twin);
    }
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
