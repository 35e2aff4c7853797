/** @file A pointer that turns what it drags: a mouse around and up, a finger around only, as up and down scroll the page. */

export interface TurnHandlers {
  /** Dragged by so many pixels since the last call. */
  readonly onTurn: (dx: number, dy: number) => void;
  /** The drag has ended. */
  readonly onTurned: () => void;
  /** Pressed and let go without moving. */
  readonly onTap: (x: number, y: number) => void;
  readonly onTwice: (x: number, y: number) => void;
  /** Over a place without being pressed; null where the pointer has left. */
  readonly onHover: (place: { readonly x: number; readonly y: number } | null) => void;
}

/** Pixels below which a drag is a press. */
const slop = { mouse: 4, touch: 8 } as const;

interface Press {
  readonly id: number;
  readonly x: number;
  readonly y: number;
  /** Where the last turn came to. */
  atX: number;
  atY: number;
  isDrag: boolean;
}

/** Listens until the returned function is called. The element's `touch-action` should be `pan-y`. */
export function listenTurn(element: HTMLElement, handlers: TurnHandlers): () => void {
  let press: Press | null = null;
  let wasDrag = false;
  const placeOf = ({ clientX, clientY }: MouseEvent): { x: number; y: number } => {
    const { left, top } = element.getBoundingClientRect();
    return { x: clientX - left, y: clientY - top };
  };
  const onDown = (event: PointerEvent): void => {
    if (event.button !== 0 || press) return;
    const { x, y } = placeOf(event);
    press = { id: event.pointerId, x, y, atX: x, atY: y, isDrag: false };
    element.setPointerCapture(event.pointerId);
  };
  const onMove = (event: PointerEvent): void => {
    const { x, y } = placeOf(event);
    const isTouch = event.pointerType === 'touch';
    if (!press) {
      if (!isTouch) handlers.onHover({ x, y });
      return;
    }
    if (press.id !== event.pointerId) return;
    const [dx, dy] = [x - press.x, isTouch ? 0 : y - press.y];
    press.isDrag ||= Math.max(Math.abs(dx), Math.abs(dy)) >= slop[isTouch ? 'touch' : 'mouse'];
    if (!press.isDrag) return;
    handlers.onHover(null);
    handlers.onTurn(x - press.atX, isTouch ? 0 : y - press.atY);
    [press.atX, press.atY] = [x, y];
  };
  const end = (event: PointerEvent, isTap: boolean): void => {
    if (press?.id !== event.pointerId) return;
    wasDrag = press.isDrag;
    press = null;
    const { x, y } = placeOf(event);
    if (wasDrag) handlers.onTurned();
    else if (isTap) handlers.onTap(x, y);
  };
  const onTwice = (event: MouseEvent): void => {
    const { x, y } = placeOf(event);
    // two short drags are no double press
    if (!wasDrag) handlers.onTwice(x, y);
  };
  const listening = new AbortController();
  const { signal } = listening;
  element.addEventListener('pointerdown', onDown, { signal });
  element.addEventListener('pointermove', onMove, { signal });
  element.addEventListener('pointerup', (event) => end(event, true), { signal });
  element.addEventListener('pointercancel', (event) => end(event, false), { signal });
  element.addEventListener('pointerleave', () => handlers.onHover(null), { signal });
  element.addEventListener('dblclick', onTwice, { signal });
  return () => listening.abort();
}
