import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import type { PreAlert } from '../../shared/reference/reference-data.ts';
import { CloudProcess } from './cloud.ts';
import { decodeBarcodes, renderZplToPng } from './render-zpl.ts';
import { ScalePty, toledoFrame } from './scale-pty.ts';
import { startStation, writeSettings, type Station } from './station.ts';
import { TcpPrinter } from './tcp-printer.ts';
import { waitUntil } from './wait-until.ts';
import { startXDisplay, type XDisplay } from './x-display.ts';

export interface FloorOptions {
  readonly cloud?: boolean;
  readonly preAlerts?: readonly PreAlert[];
  readonly language?: 'zh' | 'en';
  readonly printerPort?: number;
  /** The folder of another build than dist. */
  readonly app?: string;
  /** An X display that is there already. */
  readonly display?: XDisplay;
}

/**
 * Keys made by a program come up to 100 ms apart while other programs use the machine, which no gun does. The rules for real guns
 * are the decoder's own tests; here the gun is set up as an uneven one, and people type slower than it.
 */
const UNEVEN_GUN = { maxGapMs: 160, endSilenceMs: 300 };

export interface BandNow {
  readonly tone: string;
  readonly code: string;
  readonly subject: string;
}

/**
 * One bench with its surroundings, all of them real: X display and keys, a pty where the scale is, a TCP printer, the cloud on
 * PostgreSQL, the station itself. Nothing in here clicks a mouse.
 */
export class Floor {
  readonly home: string;
  readonly display: XDisplay;
  readonly scale: ScalePty;
  readonly printer = new TcpPrinter();
  readonly cloud: CloudProcess | undefined;
  readonly #options: FloorOptions;
  #station: Station | undefined;

  private constructor(home: string, display: XDisplay, options: FloorOptions) {
    this.home = home;
    this.display = display;
    this.#options = options;
    this.scale = new ScalePty(home, () => toledoFrame(0));
    this.cloud = options.cloud === false ? undefined : new CloudProcess(join(home, 'cloud'));
  }

  static async open(options: FloorOptions = {}): Promise<Floor> {
    const home = mkdtempSync(join(tmpdir(), 'wh-floor-'));
    chmodSync(home, 0o711);
    const floor = new Floor(home, options.display ?? (await startXDisplay()), options);
    await Promise.all([floor.scale.plug(), floor.printer.listen(options.printerPort), floor.cloud?.start()]);
    if (floor.cloud !== undefined && options.preAlerts !== undefined) await floor.announce(options.preAlerts);
    return floor;
  }

  get station(): Station {
    if (this.#station === undefined) throw new Error('no station runs');
    return this.#station;
  }

  /** Publishes work for the live organisation, with the sample lines and boxes. */
  async announce(preAlerts: readonly PreAlert[]): Promise<void> {
    const { lines, boxes } = (await import('../../shared/reference/built-in-reference.ts')).builtInReference;
    await this.admin('/v1/supply', { method: 'PUT', body: JSON.stringify({ lines, boxes, preAlerts }) });
  }

  async admin<T = unknown>(
    path: string,
    init: RequestInit = {},
    who: 'liveAdmin' | 'practiceAdmin' = 'liveAdmin',
  ): Promise<T> {
    if (this.cloud === undefined) throw new Error('this floor has no cloud');
    const response = await fetch(`${this.cloud.url}${path}`, {
      ...init,
      headers: {
        authorization: `Bearer ${String(this.cloud.tokens()[who])}`,
        ...(init.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...init.headers,
      },
    });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  }

  settings(more: Record<string, unknown> = {}): void {
    writeSettings(this.home, {
      language: this.#options.language ?? 'zh',
      scale: {
        transport: {
          type: 'serial',
          path: this.scale.path,
          line: { baudRate: 9600, dataBits: 8, parity: 'none', stopBits: 1 },
        },
        protocol: 'toledo-continuous',
      },
      printer: {
        transport: { type: 'tcp', host: '127.0.0.1', port: this.printer.port },
        language: 'zpl',
        dpi: 203,
        widthMm: 100,
        heightMm: 150,
      },
      scanner: UNEVEN_GUN,
      // The check before a shift has its own tests; elsewhere it would stand before every first parcel.
      shift: { startCheck: 'offered' },
      ...more,
    });
  }

  /** No device: the station opens in practice mode. */
  practice(): void {
    writeSettings(this.home, { language: this.#options.language ?? 'zh', scanner: UNEVEN_GUN });
  }

  /** Starts the station and waits for its screen; with `until: 'ready'` also for a scale that shows an empty plate. */
  async start({
    env = {},
    until = 'ready',
    switches = [],
  }: {
    env?: Record<string, string>;
    until?: 'screen' | 'ready';
    switches?: readonly string[];
  } = {}): Promise<Station> {
    this.#station = await startStation({
      home: this.home,
      display: this.display.name,
      ...(this.#options.app === undefined ? {} : { app: this.#options.app }),
      switches,
      env: {
        ...(this.cloud === undefined
          ? {}
          : {
              WEIGHHOUSE_CLOUD_URL: this.cloud.url,
              WEIGHHOUSE_CLOUD_TOKENS: join(this.cloud.data, 'tokens.json'),
            }),
        ...env,
      },
    });
    await this.station.page.locator('html[data-at-work] main[data-screen]').waitFor({ timeout: 30_000 });
    if (until === 'ready') {
      await this.seesNumber('0.000 kg');
      if (this.cloud !== undefined && this.#options.preAlerts !== undefined) await this.knowsWork();
    }
    return this.#station;
  }

  /** The pre-alerts have arrived, and the page has been told. */
  knowsWork(): Promise<boolean> {
    return this.knows('preAlert', this.#options.preAlerts?.length ?? 0);
  }

  /** So many records of a kind of the supply have arrived, and the page has been told. */
  knows(kind: string, wanted: number): Promise<boolean> {
    return waitUntil(`${wanted} of ${kind} on the station`, async () => {
      const count = await this.station.page.evaluate(async (name) => {
        const { weighhouse } = window as unknown as {
          weighhouse: { invoke(name: string, input: null): Promise<unknown> };
        };
        const answer = (await weighhouse.invoke('supply.describe', null)) as {
          value?: { counts: Record<string, number> };
        };
        return answer.value?.counts[name] ?? 0;
      }, kind);
      return count >= wanted;
    });
  }

  put(grams: number): void {
    this.scale.feed(() => toledoFrame(grams));
  }

  /** Ten frames of this weight have gone through the station, whatever it shows: the overload sent behind them is on the chip. */
  async weightWasSeen(grams: number): Promise<void> {
    this.scale.feed(() => undefined);
    for (let frame = 0; frame < 10; frame += 1) this.scale.write(toledoFrame(grams));
    this.scale.feed(() => toledoFrame(0, { overload: true }));
    await waitUntil('the overload on the chip', async () => (await this.chip('scale')) === 'check');
    this.scale.feed(() => toledoFrame(0));
  }

  /** Plate empty, and the station has seen it. */
  async lift(): Promise<void> {
    this.scale.feed(() => toledoFrame(0));
    await waitUntil('an empty plate on the screen', async () => {
      const value = await this.#number('live');
      return value === '0.000 kg' || (await this.phase()) === 'idle';
    });
  }

  /** Back to a bench at rest whatever a test left behind: plate empty, open parcel and question put away by the keys. */
  async clear(): Promise<void> {
    this.scale.feed(() => toledoFrame(0));
    if (this.#station === undefined) return;
    await waitUntil('a bench at rest', async () => {
      const before = [await this.phase(), (await this.band()).code, (await this.band()).subject] as const;
      const [phase, code, subject] = before;
      if (phase === 'idle' && code === '') return true;
      // An open parcel or question is put back by F8; a booked parcel leaves by itself once the plate is empty. A label that nobody
      // knows of is answered, as on a floor, before anything else.
      const key =
        phase === null
          ? 'Escape'
          : code === 'LABEL_UNKNOWN'
            ? 'F1'
            : phase !== 'booked' && phase !== 'idle' && (subject !== '' || code !== '')
              ? 'F8'
              : undefined;
      if (key === undefined) return undefined;
      this.display.press(key);
      // The key has its effect before the next look: pressed on what has gone meanwhile, F8 would undo the parcel before.
      await waitUntil(
        'the key to be taken',
        async () => (await this.phase()) !== phase || (await this.band()).code !== code || undefined,
        2_000,
      ).catch(() => undefined);
      return undefined;
    });
  }

  async band(): Promise<BandNow> {
    const band = this.station.page.locator('.band');
    return band.evaluate((element) => {
      const { tone = '', code = '', subject = '' } = (element as HTMLElement).dataset;
      return { tone, code, subject };
    });
  }

  /** Gives the window another size; returns when the page has painted it. */
  async resize(widthPx: number, heightPx: number): Promise<void> {
    const { page } = this.station;
    this.display.resizeWindow(widthPx, heightPx);
    await page.waitForFunction((width) => innerWidth === width, widthPx);
    await page.evaluate(
      () =>
        new Promise<void>((painted) => {
          requestAnimationFrame(() => requestAnimationFrame(() => painted()));
        }),
    );
  }

  async phase(): Promise<string | null> {
    return this.#attribute(this.station.page.locator('[data-phase]').first(), 'data-phase');
  }

  /** Waits for a phase of the bench, and names what stood there instead. */
  async waitForPhase(phase: string): Promise<boolean> {
    let seen: string | null = null;
    try {
      return await waitUntil(`phase ${phase}`, async () => (seen = await this.phase()) === phase);
    } catch (error) {
      const band = JSON.stringify(await this.band().catch(() => 'nothing'));
      throw new Error(`${String(error)}; it is in ${seen}, the band says ${band}`, { cause: error });
    }
  }

  /** Waits for a refusal or fault on the band, and names what stood there instead. */
  async waitForCode(code: string): Promise<BandNow> {
    let seen: BandNow | undefined;
    try {
      return await waitUntil(code, async () => {
        seen = await this.band();
        return seen.code === code ? seen : undefined;
      });
    } catch (error) {
      throw new Error(`${String(error)}; the band says ${JSON.stringify(seen)}`, { cause: error });
    }
  }

  /** Booked: saved, and what the receipt says of its label. */
  async waitForBooked(waybill: string, label?: string): Promise<void> {
    let seen: unknown;
    try {
      await waitUntil(`${waybill} booked${label === undefined ? '' : ` and its label ${label}`}`, async () => {
        const state = {
          phase: await this.phase(),
          subject: (await this.band()).subject,
          label: await this.#attribute(this.station.page.locator('.receipt'), 'data-label'),
        };
        seen = state;
        return state.phase === 'booked' && state.subject === waybill && (label === undefined || state.label === label);
      });
    } catch (error) {
      throw new Error(
        `${String(error)}; the screen says ${JSON.stringify({ ...(seen as object), ...(await this.band()) })}`,
        {
          cause: error,
        },
      );
    }
  }

  /** `gross`, `chargeable` or `live` with its unit, or null when that number is not on the screen. */
  number(name: 'gross' | 'chargeable' | 'live'): Promise<string | null> {
    return this.#number(name);
  }

  async seesNumber(value: string): Promise<boolean> {
    try {
      return await waitUntil(`live ${value}`, async () => (await this.#number('live')) === value);
    } catch (error) {
      const seen = { live: await this.#number('live'), phase: await this.phase(), ...(await this.band()) };
      const notice = await this.station.page.locator('.notice').allInnerTexts();
      const log = readFileSync(join(this.home, 'logs', 'station.log'), 'utf8')
        .split('\n')
        .slice(-25)
        .join('\n');
      throw new Error(`${String(error)}; the screen says ${JSON.stringify({ ...seen, notice })}\n${log}`, {
        cause: error,
      });
    }
  }

  /**
   * From now on, every painted state without that number is noticed, however short: asking again and again would miss it.
   * @returns whether the number has been off the screen since
   */
  async watchForLoss(name: 'live'): Promise<() => Promise<boolean>> {
    await this.station.page.evaluate((selector) => {
      const gone = (): boolean => document.querySelector(selector) === null;
      document.documentElement.dataset['lost'] = String(gone());
      new MutationObserver((_, observer) => {
        if (!gone()) return;
        document.documentElement.dataset['lost'] = 'true';
        observer.disconnect();
      }).observe(document.body, { childList: true, subtree: true, attributes: true });
    }, `[data-number="${name}"]`);
    return async () => (await this.#attribute(this.station.page.locator('html'), 'data-lost')) === 'true';
  }

  async chip(name: 'scale' | 'printer' | 'cloud' | 'scanner'): Promise<string | null> {
    return this.#attribute(this.station.page.locator(`[data-chip="${name}"]`), 'data-tone');
  }

  /** The whole act of one parcel with its size known: scan, put, booked, lift. */
  async weigh(waybill: string, grams: number): Promise<void> {
    this.display.scan(waybill);
    await this.waitForPhase('await-weight');
    this.put(grams);
    await this.waitForBooked(waybill);
    await this.lift();
  }

  /** Operations as they lie in the journal's files, read without the product's code: bodies between the record heads. */
  journal(mode: 'live' | 'practice' = 'live'): { type: string; seq: number; payload: Record<string, unknown> }[] {
    return journalBodies(this.home, mode).map(
      (text) => JSON.parse(text) as { type: string; seq: number; payload: Record<string, unknown> },
    );
  }

  /** Pid of a child process of the station by Chromium's own words for it. */
  child(kind: 'renderer' | 'device-host'): number | undefined {
    const read = (pid: string, file: string): string => {
      try {
        return readFileSync(`/proc/${pid}/${file}`, 'utf8');
      } catch {
        return '';
      }
    };
    const wanted = kind === 'renderer' ? '--type=renderer' : '--utility-sub-type=node.mojom.NodeService';
    for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
      if (!read(name, 'cmdline').includes(wanted)) continue;
      for (let parent = Number(name), depth = 0; parent > 1 && depth < 6; depth += 1) {
        if (parent === this.station.pid) return Number(name);
        const stat = read(String(parent), 'stat');
        parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1] ?? '0');
      }
    }
    return undefined;
  }

  async stopStation(): Promise<void> {
    const station = this.#station;
    this.#station = undefined;
    await station?.close();
  }

  /** Power cut of the station's processes: SIGKILL, nothing is asked. */
  async killStation(): Promise<void> {
    const station = this.#station;
    this.#station = undefined;
    await station?.kill();
  }

  async close(): Promise<void> {
    await this.stopStation();
    this.scale.unplug();
    await this.printer.close();
    await this.cloud?.stop();
    if (this.#options.display === undefined) this.display.stop();
    rmSync(this.home, { recursive: true, force: true });
  }

  #number(name: string): Promise<string | null> {
    return this.#attribute(this.station.page.locator(`[data-number="${name}"]`), 'data-value');
  }

  async #attribute(locator: Locator, name: string): Promise<string | null> {
    return (await locator.count()) === 0
      ? null
      : locator
          .first()
          .getAttribute(name, { timeout: 1_000 })
          .catch(() => null);
  }
}

/** Segment: "WHJ1", u32 header length, header, u32 CRC; record: u32 length, u32 CRC, 32 bytes hash, body. Independent of the product's reader. */
export function journalBodies(home: string, mode: 'live' | 'practice' = 'live'): string[] {
  const folder = join(home, mode, 'journal');
  const bodies: string[] = [];
  if (!existsSync(folder)) return bodies;
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
    const path = join(folder, file);
    let bytes: Buffer;
    try {
      bytes = readFileSync(path);
    } catch {
      continue;
    }
    if (bytes.subarray(0, 4).toString('latin1') !== 'WHJ1') continue;
    for (let at = 12 + bytes.readUInt32LE(4); at + 40 <= bytes.length;) {
      const length = bytes.readUInt32LE(at);
      if (length === 0 || at + 40 + length > bytes.length) break;
      bodies.push(bytes.subarray(at + 40, at + 40 + length).toString('utf8'));
      at += 40 + length;
    }
  }
  return bodies;
}

/** What somebody else's renderer and decoder read on a label. */
export async function codesOnLabel(zpl: string): Promise<string[]> {
  const codes = await decodeBarcodes(await renderZplToPng(zpl));
  return codes.map((code) => code.text);
}
