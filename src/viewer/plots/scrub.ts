/** @file A finger or a pointer along x: hovering, clicking, dragging; a finger that moves up or down scrolls the page instead. */

export interface ScrubHandlers {
  /** Pressed, or dragged, at a place of the element, CSS pixels. */
  readonly onScrub?: (x: number, y: number) => void;
  /** Over a place without being pressed; null where the pointer has left. */
  readonly onHover?: (place: { readonly x: number; readonly y: number } | null) => void;
  /** Pressed and let go without moving. */
  readonly onTap?: (x: number, y: number) => void;
}

/** Pixels that a finger must move along x before it drags: less may become scrolling. */
const slop = 6;

/** Listens until the returned function is called. The element's `touch-action` should be `pan-y`. */
export function listenAlong(element: HTMLElement, handlers: () => ScrubHandlers): () => void {
  let pressed: { readonly id: number; readonly x: number; hasMoved: boolean } | null = null;
  const placeOf = ({ clientX, clientY }: PointerEvent): { x: number; y: number } => {
    const { left, top } = element.getBoundingClientRect();
    return { x: clientX - left, y: clientY - top };
  };
  const onDown = (event: PointerEvent): void => {
    if (event.button !== 0 || pressed) return;
    const { x, y } = placeOf(event);
    pressed = { id: event.pointerId, x, hasMoved: false };
    element.setPointerCapture(event.pointerId);
    if (event.pointerType !== 'touch') handlers().onScrub?.(x, y);
  };
  const onMove = (event: PointerEvent): void => {
    const { x, y } = placeOf(event);
    if (!pressed) {
      if (event.pointerType !== 'touch') handlers().onHover?.({ x, y });
      return;
    }
    if (pressed.id !== event.pointerId) return;
    pressed.hasMoved ||= Math.abs(x - pressed.x) >= slop;
    if (pressed.hasMoved || event.pointerType !== 'touch') handlers().onScrub?.(x, y);
  };
  const onUp = (event: PointerEvent): void => {
    if (pressed?.id !== event.pointerId) return;
    const { x, y } = placeOf(event);
    if (!pressed.hasMoved) {
      if (event.pointerType === 'touch') handlers().onScrub?.(x, y);
      handlers().onTap?.(x, y);
    }
    pressed = null;
  };
  const onCancel = ({ pointerId }: PointerEvent): void => {
    if (pressed?.id === pointerId) pressed = null;
  };
  const onLeave = (): void => handlers().onHover?.(null);
  const listeners = [
    ['pointerdown', onDown],
    ['pointermove', onMove],
    ['pointerup', onUp],
    ['pointercancel', onCancel],
    ['pointerleave', onLeave],
  ] as const;
  for (const [type, listener] of listeners) element.addEventListener(type, listener);
  return () => {
    for (const [type, listener] of listeners) element.removeEventListener(type, listener);
  };
}
