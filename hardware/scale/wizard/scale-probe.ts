import type { ProbeProgress, ScaleCandidate } from '../../../shared/devices/scale-wizard.ts';
import type { SerialLine } from '../../../shared/settings/settings.ts';
import { findScaleProtocol } from '../../registry.ts';
import type { Clock } from '../../supervisor/clock.ts';
import type { Connection, ConnectionHandlers } from '../../transports/transport.ts';
import type { ScaleProtocol } from '../scale-protocol.ts';
import { framingOf } from './line-parity.ts';
import type { ProbeStep } from './probe-plan.ts';
import { lastReading, rankCandidates } from './rank-candidates.ts';

const LISTEN_MS = 1_300;
const ANSWER_MS = 350;
/** Certain enough to stop looking: whole frames, several of them. */
const SURE_PERCENT = 85;
const SURE_FRAMES = 3;
const SURE_ANSWERS = 1;
const LIVE_MS = 400;
/** Bytes kept of what was heard: some seconds at 19200 baud. */
const KEEP_BYTES = 4_096;

export interface ScaleProbeOptions {
  /** Opens the port with these settings; a port without settings (HID, TCP) ignores them. */
  readonly open: (line: SerialLine, handlers: ConnectionHandlers) => Promise<Connection>;
  readonly plan: readonly ProbeStep[];
  readonly clock: Clock;
  readonly onProgress: (progress: ProbeProgress) => void;
}

/**
 * The wizard at a port: walks through the plan until something is understood, then keeps the port open so that the readings of all candidates
 * follow what lies on the plate. Writes nothing but the polls of the protocols it asks.
 */
export class ScaleProbe {
  readonly #options: ScaleProbeOptions;
  #connection: Connection | undefined;
  #heard: number[] = [];
  #total = 0;
  #lost: string | undefined;
  #stopped = false;
  #wake: () => void = () => undefined;

  constructor(options: ScaleProbeOptions) {
    this.#options = options;
  }

  /** Resolves when it has ended by itself: nothing found, port gone, or stopped. */
  async run(): Promise<void> {
    const { plan, onProgress } = this.#options;
    const tell = (phase: ProbeProgress['phase'], step: number, more: Partial<ProbeProgress> = {}): void => {
      if (!this.#stopped) onProgress({ phase, step, of: plan.length, bytes: this.#total, candidates: [], ...more });
    };
    try {
      for (const [index, step] of plan.entries()) {
        tell(step.type === 'listen' ? 'listening' : 'asking', index, { line: step.line });
        await this.#open(step.line);
        const found =
          step.type === 'listen' ? await this.#listen(step.line) : await this.#ask(step.line, step.protocols);
        if (this.#stopped) return;
        if (found.length > 0) {
          await this.#follow(found, (candidates) => tell('live', index, { line: found[0]?.line, candidates }));
          return;
        }
      }
      tell('nothing', plan.length);
    } catch (error) {
      tell('failed', plan.length, { detail: (error instanceof Error ? error.message : String(error)).slice(0, 200) });
    } finally {
      await this.#close();
    }
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#wake();
    await this.#close();
  }

  async #listen(line: SerialLine): Promise<readonly ScaleCandidate[]> {
    await this.#wait(LISTEN_MS);
    const bytes = Uint8Array.from(this.#heard);
    const candidates = rankCandidates({ bytes, line: framingOf(bytes, line.baudRate) });
    const [best] = candidates;
    return best !== undefined && best.explainedPercent >= SURE_PERCENT && best.frames >= SURE_FRAMES ? candidates : [];
  }

  async #ask(line: SerialLine, protocols: readonly ScaleProtocol[]): Promise<readonly ScaleCandidate[]> {
    const found: ScaleCandidate[] = [];
    for (const protocol of protocols) {
      if (this.#stopped) return [];
      this.#heard = [];
      this.#connection?.write(protocol.poll?.bytes ?? new Uint8Array());
      await this.#wait(ANSWER_MS);
      const bytes = Uint8Array.from(this.#heard);
      found.push(
        ...rankCandidates({ bytes, line, asked: protocol }).filter(
          ({ explainedPercent, frames, last }) =>
            explainedPercent >= SURE_PERCENT &&
            frames >= SURE_ANSWERS &&
            !(last.type === 'fault' && last.kind === 'unreadable'),
        ),
      );
    }
    return found.sort((a, b) => Number(b.last.type === 'weight') - Number(a.last.type === 'weight')).slice(0, 8);
  }

  /** Keeps the port on the best candidate's line and reads on for all; asks in turn for those that are asked. */
  async #follow(found: readonly ScaleCandidate[], tell: (candidates: ScaleCandidate[]) => void): Promise<void> {
    const [best] = found;
    if (best === undefined) return;
    await this.#open(best.line);
    let candidates = found.filter(({ line }) => JSON.stringify(line) === JSON.stringify(best.line));
    const polls = [...new Set(candidates.filter(({ asked }) => asked).map(({ protocol }) => protocol))];
    tell(candidates);
    for (let turn = 0; !this.#stopped; turn += 1) {
      const name = polls[turn % Math.max(1, polls.length)];
      const asked = name === undefined ? undefined : findScaleProtocol(name);
      this.#heard = [];
      if (asked?.poll !== undefined) this.#connection?.write(asked.poll.bytes);
      await this.#wait(LIVE_MS);
      const bytes = Uint8Array.from(this.#heard);
      candidates = candidates.map((candidate) => {
        const protocol = findScaleProtocol(candidate.protocol);
        if (protocol === undefined || (asked !== undefined && candidate.protocol !== name)) return candidate;
        const last = lastReading(protocol, candidate.dialect, bytes);
        // Silence is no reading: the former one must not look alive.
        return { ...candidate, last: last ?? { type: 'status', kind: 'busy', detail: 'silent' } };
      });
      tell(candidates);
    }
  }

  async #open(line: SerialLine): Promise<void> {
    await this.#close();
    if (this.#stopped) return;
    this.#heard = [];
    this.#lost = undefined;
    this.#connection = await this.#options.open(line, {
      data: (bytes) => {
        this.#total += bytes.length;
        for (const byte of bytes) this.#heard.push(byte);
        if (this.#heard.length > KEEP_BYTES) this.#heard = this.#heard.slice(-KEEP_BYTES);
      },
      lost: (reason) => {
        this.#lost = reason;
        this.#wake();
      },
    });
  }

  async #close(): Promise<void> {
    const connection = this.#connection;
    this.#connection = undefined;
    await connection?.close();
  }

  async #wait(ms: number): Promise<void> {
    if (!this.#stopped && this.#lost === undefined)
      await new Promise<void>((resolve) => {
        const cancel = this.#options.clock.after(ms, resolve);
        this.#wake = () => {
          cancel();
          resolve();
        };
      });
    if (this.#lost !== undefined && !this.#stopped) throw new Error(this.#lost);
  }
}
