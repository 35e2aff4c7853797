/** @file Hands on a figure over a plane besides a press: two fingers or the wheel with Ctrl zoom, a finger that stays is a long press. */
import { previewOf, type Zoom } from './plane-zoom.ts';

interface GestureHandlers {
  /** The hands have left: how they zoomed. */
  readonly onZoom?: ((zoom: Zoom) => void) | undefined;
  /** A finger that stayed, at a place of the element, CSS pixels. */
  readonly onHold?: ((x: number, y: number) => void) | undefined;
}

export interface Gestures {
  /** Whether what is pressed now was a gesture, so that letting it go is no press. */
  readonly hasActed: () => boolean;
  /** Whether a finger has pressed last. */
  readonly isTouch: () => boolean;
  /** The picture stands as it is drawn. */
  readonly settle: () => void;
  readonly stop: () => void;
}

/** How long a finger stays for a long press, ms, and how far it may move, pixels. */
const hold = { after: 500, within: 8 } as const;

/** How long after the last turn of the wheel its box is taken, ms. */
const wheelEnd = 250;

/** The picture of before goes after so long, whatever comes, ms. */
const patience = 2000;

const middle = (touches: TouchList, { left, top }: DOMRect): { x: number; y: number } => ({
  x: (touches[0].clientX + touches[1].clientX) / 2 - left,
  y: (touches[0].clientY + touches[1].clientY) / 2 - top,
});

const apart = (touches: TouchList): number =>
  Math.max(Math.hypot(touches[0].clientX - touches[1].clientX, touches[0].clientY - touches[1].clientY), 1);

/** One zoom under way, seen as the picture that is there grows. */
class Zooming {
  readonly #element: HTMLElement;
  #zoom: Zoom | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(element: HTMLElement) {
    this.#element = element;
  }

  get zoom(): Zoom | null {
    return this.#zoom;
  }

  show(zoom: Zoom): void {
    this.#zoom = zoom;
    this.#draw(previewOf(zoom));
  }

  /** What was zoomed; the picture waits for the one that takes its place. */
  end(): Zoom | null {
    const { zoom } = this;
    this.#zoom = null;
    clearTimeout(this.#timer);
    if (zoom) this.#timer = setTimeout(() => this.settle(), patience);
    return zoom;
  }

  settle(): void {
    clearTimeout(this.#timer);
    if (!this.#zoom) this.#draw('');
  }

  #draw(transform: string): void {
    for (const canvas of this.#element.querySelectorAll('canvas')) {
      canvas.style.transformOrigin = '0 0';
      canvas.style.transform = transform;
    }
  }
}

/** Listens until `stop` is called. */
export function listenForGestures(element: HTMLElement, handlers: () => GestureHandlers): Gestures {
  const zooming = new Zooming(element);
  const listening = new AbortController();
  const { signal } = listening;
  let [acted, touched] = [false, false];
  let pinch: { readonly from: { x: number; y: number }; readonly apart: number } | null = null;
  let held: { readonly x: number; readonly y: number; readonly timer: ReturnType<typeof setTimeout> } | null = null;
  let wheel: ReturnType<typeof setTimeout> | undefined;
  const letGo = (): void => {
    if (held) clearTimeout(held.timer);
    held = null;
  };
  const finish = (): void => {
    pinch = null;
    const zoom = zooming.end();
    if (zoom) handlers().onZoom?.(zoom);
  };
  element.addEventListener(
    'pointerdown',
    ({ isPrimary, pointerType }) => {
      touched = pointerType === 'touch';
      if (isPrimary) acted = false;
    },
    { signal, capture: true },
  );
  element.addEventListener(
    'touchstart',
    (event) => {
      letGo();
      const { touches } = event;
      const { onZoom, onHold } = handlers();
      if (touches.length === 2 && onZoom) {
        event.preventDefault();
        acted = true;
        pinch = { from: middle(touches, element.getBoundingClientRect()), apart: apart(touches) };
      } else if (touches.length === 1 && onHold) {
        const [{ clientX: x, clientY: y }] = touches;
        const press = (): void => {
          const { left, top } = element.getBoundingClientRect();
          held = null;
          acted = true;
          onHold(x - left, y - top);
        };
        held = { x, y, timer: setTimeout(press, hold.after) };
      }
    },
    { signal, passive: false },
  );
  element.addEventListener(
    'touchmove',
    (event) => {
      const { touches } = event;
      const [{ clientX, clientY }] = touches;
      if (held && Math.hypot(clientX - held.x, clientY - held.y) > hold.within) letGo();
      if (!pinch || touches.length !== 2) return;
      event.preventDefault();
      const to = middle(touches, element.getBoundingClientRect());
      zooming.show({ from: pinch.from, to, factor: apart(touches) / pinch.apart });
    },
    { signal, passive: false },
  );
  const onEnd = ({ touches }: TouchEvent): void => {
    letGo();
    if (pinch && touches.length < 2) finish();
  };
  element.addEventListener('touchend', onEnd, { signal });
  element.addEventListener('touchcancel', onEnd, { signal });
  // a long press opens nothing of the browser's
  element.addEventListener('contextmenu', (event) => touched && event.preventDefault(), { signal });
  element.addEventListener(
    'wheel',
    (event) => {
      if (!event.ctrlKey || !handlers().onZoom) return;
      event.preventDefault();
      const { left, top } = element.getBoundingClientRect();
      const at = zooming.zoom?.from ?? { x: event.clientX - left, y: event.clientY - top };
      const lines = event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? 1 : 16;
      const step = Math.exp(-Math.min(Math.max(event.deltaY * lines, -60), 60) / 100);
      zooming.show({ from: at, to: at, factor: (zooming.zoom?.factor ?? 1) * step });
      clearTimeout(wheel);
      wheel = setTimeout(finish, wheelEnd);
    },
    { signal, passive: false },
  );
  return {
    hasActed: () => acted,
    isTouch: () => touched,
    settle: () => zooming.settle(),
    stop: () => {
      letGo();
      clearTimeout(wheel);
      zooming.end();
      zooming.settle();
      listening.abort();
    },
  };
}
