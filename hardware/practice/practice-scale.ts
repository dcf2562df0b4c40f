import { massToMilligrams } from '../../shared/measure/mass.ts';
import type { PracticeAct } from '../../shared/ipc/contract.ts';
import { encodeToledo } from '../simulators/scale/scale-encoders.ts';
import type { Clock } from '../supervisor/clock.ts';
import { LoopbackLine } from '../transports/loopback-transport.ts';

const FRAME_MS = 100;
/** A parcel put down swings for this many frames before the simulated indicator calls it stable. */
const SETTLE_FRAMES = 6;
const MAX_GRAMS = 60_000;

/** A simulated indicator that sends real Toledo bytes over a loopback line; the real driver and supervisor read them. */
export class PracticeScale {
  readonly line = new LoopbackLine('practice scale');
  readonly #clock: Clock;
  #grams = 0;
  #settling = 0;
  #trouble: Extract<PracticeAct, { act: 'scale-trouble' }>['trouble'] = 'none';
  #cancel: () => void = () => undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.line.onWrite = (bytes) => {
      if (bytes[0] === 0x5a) this.put(0);
    };
    this.#beat();
  }

  stop(): void {
    this.#cancel();
  }

  put(grams: number): void {
    this.#grams = grams;
    this.#settling = SETTLE_FRAMES;
  }

  act(act: PracticeAct): void {
    if (act.act === 'scale-put') this.put(Math.round(massToMilligrams(act.mass) / 1000));
    if (act.act === 'scale-clear') this.put(0);
    if (act.act !== 'scale-trouble') return;
    this.#trouble = act.trouble;
    if (act.trouble === 'unplugged') this.line.unplug();
    else this.line.plug();
  }

  #beat(): void {
    this.#cancel = this.#clock.after(FRAME_MS, () => {
      const frame = this.#frame();
      if (frame !== undefined) this.line.emit(frame);
      this.#beat();
    });
  }

  #frame(): Uint8Array | undefined {
    switch (this.#trouble) {
      case 'silent':
      case 'unplugged':
        return undefined;
      case 'noise':
        return Uint8Array.from({ length: 18 }, () => Math.floor(this.#clock.random() * 256));
      case 'overload':
        return encodeToledo({ grams: 0, moving: false, overload: true });
      case 'below-zero':
        return encodeToledo({ grams: -35, moving: false, overload: false });
      case 'wobble':
      case 'none': {
        if (this.#settling > 0) this.#settling -= 1;
        const moving = this.#trouble === 'wobble' || this.#settling > 0;
        const swing = moving ? Math.round((this.#clock.random() - 0.5) * 40) : 0;
        const grams = Math.max(0, Math.min(MAX_GRAMS, this.#grams + swing));
        return encodeToledo({
          grams: this.#grams === 0 && !moving ? 0 : grams,
          moving,
          overload: this.#grams > MAX_GRAMS,
        });
      }
    }
  }
}
