/** @file What is drawn over the robot: in full where it is in front, weaker where something hides it. */
import {
  type BufferGeometry,
  type ColorRepresentation,
  GreaterDepth,
  Group,
  type Material,
  Mesh,
  MeshBasicMaterial,
  ReplaceStencilOp,
} from 'three';

/** Of the strength in front, where something hides it. */
const hiddenStrength = 0.35;
/** Everything hidden is drawn before everything in front: one overlay never counts as what hides another. */
const order = { behind: 4, front: 5 };

/** What a pixel is of, as bits of the stencil: of what no ghost covers, and of that what no copy of the arm covers either. */
export const stencilBits = { spared: 1, over: 2 } as const;

/** Ghosts, which come last, leave alone the pixels that such a material has drawn; other copies do unless it is the arm's own. */
export function keepFromGhosts<M extends Material>(material: M, isArm = false): M {
  material.stencilWrite = true;
  material.stencilRef = isArm ? stencilBits.spared : stencilBits.spared | stencilBits.over;
  material.stencilZPass = ReplaceStencilOp;
  return material;
}

const materialOf = (): MeshBasicMaterial =>
  keepFromGhosts(new MeshBasicMaterial({ transparent: true, toneMapped: false }));

/** One geometry of one colour; `object` belongs into the scene. */
export class Overlay<G extends BufferGeometry = BufferGeometry> {
  readonly object = new Group();
  readonly geometry: G;
  private readonly front = materialOf();
  private readonly behind = materialOf();

  constructor(geometry: G) {
    this.geometry = geometry;
    this.behind.depthFunc = GreaterDepth;
    this.behind.depthWrite = false;
    for (const [material, renderOrder] of [[this.behind, order.behind], [this.front, order.front]] as const) {
      const mesh = new Mesh(geometry, material);
      mesh.renderOrder = renderOrder;
      // its bounds change with every value that it shows
      mesh.frustumCulled = false;
      this.object.add(mesh);
    } // prettier-ignore
  }

  /** Opacity in 0..1 where nothing hides it. */
  paint(color: ColorRepresentation, opacity = 1): void {
    for (const material of [this.front, this.behind]) material.color.set(color);
    this.front.opacity = opacity;
    this.behind.opacity = hiddenStrength * opacity;
  }

  dispose(): void {
    this.object.removeFromParent();
    this.geometry.dispose();
    this.front.dispose();
    this.behind.dispose();
  }
}
