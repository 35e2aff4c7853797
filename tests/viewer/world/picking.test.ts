/** @file What a pointer means: the nearest body or ring under it, taps that are no drags, one look a frame. */
import { PerspectiveCamera, Vector3 } from 'three';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { driverOf, emphasisOf } from '../../../src/viewer/world/highlight.ts';
import { Picking, type PickingView } from '../../../src/viewer/world/picking.ts';
import { project } from '../../../src/viewer/world/drag.ts';
import { restPoses } from '../../../src/viewer/world/poses.ts';
import { RobotFigure } from '../../../src/viewer/world/robot-figure.ts';
import { assetModel } from '../../support/robots.ts';

const model = assetModel('planar-2link');
const size = { width: 800, height: 600 };
const figure = new RobotFigure(model);
figure.setPoses(restPoses(model));

const camera = new PerspectiveCamera(45, size.width / size.height, 0.01, 100);
camera.up.set(0, 0, 1);
camera.position.set(0.5, -3, 2);
camera.lookAt(0, 0, 0);
camera.updateMatrixWorld();

/** The middle of the first thing drawn of a body, in pixels. */
function middleOf(body: number): { x: number; y: number } {
  figure.object.updateMatrixWorld(true);
  return project(new Vector3().setFromMatrixPosition(figure.surfaces()[body].children[0].matrixWorld), camera, size);
}

let frames: (() => void)[] = [];
let isTaken = false;
let looks = 0;
beforeEach(() => {
  [frames, isTaken, looks] = [[], false, 0];
  vi.stubGlobal('requestAnimationFrame', (frame: () => void) => frames.push(frame));
  vi.stubGlobal('cancelAnimationFrame', () => undefined);
});
const frame = (): void => frames.splice(0).forEach((draw) => draw());

function start(): { canvas: EventTarget; hovered: (string | null)[]; picked: (string | null)[] } {
  const canvas = Object.assign(new EventTarget(), { style: {}, getBoundingClientRect: () => ({ left: 10, top: 20 }) });
  const picking = new Picking({
    camera,
    canvas: canvas as unknown as PickingView['canvas'],
    size: () => size,
    pickables: () => {
      looks++;
      return figure.surfaces().map((object, body) => ({ joint: driverOf(model, body), object }));
    },
    isTaken: () => isTaken,
  });
  const [hovered, picked]: (string | null)[][] = [[], []];
  picking.onHover((joint) => hovered.push(joint));
  picking.onPick((joint) => picked.push(joint));
  return { canvas, hovered, picked };
}

function send(canvas: EventTarget, type: string, { x, y }: { x: number; y: number }, more: object = {}): void {
  const event = {
    clientX: x + 10,
    clientY: y + 20,
    pointerId: 1,
    button: 0,
    buttons: 0,
    pointerType: 'mouse',
    ...more,
  };
  canvas.dispatchEvent(Object.assign(new Event(type), event));
}

const nowhere = { x: 3, y: 3 };
const [first, second] = model.joints.map(({ name }) => name);

describe('a pointer', () => {
  it('tells the joint of the body under it, once a frame and only when it changes', () => {
    const { canvas, hovered } = start();
    for (let i = 0; i < 5; i++) send(canvas, 'pointermove', middleOf(1));
    expect(hovered).toEqual([]);
    frame();
    expect([hovered, looks]).toEqual([[second], 1]);
    send(canvas, 'pointermove', middleOf(1));
    frame();
    send(canvas, 'pointermove', nowhere);
    frame();
    expect(hovered).toEqual([second, null]);
  });

  it('tells nothing while it drags, and while it is on the target', () => {
    const { canvas, hovered } = start();
    send(canvas, 'pointermove', middleOf(0), { buttons: 1 });
    frame();
    isTaken = true;
    send(canvas, 'pointermove', middleOf(0));
    frame();
    expect(hovered).toEqual([]);
  });

  it('picks by a tap: the joint, or none beside the robot; not by a drag or two fingers', () => {
    const { canvas, picked } = start();
    const tap = (from: { x: number; y: number }, to = from): void => {
      send(canvas, 'pointerdown', from);
      send(canvas, 'pointerup', to);
    };
    tap(middleOf(0));
    tap(nowhere);
    tap(middleOf(0), nowhere);
    expect(picked).toEqual([first, null]);
    send(canvas, 'pointerdown', middleOf(0), { pointerType: 'touch' });
    send(canvas, 'pointerdown', middleOf(1), { pointerType: 'touch', pointerId: 2 });
    send(canvas, 'pointerup', middleOf(0), { pointerType: 'touch' });
    expect(picked).toHaveLength(2);
  });
});

describe('emphasis', () => {
  it('dims others only where a joint is pinned', () => {
    expect(emphasisOf('a', { hover: 'a', pin: null })).toBe('hover');
    expect(emphasisOf('a', { hover: 'a', pin: 'a' })).toBe('pin');
    expect(emphasisOf('a', { hover: null, pin: 'b' })).toBe('dim');
    expect(emphasisOf('a', { hover: 'b', pin: null })).toBe('none');
  });

  it('tints a body and gives it its paint back', () => {
    const paint = (): unknown => (figure.surfaces()[0].children[0] as unknown as { material: unknown }).material;
    const before = paint();
    figure.tint(0, { color: '#0072b2', strength: 0.5 });
    expect(paint()).not.toBe(before);
    figure.tint(0, null);
    expect(paint()).toBe(before);
  });
});

it('a robot that hangs below its base has the floor under it', () => {
  const hanging = assetModel('pendulum');
  const drawn = new RobotFigure(hanging);
  drawn.setPoses(restPoses(hanging));
  expect(drawn.lowest()).toBeCloseTo(Math.min(...drawn.corners().map(({ z }) => z)), 6);
});
