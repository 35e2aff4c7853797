/** @file The last picture, kept for when the graphics context is lost: the canvas itself shows nothing then. */

/** How old a kept picture may be before a frame replaces it, ms. */
const lifetime = 1500;

/** A copy of one canvas. */
export class Backdrop {
  private readonly canvas: HTMLCanvasElement;
  private readonly copy = document.createElement('canvas');
  private readonly refresh: () => void;
  private copied = -Infinity;
  private timer = 0;

  /** `refresh` is called when a picture that was not kept should be drawn once more, to be kept. */
  constructor(canvas: HTMLCanvasElement, refresh: () => void) {
    this.canvas = canvas;
    this.refresh = refresh;
    this.copy.setAttribute('aria-hidden', 'true');
    Object.assign(this.copy.style, { position: 'absolute', inset: '0', width: '100%', height: '100%', pointerEvents: 'none' }); // prettier-ignore
  }

  /** Call in the same turn in which a frame was drawn: its pixels are gone afterwards. */
  keep(now: number): void {
    clearTimeout(this.timer);
    const age = now - this.copied;
    if (age < lifetime) {
      this.timer = window.setTimeout(this.refresh, lifetime - age);
      return;
    }
    this.copied = now;
    const { width, height } = this.canvas;
    if (this.copy.width !== width) this.copy.width = width;
    if (this.copy.height !== height) this.copy.height = height;
    this.copy.getContext('2d')?.drawImage(this.canvas, 0, 0);
  }

  /** Lays the kept picture over the canvas, whose parent must be positioned. */
  show(): void {
    clearTimeout(this.timer);
    this.canvas.after(this.copy);
  }

  hide(): void {
    this.copy.remove();
    this.copied = -Infinity;
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.copy.remove();
  }
}
