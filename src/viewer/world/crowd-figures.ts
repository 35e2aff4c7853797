/** @file Many arms at once: each body of all of them is one instanced mesh, so that they cost as many draw calls as one arm. */
import {
  BoxGeometry,
  type BufferGeometry,
  Color,
  Group,
  InstancedMesh,
  Matrix4,
  Mesh,
  MeshBasicMaterial,
  type MeshStandardMaterial,
  SphereGeometry,
  Vector3,
} from 'three';
import { mergeGeometries } from 'three/addons/utils/BufferGeometryUtils.js';
import type { RobotModel } from '../../robot/model.ts';
import { boundsOf, type CrowdLayout, type CrowdMotion, layOutCrowd, originAt } from './crowd-layout.ts';
import { bonesOf } from './bones.ts';
import { bodiesOfBones, drawnShapes } from './drawn-shapes.ts';
import { workspaceRadius } from './extent.ts';
import { litMaterial } from './lighting.ts';
import type { Pickable } from './picking.ts';
import { matrixOf, writePose } from './pose-matrix.ts';
import { poseSize } from './poses.ts';
import { boneGeometry, shapeGeometry } from './shape-geometry.ts';
import type { Theme } from './theme.ts';

/** Many arms as the world is told of them. */
export interface CrowdShown extends CrowdMotion {
  readonly reached: readonly boolean[];
  /** World axes of each arm's own base, m; one for each arm, or none. */
  readonly goals: readonly (readonly [number, number, number])[];
}

/** Radius of a goal, as a share of the radius that it moves in. */
const goalSize = 0.045;
/** How much of its room an arm's box for the pointer has beyond its joints, as a share of the radius that it moves in. */
const boxMargin = 0.12;

/** Triangles of every body, by its number; of -1, what stands still. */
function bodiesOf(model: RobotModel): Map<number, BufferGeometry> {
  const parts = new Map<number, BufferGeometry[]>();
  const add = (body: number, geometry: BufferGeometry, matrix: Matrix4): void => {
    // merged are only geometries that all have an index, or none
    const plain = geometry.index ? geometry.toNonIndexed() : geometry;
    parts.set(body, [...(parts.get(body) ?? []), plain.applyMatrix4(matrix)]);
  };
  for (const link of model.links)
    for (const shape of drawnShapes(link))
      add(link.body, shapeGeometry(shape.geometry), matrixOf(link.poseInBody).multiply(matrixOf(shape.pose)));
  for (const bone of bonesOf(model, bodiesOfBones(model))) add(bone.body, boneGeometry(bone), matrixOf(bone.pose));
  return new Map([...parts].map(([body, geometries]) => [body, mergeGeometries(geometries)]));
}

/** The arms of one world; `object` belongs into its scene. */
export class CrowdFigures {
  readonly object = new Group();
  #model: RobotModel | null = null;
  #theme: Theme;
  #shown: CrowdShown | null = null;
  #layout: CrowdLayout | null = null;
  #meshes: { readonly body: number; readonly mesh: InstancedMesh }[] = [];
  #goals: InstancedMesh<SphereGeometry, MeshBasicMaterial> | null = null;
  #boxes: Mesh[] = [];
  readonly #material: MeshStandardMaterial = litMaterial({ color: new Color(0xffffff), roughness: 0.5, metalness: 0 });
  readonly #goalMaterial = new MeshBasicMaterial({ toneMapped: false });
  readonly #unit = new BoxGeometry(1, 1, 1);

  constructor(theme: Theme) {
    this.#theme = theme;
    this.object.visible = false;
  }

  get isShown(): boolean {
    return this.object.visible;
  }

  setRobot(model: RobotModel | null): void {
    this.#clear();
    this.#model = model;
    this.#shown = null;
    this.object.visible = false;
  }

  /** Null hides them; `aspect`: width of the view by its height. Meshes are kept where there are as many arms as before. */
  show(crowd: CrowdShown | null, aspect: number): void {
    const isOther = this.#meshes.at(0)?.mesh.count !== crowd?.count;
    this.object.visible = crowd !== null && this.#model !== null;
    this.#shown = crowd;
    if (!crowd || !this.#model) return;
    if (isOther) this.#build(this.#model, crowd.count);
    this.#layout = layOutCrowd(crowd, crowd.goals, workspaceRadius(this.#model), aspect);
    this.#paint();
    this.#placeGoals();
  }

  /** Moves all arms to a frame of theirs. */
  setFrame(frame: number): void {
    const [shown, layout] = [this.#shown, this.#layout];
    if (!shown || !layout) return;
    const { count, bodies, poses, frames } = shown;
    const first = Math.min(frame, frames - 1) * count;
    const matrix = new Matrix4();
    for (const { body, mesh } of this.#meshes) {
      layout.places.forEach(([x, y], member) => {
        matrix.identity();
        if (body >= 0) writePose(matrix, poses, ((first + member) * bodies + body) * poseSize);
        matrix.elements[12] += x;
        matrix.elements[13] += y;
        mesh.setMatrixAt(member, matrix);
      });
      mesh.instanceMatrix.needsUpdate = true;
    }
    layout.places.forEach((place, member) => this.#placeBox(member, place, (first + member) * bodies));
  }

  /** Boxes around the arms, for the pointer: named by their numbers. */
  pickables = (): readonly Pickable[] => this.#boxes.map((object, member) => ({ joint: String(member), object }));

  /** Corners of the room that they all move in, m. */
  corners(): Vector3[] {
    if (!this.#layout) return [];
    const { places, low, high } = this.#layout;
    return places.flatMap(([x, y]) =>
      [low, high].flatMap((near) => [0, high[2]].map((z) => new Vector3(near[0] + x, near[1] + y, z))),
    );
  }

  setTheme(theme: Theme): void {
    this.#theme = theme;
    this.#paint();
  }

  dispose(): void {
    this.#clear();
    this.object.removeFromParent();
    for (const part of [this.#material, this.#goalMaterial, this.#unit]) part.dispose();
  }

  #build(model: RobotModel, count: number): void {
    this.#clear();
    for (const [body, geometry] of bodiesOf(model)) {
      const mesh = new InstancedMesh(geometry, this.#material, count);
      mesh.frustumCulled = false;
      this.#meshes.push({ body, mesh });
      this.object.add(mesh);
    }
    const radius = goalSize * workspaceRadius(model);
    this.#goals = new InstancedMesh(new SphereGeometry(radius, 20, 12), this.#goalMaterial, count);
    this.#goals.frustumCulled = false;
    this.object.add(this.#goals);
    this.#boxes = Array.from({ length: count }, () => {
      // met by rays, and never drawn
      const box = new Mesh(this.#unit, this.#goalMaterial);
      box.visible = false;
      this.object.add(box);
      return box;
    });
  }

  /** Those that come to their goals in one colour, the others in another. */
  #paint(): void {
    this.#goalMaterial.color.set(this.#theme.accent);
    const [reached, not] = [new Color(this.#theme.plus), new Color(this.#theme.ghost)];
    for (const { mesh } of this.#meshes) {
      this.#shown?.reached.forEach((isReached, member) => mesh.setColorAt(member, isReached ? reached : not));
      if (mesh.instanceColor) mesh.instanceColor.needsUpdate = true;
    }
  }

  #placeGoals(): void {
    const { places } = this.#layout!;
    const { goals } = this.#shown!;
    const mesh = this.#goals!;
    mesh.visible = goals.length > 0;
    goals.forEach(([x, y, z], member) =>
      mesh.setMatrixAt(member, new Matrix4().makeTranslation(x + places[member][0], y + places[member][1], z)),
    );
    mesh.instanceMatrix.needsUpdate = true;
  }

  #placeBox(member: number, [x, y]: readonly [number, number], firstPose: number): void {
    const { bodies, poses } = this.#shown!;
    const origins = Array.from({ length: bodies }, (_, body) => originAt(poses, firstPose + body));
    const { low, high } = boundsOf(origins);
    const around = boxMargin * workspaceRadius(this.#model!);
    const box = this.#boxes[member];
    const sizes = low.map((value, axis) => high[axis] - value + 2 * around);
    box.scale.set(sizes[0], sizes[1], sizes[2]);
    box.position.set((low[0] + high[0]) / 2 + x, (low[1] + high[1]) / 2 + y, (low[2] + high[2]) / 2);
  }

  #clear(): void {
    for (const { mesh } of this.#meshes) mesh.geometry.dispose();
    this.#goals?.geometry.dispose();
    this.object.traverse((child) => child instanceof InstancedMesh && child.dispose());
    this.object.clear();
    this.#meshes = [];
    this.#boxes = [];
    this.#goals = null;
  }
}
