/** @file How much a picture may cost: rungs of a ladder that is climbed down, never up, while frames take too long. */

/** What a frame is drawn with. */
export interface Quality {
  /** Pixels of the picture by pixels of the page, at most. */
  readonly pixelRatio: number;
  /** Edge of the shadow's map, pixels. */
  readonly shadowSize: number;
  /** Least time between two frames, ms. */
  readonly pause: number;
  /** Whether the view glides on after a hand has let go, for some sixty frames. */
  readonly glides: boolean;
}

/** Least time between frames of 30 a second; a screen of 60 shows every other one. */
const half = 30;

const rungs: readonly Quality[] = [
  { pixelRatio: 2, shadowSize: 2048, pause: 0, glides: true },
  { pixelRatio: 1.5, shadowSize: 1024, pause: 0, glides: true },
  { pixelRatio: 1, shadowSize: 1024, pause: half, glides: false },
  { pixelRatio: 0.75, shadowSize: 512, pause: half, glides: false },
  { pixelRatio: 0.5, shadowSize: 512, pause: half, glides: false },
];

/** Where a browser that draws by software starts. */
const softwareRung = 2;
/** A frame that takes longer is slow, ms; so many after each other are a reason. */
const [slow, reason] = [50, 5];

/** The rung of one world. As no step leads up, the picture never flickers between two. */
export class QualityLadder {
  private rung: number;
  private slowFrames = 0;

  constructor(isSoftware: boolean) {
    this.rung = isSoftware ? softwareRung : 0;
  }

  get quality(): Quality {
    return rungs[this.rung];
  }

  /** Takes note of how long a frame took from when it was wanted, or from the frame before (ms). Whether the quality fell. */
  note(duration: number): boolean {
    this.slowFrames = duration > slow ? this.slowFrames + 1 : 0;
    if (this.slowFrames < reason || this.rung === rungs.length - 1) return false;
    this.rung++;
    this.slowFrames = 0;
    return true;
  }

  /** Forgets slow frames that had another cause, such as a new robot. */
  forgive(): void {
    this.slowFrames = 0;
  }
}
