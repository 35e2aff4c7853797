/** @file Ghost arms: see-through copies of the robot where earlier rollouts had it at the same moment. */
import { Color, Group, Mesh, MeshBasicMaterial, type MeshStandardMaterial, NotEqualStencilFunc } from 'three';
import type { RobotModel } from '../../robot/model.ts';
import { litMaterial } from './lighting.ts';
import { stencilBits } from './overlay.ts';
import type { BodyPoses } from './poses.ts';
import { RobotFigure } from './robot-figure.ts';
import type { Theme } from './theme.ts';

/** After everything else: first how near ghosts are, then their colour, which so is that of their outer faces alone. */
const order = { depth: 8, colour: 9 };

/** How copies of the robot look. */
export interface GhostLooks {
  readonly colour: 'ghost' | 'second';
  /** Opacity of the newest; older ones are fainter. */
  readonly newest: number;
  /** How much farther than they are they count as, in the units of a polygon's offset: what is nearer is seen where they coincide. */
  readonly farther: number;
  /** Bit of the stencil that it leaves alone. */
  readonly spares: number;
}

/** Where a ghost and the arm coincide, the arm is seen. */
const ghostLooks: GhostLooks = { colour: 'ghost', newest: 0.2, farther: 8, spares: stencilBits.spared };

/** A second physics that ends where ours does tints the arm; one that does not stands beside it. */
export const secondLooks: GhostLooks = { colour: 'second', newest: 0.45, farther: -8, spares: stencilBits.over };

const offset = (factor: number, units: number) => ({
  polygonOffset: true,
  polygonOffsetFactor: factor,
  polygonOffsetUnits: units,
});

/** The ghosts of one world; `object` belongs into its scene. */
export class GhostFigures {
  readonly object = new Group();
  private model: RobotModel | null = null;
  private figures: { readonly figure: RobotFigure; readonly material: MeshStandardMaterial }[] = [];
  private readonly depth: MeshBasicMaterial;
  private theme: Theme;
  private readonly looks: GhostLooks;

  constructor(theme: Theme, looks = ghostLooks) {
    this.theme = theme;
    this.looks = looks;
    const { farther } = looks;
    this.depth = new MeshBasicMaterial({ ...offset(farther, farther + 4), colorWrite: false, transparent: true });
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
      material.opacity = (this.looks.newest * (i + 1)) / poses.length;
    });
  }

  setTheme(theme: Theme): void {
    this.theme = theme;
    for (const { material } of this.figures) material.color.set(theme[this.looks.colour]);
  }

  dispose(): void {
    this.clear();
    this.depth.dispose();
    this.object.removeFromParent();
  }

  private build(model: RobotModel): { figure: RobotFigure; material: MeshStandardMaterial } {
    const { colour, farther, spares } = this.looks;
    const material = litMaterial({
      ...offset(farther, farther),
      color: new Color(this.theme[colour]),
      roughness: 1,
      transparent: true,
      depthWrite: false,
    });
    // paths, rings and the target belong to the present: no ghost covers them
    material.stencilWrite = true;
    material.stencilRef = spares;
    material.stencilFuncMask = spares;
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
