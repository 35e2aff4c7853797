/** @file A hand that pulls: with Ctrl, or freely, at the body under the pointer; it draws in a plane that faces the camera, and lets go. */
import { PerspectiveCamera, Vector3 } from 'three';
import { describe, expect, it, vi } from 'vitest';
import { project } from '../../../src/viewer/world/drag.ts';
import { restPoses } from '../../../src/viewer/world/poses.ts';
import { type Hold, PullHand, type PullView } from '../../../src/viewer/world/pull-hand.ts';
import { RobotFigure } from '../../../src/viewer/world/robot-figure.ts';
import { assetModel } from '../../support/robots.ts';

const size = { width: 800, height: 600 };
const model = assetModel('planar-2link');
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

function start({ listens = true } = {}) {
  const canvas = Object.assign(new EventTarget(), {
    getBoundingClientRect: () => ({ left: 0, top: 0 }),
    setPointerCapture: vi.fn(),
  });
  const bodies = () => figure.surfaces();
  const hand = new PullHand({ camera, canvas: canvas as unknown as PullView['canvas'], size: () => size, bodies });
  const holds: (Hold | null)[] = [];
  const end = listens ? hand.onHold((hold) => holds.push(hold)) : () => undefined;
  const send = (type: string, { x, y }: { x: number; y: number }, more: object = {}): Event => {
    const parts = { clientX: x, clientY: y, pointerId: 1, button: 0, ctrlKey: false, metaKey: false, ...more };
    const event = Object.assign(new Event(type, { cancelable: true }), parts);
    canvas.dispatchEvent(event);
    return event;
  };
  return { hand, holds, send, end };
}

describe('a hand that pulls', () => {
  it('takes hold with Ctrl where it presses a body, follows the pointer, and lets go', () => {
    const { holds, send } = start();
    const { x, y } = middleOf(1);
    send('pointerdown', { x, y }, { ctrlKey: true });
    const [taken] = holds as Hold[];
    expect(taken.body).toBe(1);
    const { to } = taken;
    // where it is held is where the ray met the body
    const seen = project(new Vector3(...to), camera, size);
    expect(Math.hypot(seen.x - x, seen.y - y)).toBeLessThan(1e-6);
    send('pointermove', { x: x + 40, y: y - 30 });
    const drawn = holds[1]!;
    expect(drawn.point).toEqual(taken.point);
    const moved = project(new Vector3(...drawn.to), camera, size);
    expect([moved.x, moved.y]).toEqual([expect.closeTo(x + 40, 6), expect.closeTo(y - 30, 6)]);
    // another pointer is another hand
    send('pointermove', { x: 0, y: 0 }, { pointerId: 2 });
    expect(holds).toHaveLength(2);
    send('pointerup', { x, y });
    send('lostpointercapture', { x, y });
    expect(holds.slice(2)).toEqual([null]);
  });

  it('leaves the view to other gestures without the key, beside the robot, and where nobody listens', () => {
    const { holds, send, hand, end } = start();
    const middle = middleOf(1);
    send('pointerdown', middle);
    send('pointerdown', { x: 3, y: 3 }, { ctrlKey: true });
    send('pointerdown', middle, { ctrlKey: true, button: 2 });
    expect(holds).toEqual([]);
    hand.isFree = true;
    send('pointerdown', middle);
    expect(holds).toHaveLength(1);
    send('pointercancel', middle);
    end();
    send('pointerdown', middle, { ctrlKey: true });
    expect(holds).toHaveLength(2);
  });

  it('opens no menu and scrolls nothing while it holds', () => {
    const { send, hand } = start();
    const middle = middleOf(0);
    expect(send('contextmenu', middle).defaultPrevented).toBe(false);
    send('pointerdown', middle, { metaKey: true });
    expect(send('contextmenu', middle).defaultPrevented).toBe(true);
    expect(send('touchstart', middle).defaultPrevented).toBe(true);
    hand.dispose();
    expect(send('touchstart', middle).defaultPrevented).toBe(false);
  });
});
