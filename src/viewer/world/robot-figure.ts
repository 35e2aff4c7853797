/** @file RobotModel -> scene graph: one group per body, its links' shapes inside. Poses come in as numbers. */
import {
  Box3,
  type BufferGeometry,
  Color,
  type ColorRepresentation,
  Group,
  type Material,
  Matrix4,
  Mesh,
  type MeshStandardMaterial,
  Vector3,
} from 'three';
import type { Pose, RobotModel, Shape } from '../../robot/model.ts';
import { bonesOf } from './bones.ts';
import { bodiesOfBones, drawnShapes } from './drawn-shapes.ts';
import { litMaterial } from './lighting.ts';
import { keepFromGhosts } from './overlay.ts';
import { matrixOf, writePose } from './pose-matrix.ts';
import { poseSize } from './poses.ts';
import { boneGeometry, shapeGeometry } from './shape-geometry.ts';

const unpainted: ColorRepresentation = 0xb9bfc7;
const knobPaint: ColorRepresentation = 0x565e69;

/** What a body is tinted with; `strength` in 0..1. */
export interface Tint {
  readonly color: string;
  readonly strength: number;
}

interface Paint {
  readonly color: Color;
  readonly alpha: number;
}

const paintOf = ({ color }: Shape): Paint =>
  color
    ? { color: new Color().setRGB(color[0], color[1], color[2], 'srgb'), alpha: color[3] }
    : { color: new Color(unpainted), alpha: 1 };

/** A robot that can be seen. `object` belongs into a scene whose z points up. */
export class RobotFigure {
  readonly object = new Group();
  private readonly bodies: readonly Group[];
  private readonly materials = new Map<string, MeshStandardMaterial>();
  private readonly paints = new Map<Mesh, Paint>();
  private readonly ghost: Material | null;

  /** Painted as the file says; or as a ghost, all of one see-through material that casts no shadow and belongs to the caller. */
  constructor(model: RobotModel, ghost: Material | null = null) {
    this.ghost = ghost;
    this.bodies = model.bodies.map(({ name }) => {
      const body = new Group();
      body.name = name;
      body.matrixAutoUpdate = false;
      this.object.add(body);
      return body;
    });
    // the links that stand still are the same for every rollout
    const isWanted = ({ body }: { readonly body: number }): boolean => ghost === null || body >= 0;
    for (const link of model.links.filter(isWanted))
      for (const shape of drawnShapes(link))
        this.add(link.body, link.name, shapeGeometry(shape.geometry), paintOf(shape), [link.poseInBody, shape.pose]);
    for (const bone of bonesOf(model, bodiesOfBones(model)).filter(isWanted)) {
      const paint = { color: new Color(bone.kind === 'knob' ? knobPaint : unpainted), alpha: 1 };
      this.add(bone.body, '', boneGeometry(bone), paint, [bone.pose]);
    }
  }

  /** Body i's pose in the world: the twelve numbers from `offset + 12 i`, rows of [rotation | translation] (m). */
  setPoses(poses: ArrayLike<number>, offset = 0): void {
    this.bodies.forEach((body, i) => {
      writePose(body.matrix, poses, offset + poseSize * i);
      body.matrixWorldNeedsUpdate = true;
    });
  }

  /** Tints a body; null takes the tint away. */
  tint(body: number, tint: Tint | null): void {
    this.bodies[body].traverse((child) => {
      const paint = child instanceof Mesh ? this.paints.get(child) : undefined;
      if (paint) (child as Mesh).material = this.material(paint, tint);
    });
  }

  /** Groups of what is drawn of each moving body. */
  surfaces = (): readonly Group[] => this.bodies;

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

  /** Height of the lowest point at the current pose, m; 0 where nothing is drawn. */
  lowest(): number {
    this.object.updateMatrixWorld(true);
    const { min } = new Box3().setFromObject(this.object, true);
    return Number.isFinite(min.z) ? min.z : 0;
  }

  dispose(): void {
    this.object.removeFromParent();
    this.object.traverse((child) => {
      if (child instanceof Mesh) child.geometry.dispose();
    });
    for (const material of this.materials.values()) material.dispose();
  }

  private add(body: number, name: string, geometry: BufferGeometry, paint: Paint, poses: readonly Pose[]): void {
    const mesh = new Mesh(geometry, this.ghost ?? this.material(paint, null));
    mesh.name = name;
    mesh.castShadow = this.ghost === null;
    mesh.receiveShadow = this.ghost === null;
    mesh.matrixAutoUpdate = false;
    mesh.matrix.copy(poses.reduce((matrix, pose) => matrix.multiply(matrixOf(pose)), new Matrix4()));
    if (!this.ghost) this.paints.set(mesh, paint);
    (body < 0 ? this.object : this.bodies[body]).add(mesh);
  }

  private material({ color, alpha }: Paint, tint: Tint | null): MeshStandardMaterial {
    const key = `${color.getHexString()} ${alpha} ${tint ? `${tint.color} ${tint.strength}` : ''}`;
    let material = this.materials.get(key);
    if (!material) {
      const looks = { color, roughness: 0.38, metalness: 0, transparent: alpha < 1, opacity: alpha };
      // the present arm stays clear where a ghost stands before it
      material = keepFromGhosts(litMaterial(looks), true);
      if (tint) {
        material.color.lerp(new Color(tint.color), tint.strength);
        material.emissive.set(tint.color).multiplyScalar(0.25 * tint.strength);
      }
      this.materials.set(key, material);
    }
    return material;
  }
}
