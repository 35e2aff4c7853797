/** @file Tips: what a control is, its unit, its effect. An attribute `data-tip` on the control is all that it needs. */
import { useEffect, useRef } from 'preact/hooks';
import { placeNear } from '../studio/place-near.ts';

/** How long a pointer rests, or a finger presses, until a tip is shown, ms. */
const patience = { mouse: 450, touch: 550 } as const;

/** A finger that moves further scrolls or drags, px. */
const slop = 10;

const tipId = 'tip';

const tippedBy = ({ target }: Event): HTMLElement | null =>
  target instanceof Element ? target.closest<HTMLElement>('[data-tip]') : null;

/** Shows the tips of the whole page in one element. */
class Tips {
  readonly #element: HTMLElement;
  #of: HTMLElement | null = null;
  #timer = 0;
  /** A control that has become another one is not what the tip is of. */
  readonly #changes = new MutationObserver(() => this.#hide());
  #pressed: { readonly x: number; readonly y: number } | null = null;
  /** The press that showed a tip does nothing else. */
  #hasPressedLong = false;

  constructor(element: HTMLElement) {
    this.#element = element;
  }

  listen(signal: AbortSignal): void {
    const on = <K extends keyof DocumentEventMap>(type: K, handle: (event: DocumentEventMap[K]) => void): void =>
      document.addEventListener(type, handle, { signal, capture: true });
    on('pointerover', (event) => event.pointerType === 'mouse' && this.#hover(event));
    on('focusin', (event) => {
      const control = tippedBy(event);
      if (!control?.matches(':focus-visible')) return;
      // what opens or closes moves the focus in the midst of it, and nothing else may open then
      clearTimeout(this.#timer);
      this.#timer = window.setTimeout(() => control.matches(':focus-visible') && this.#show(control));
    });
    on('focusout', () => this.#hide());
    on('pointerdown', (event) => this.#press(event));
    on('pointermove', ({ clientX, clientY }) => {
      const { x = clientX, y = clientY } = this.#pressed ?? {};
      if (Math.hypot(clientX - x, clientY - y) > slop) this.#letGo();
    });
    on('pointerup', () => this.#letGo());
    on('pointercancel', () => this.#letGo());
    on('contextmenu', (event) => this.#hasPressedLong && event.preventDefault());
    on('click', (event) => {
      if (!this.#hasPressedLong) return;
      this.#hasPressedLong = false;
      event.preventDefault();
      event.stopPropagation();
    });
    on('keydown', ({ key }) => key === 'Escape' && this.#hide());
    on('scroll', () => this.#hide());
    // it would stay where the window was
    window.addEventListener('resize', () => this.#hide(), { signal });
    signal.addEventListener('abort', () => this.#hide());
  }

  #hover(event: PointerEvent): void {
    if (event.target instanceof Node && this.#element.contains(event.target)) return;
    const control = tippedBy(event);
    clearTimeout(this.#timer);
    if (control === this.#of) return;
    if (this.#of && !this.#of.matches(':focus-visible')) this.#hide();
    if (control) this.#timer = window.setTimeout(() => this.#show(control), patience.mouse);
  }

  #press(event: PointerEvent): void {
    this.#hasPressedLong = false;
    this.#hide();
    const control = tippedBy(event);
    if (event.pointerType !== 'touch' || !control) return;
    this.#pressed = { x: event.clientX, y: event.clientY };
    this.#timer = window.setTimeout(() => {
      this.#hasPressedLong = true;
      this.#show(control);
    }, patience.touch);
  }

  #letGo(): void {
    if (!this.#pressed) return;
    this.#pressed = null;
    if (!this.#of) clearTimeout(this.#timer);
  }

  #show(control: HTMLElement): void {
    const { tip } = control.dataset;
    if (!tip || !control.isConnected) return;
    this.#hide();
    this.#of = control;
    this.#changes.observe(control, { attributeFilter: ['data-tip'] });
    this.#element.textContent = tip;
    this.#element.showPopover?.();
    const { width, height } = this.#element.getBoundingClientRect();
    const viewport = { width: innerWidth, height: innerHeight };
    const { left, top } = placeNear(control.getBoundingClientRect(), { width, height }, viewport, { align: 'middle' });
    this.#element.style.translate = `${left}px ${top}px`;
    if (!control.hasAttribute('aria-describedby')) control.setAttribute('aria-describedby', tipId);
  }

  #hide(): void {
    clearTimeout(this.#timer);
    if (!this.#of) return;
    if (this.#of.getAttribute('aria-describedby') === tipId) this.#of.removeAttribute('aria-describedby');
    this.#of = null;
    this.#changes.disconnect();
    this.#element.hidePopover?.();
    this.#element.textContent = '';
  }
}

export function TipLayer() {
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const listening = new AbortController();
    new Tips(element.current!).listen(listening.signal);
    return () => listening.abort();
  }, []);
  return <div class="tip" id={tipId} role="tooltip" popover="manual" ref={element} />;
}

/** What a control does, and its key, for `data-tip`. */
export const tipWithKeys = (words: string, keys?: string): string => (keys ? `${words}. Key: ${keys}` : words);
