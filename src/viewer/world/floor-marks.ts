/** @file Directions and size: a triad at the base, and a bar of 0.5 m along the grid; letters are drawn on small canvases. */
import { CanvasTexture, CylinderGeometry, Group, Quaternion, Sprite, SpriteMaterial, Vector3 } from 'three';
import { alongZ, arrowGeometry, writeArrow } from './arrow-geometry.ts';
import { Overlay } from './overlay.ts';
import type { Theme } from './theme.ts';

/** Length of the scale bar: a cell of the grid, m. */
const cell = 0.5;
/** Of the triad's arrows by the robot's reach, and of letters. */
const [armLength, letterHeight] = [0.11, 0.034];
const directions = [new Vector3(1, 0, 0), new Vector3(0, 1, 0), new Vector3(0, 0, 1)];

/** Letters in white, which a sprite's colour tints. */
function letters(text: string): Sprite {
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d');
  const font = '600 48px system-ui, sans-serif';
  if (context) {
    context.font = font;
    canvas.width = Math.ceil(context.measureText(text).width) + 8;
    canvas.height = 64;
    // setting the size forgets the font
    Object.assign(context, { font, fillStyle: '#fff', textAlign: 'center', textBaseline: 'middle' });
    context.fillText(text, canvas.width / 2, canvas.height / 2);
  }
  const material = new SpriteMaterial({ map: new CanvasTexture(canvas), transparent: true, depthTest: false, depthWrite: false, toneMapped: false }); // prettier-ignore
  const sprite = new Sprite(material);
  sprite.renderOrder = 6;
  sprite.userData.aspect = canvas.width / canvas.height;
  return sprite;
}

/** The marks of one world; `object` belongs into its scene. */
export class FloorMarks {
  readonly object = new Group();
  private readonly arrows = directions.map(() => new Overlay(arrowGeometry()));
  private readonly names = ['x', 'y', 'z'].map(letters);
  private readonly bar = ['bar', 'end', 'end'].map(() => new Overlay(new CylinderGeometry(1, 1, 1, 8)));
  private readonly length = letters('0.5 m');

  constructor() {
    this.object.visible = false;
    for (const { object } of [...this.arrows, ...this.bar]) this.object.add(object);
    for (const sprite of [...this.names, this.length]) this.object.add(sprite);
    this.arrows.forEach(({ object }, i) => {
      object.quaternion.copy(new Quaternion().setFromUnitVectors(directions[2], directions[i]));
    });
    this.setRadius(1);
  }

  /** Fits to a robot that stays within `radius` of the world's origin, m. */
  setRadius(radius: number): void {
    const length = armLength * radius;
    const shaftRadius = 0.025 * length;
    for (const { geometry } of this.arrows)
      writeArrow(geometry, alongZ(0, 1), {
        length,
        shaftRadius,
        headRadius: 3 * shaftRadius,
        headLength: 0.28 * length,
      });
    for (const sprite of [...this.names, this.length]) {
      const height = letterHeight * radius;
      sprite.scale.set(height * sprite.userData.aspect, height, 1);
    }
    this.names.forEach((sprite, i) => sprite.position.copy(directions[i]).multiplyScalar(1.22 * length));
    this.placeBar(radius);
  }

  /** Height of the floor, m. */
  setHeight(height: number): void {
    this.object.position.z = height;
  }

  setTheme({ axes, mark }: Theme): void {
    this.arrows.forEach((arrow, i) => arrow.paint(axes[i]));
    this.names.forEach(({ material }, i) => material.color.set(axes[i]));
    for (const part of this.bar) part.paint(mark, 0.8);
    this.length.material.color.set(mark);
  }

  dispose(): void {
    this.object.removeFromParent();
    for (const part of [...this.arrows, ...this.bar]) part.dispose();
    for (const { material } of [...this.names, this.length]) {
      material.map?.dispose();
      material.dispose();
    }
  }

  /** Along the line of the grid to the left of a robot that looks along +x: no shadow falls there in the first view. */
  private placeBar(radius: number): void {
    const y = cell;
    const thickness = 0.003 * radius;
    const [bar, ...ends] = this.bar.map(({ object }) => object);
    bar.position.set(cell / 2, y, thickness);
    bar.rotation.z = Math.PI / 2;
    bar.scale.set(thickness, cell, thickness);
    ends.forEach((end, i) => {
      end.position.set(cell * i, y, thickness);
      end.scale.set(thickness, 0.035 * radius, thickness);
    });
    this.length.position.set(cell / 2, y, 0.04 * radius);
  }
}
