/** @file RobotModel -> scene graph: one group per body, its links' shapes inside. Poses come in as numbers. */
import { Box3, Color, type ColorRepresentation, Group, Matrix4, Mesh, MeshStandardMaterial, Vector3 } from 'three';
import type { Link, Pose, RobotModel, Shape } from '../../robot/model.ts';
import { identityPose } from '../../robot/pose.ts';
import { bonesOf } from './bones.ts';
import { shapeGeometry } from './shape-geometry.ts';

/** Numbers of one pose: the rows of [rotation | translation]. */
export const poseSize = 12;

const unpainted: ColorRepresentation = 0xb9bfc7;

function matrixOf({ rotation: r, translation: t }: Pose): Matrix4 {
  return new Matrix4().set(r[0], r[1], r[2], t[0], r[3], r[4], r[5], t[1], r[6], r[7], r[8], t[2], 0, 0, 0, 1);
}

/** What to draw of a link: its visuals, or its collision shapes where a visual is a mesh that is not at hand. */
export function drawnShapes(link: Link): readonly Shape[] {
  const isMesh = ({ geometry }: Shape): boolean => geometry.type === 'mesh';
  const solids = link.collisions.filter((shape) => !isMesh(shape));
  if (link.visuals.some(isMesh) && solids.length > 0)
    return [...link.visuals.filter((shape) => !isMesh(shape)), ...solids];
  return link.visuals.length > 0 ? link.visuals : solids;
}

/** A robot that can be seen. `object` belongs into a scene whose z points up. */
export class RobotFigure {
  readonly object = new Group();
  private readonly bodies: readonly Group[];
  private readonly materials = new Map<string, MeshStandardMaterial>();
  private readonly ghost: MeshStandardMaterial | null;

  /** Painted as the file says; or as a ghost, all of one see-through material that casts no shadow and belongs to the caller. */
  constructor(model: RobotModel, ghost: MeshStandardMaterial | null = null) {
    this.ghost = ghost;
    this.bodies = model.bodies.map(({ name }) => {
      const body = new Group();
      body.name = name;
      body.matrixAutoUpdate = false;
      this.object.add(body);
      return body;
    });
    const drawn = model.links.flatMap((link) => drawnShapes(link).map((shape) => ({ link, shape })));
    // the links that stand still are the same for every rollout
    const isNew = (body: number): boolean => ghost === null || body >= 0;
    const owner = (body: number): Group => (body < 0 ? this.object : this.bodies[body]);
    for (const { link, shape } of drawn)
      if (isNew(link.body)) owner(link.body).add(this.mesh(link.name, link.poseInBody, shape));
    if (drawn.length > 0) return;
    for (const { body, shape } of bonesOf(model)) if (isNew(body)) owner(body).add(this.mesh('', identityPose, shape));
  }

  /** Body i's pose in the world: the twelve numbers from `offset + 12 i`, rows of [rotation | translation] (m). */
  setPoses(poses: ArrayLike<number>, offset = 0): void {
    this.bodies.forEach(({ matrix: { elements } }, i) => {
      const first = offset + poseSize * i;
      for (let row = 0; row < 3; row++)
        for (let column = 0; column < 4; column++) elements[4 * column + row] = poses[first + 4 * row + column];
    });
    for (const body of this.bodies) body.matrixWorldNeedsUpdate = true;
  }

  /** Corners of the boxes around all shapes at the current pose, world axes, m. */
  corners(): Vector3[] {
    this.object.updateMatrixWorld(true);
    const corners: Vector3[] = [];
    this.object.traverse((child) => {
      if (!(child instanceof Mesh)) return;
      const { min, max } = new Box3().setFromBufferAttribute(child.geometry.getAttribute('position'));
      for (const x of [min.x, max.x])
        for (const y of [min.y, max.y])
          for (const z of [min.z, max.z]) corners.push(new Vector3(x, y, z).applyMatrix4(child.matrixWorld));
    });
    return corners;
  }

  dispose(): void {
    this.object.removeFromParent();
    this.object.traverse((child) => {
      if (child instanceof Mesh) child.geometry.dispose();
    });
    for (const material of this.materials.values()) material.dispose();
  }

  private mesh(name: string, pose: Pose, shape: Shape): Mesh {
    const mesh = new Mesh(shapeGeometry(shape.geometry), this.material(shape));
    mesh.name = name;
    mesh.castShadow = this.ghost === null;
    mesh.receiveShadow = this.ghost === null;
    mesh.matrixAutoUpdate = false;
    mesh.matrix.multiplyMatrices(matrixOf(pose), matrixOf(shape.pose));
    return mesh;
  }

  private material({ color }: Shape): MeshStandardMaterial {
    if (this.ghost) return this.ghost;
    const key = String(color);
    const known = this.materials.get(key);
    if (known) return known;
    const [red, green, blue, alpha] = color ?? [0, 0, 0, 1];
    const paint = color ? new Color().setRGB(red, green, blue, 'srgb') : new Color(unpainted);
    const material = new MeshStandardMaterial({
      color: paint,
      roughness: 0.38,
      metalness: 0,
      transparent: alpha < 1,
      opacity: alpha,
    });
    this.materials.set(key, material);
    return material;
  }
}
