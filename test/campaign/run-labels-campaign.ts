import { fork, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { SimulatedPrinter } from '../../hardware/simulators/printer/simulated-printer.ts';
import type { PrintLimits } from '../../hardware/printer/transports/print-channel.ts';
import type { LabelState } from '../../shared/devices/print-job.ts';
import { breakPrinter } from './break-printer.ts';
import { judgeLabels } from './judge-labels.ts';
import { queueInFront } from './queue-in-front.ts';

/** Printers of the campaign: what each can say of itself. labelMs: a head so slow that the next label lies behind the one that prints. */
export const campaignPrinters = {
  /** ZPL, ~HS and an odometer: labels are proven by the printer. */
  counting: { language: 'zpl', answers: true, counts: true },
  /** ZPL, ~HS only. */
  answering: { language: 'zpl', answers: true, counts: false, labelMs: 20 },
  /** TSPL, <ESC>!?. */
  tspl: { language: 'tspl', answers: true, counts: false, labelMs: 20 },
  /** Says nothing at all: every label is scanned back. */
  silent: { language: 'zpl', answers: false, counts: false },
  /** The same behind a queue of a real CUPS, which says of each job that it is done and means that its bytes are gone. */
  cups: { language: 'zpl', answers: false, counts: false, queue: true },
} as const;
export type CampaignPrinter = keyof typeof campaignPrinters;

export interface CampaignOptions {
  readonly printer: CampaignPrinter;
  readonly labels: number;
  /** No new labels after this; default: none. */
  readonly seconds?: number;
  readonly seed: number;
  /** Folder for the journal; emptied by the caller. */
  readonly directory: string;
  /** labels-station as JavaScript. */
  readonly stationFile: string;
  readonly fontsDirectory: string;
  /** Chance per label that something breaks, and that the station is killed. */
  readonly faultShare: number;
  readonly killShare: number;
  /** Waits so many times as long: on a machine so busy that a simulated printer answers late, and so is silent and gets no labels. */
  readonly pace?: number;
  readonly onProgress?: (done: number) => void;
}

export interface CampaignResult {
  readonly printer: CampaignPrinter;
  readonly labels: number;
  readonly seed: number;
  readonly seconds: number;
  readonly kills: number;
  readonly faults: Readonly<Record<string, number>>;
  /** What the station asked a person, and what it was told. */
  readonly asked: number;
  readonly saidNothingCameOut: number;
  readonly scannedBack: number;
  readonly provenByPrinter: number;
  /** Called sent, and nothing had come out when a person looked: what the printer's own word is worth. */
  readonly sentAndNotOut: number;
  /** The three numbers that must be zero. */
  readonly duplicatesWithoutAWord: number;
  readonly silentLosses: number;
  readonly outOfOrder: number;
  /** Second labels that a person asked for although the first one came out: the person's mistake, or a label that came out late. */
  readonly secondLabelsAPersonAskedFor: number;
  /** Behind a queue: a label that was cut off and the next one in it. Seen by whoever scans them back, and never proof of a label. */
  readonly spoiled: number;
  readonly problems: readonly string[];
}

/** The waits of a real printer, shortened so that ten thousand labels take minutes. */
const limits: PrintLimits = {
  connectMs: 400,
  writeMs: 500,
  answerMs: 80,
  promptMs: 15,
  finishMs: 250,
  pollMs: 5,
  pollWaitingMs: 3,
  silentMs: 500,
  troubleMs: 20_000,
  settleMs: 120,
  quietMs: 40,
  idleMs: 20,
};
const paced = (of: PrintLimits, pace: number): PrintLimits =>
  Object.fromEntries(Object.entries(of).map(([name, ms]) => [name, Number(ms) * pace])) as unknown as PrintLimits;
/** cupsd starts a program for each job and answers as it finds time. */
const queueLimits: PrintLimits = { ...limits, writeMs: 3_000, silentMs: 3_000 };
const AHEAD = 4;
/** Nothing has moved for so long: a fault of the station, or a machine that gives this run no time. */
const STALL_MS = 180_000;
/** A person looks twice: what lies in the printer's tray after this is all that comes. */
const LOOK_MS = 90;

/** Small, fast, repeatable: mulberry32. */
function chance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

interface Told {
  state: LabelState;
  waybill: string;
  watched: boolean;
}

/**
 * Labels through a printer that breaks in every way a printer breaks, by a station that is killed at any moment, with a person who looks
 * at the printer and answers truly. Afterwards the journal on the disk and the paper are compared.
 */
export async function runLabelsCampaign(options: CampaignOptions): Promise<CampaignResult> {
  const started = performance.now();
  const random = chance(options.seed);
  const kind = campaignPrinters[options.printer];
  const { language, answers, counts } = kind;
  const labelMs = 'labelMs' in kind ? kind.labelMs : 1;
  const printer = new SimulatedPrinter({ language, answers, counts, labelMs });
  await printer.switchOn();
  const queue = 'queue' in kind ? await queueInFront(printer.port) : undefined;
  const transport = queue?.transport ?? { type: 'tcp', host: '127.0.0.1', port: printer.port };
  /** SHA-256 of each label on paper, in order; the journal says whose it is. */
  const paper: string[] = [];
  const owner = new Map<string, string>();
  printer.onPrinted = ({ bytes }) => paper.push(createHash('sha256').update(asSent(bytes)).digest('hex'));

  const told = new Map<string, Told>();
  /** How many labels of a parcel lay there when a person last said that nothing had come out. */
  const lyingAtWord = new Map<string, number>();
  const faults: Record<string, number> = {};
  let [kills, asked, scannedBack, sentAndNotOut, nextLabel] = [0, 0, 0, 0, 0];
  let child: ChildProcess | undefined;
  let up = false;
  let ending = false;
  let lastMoveMs = performance.now();
  const attended = new Set<string>();

  function spawnStation(): void {
    up = false;
    const settings = {
      directory: options.directory,
      transport,
      language,
      limits: paced(queue === undefined ? limits : queueLimits, options.pace ?? 1),
      fontsDirectory: options.fontsDirectory,
    };
    const mine = fork(options.stationFile, [JSON.stringify(settings)], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    child = mine;
    mine.on('message', (message) => {
      const news = message as
        | { up: true }
        | { sha256: string; waybill: string }
        | { job: string; waybill: string; state: LabelState; watched: boolean };
      lastMoveMs = performance.now();
      if ('sha256' in news) {
        owner.set(news.sha256, news.waybill);
        return;
      }
      if (!('job' in news)) {
        up = true;
        return;
      }
      told.set(news.job, { state: news.state, waybill: news.waybill, watched: news.watched });
      void attend(news.job);
    });
    mine.on('exit', () => {
      if (child !== mine) return;
      child = undefined;
      if (!ending) spawnStation();
    });
  }

  const printedOf = (waybill: string): number => paper.filter((sha256) => owner.get(sha256) === waybill).length;

  /** The person at the bench: mends the printer first, then looks, then answers. */
  async function attend(job: string): Promise<void> {
    if (attended.has(job)) return;
    const needsAPerson = (): boolean => {
      const now = told.get(job);
      return now?.state === 'unknown' || (now?.state === 'sent' && !now.watched);
    };
    if (!needsAPerson()) return;
    attended.add(job);
    for (let quietSinceMs = performance.now(); performance.now() - quietSinceMs < LOOK_MS;) {
      if (!printer.well || !printer.idle || (await queue?.busy()) === true) quietSinceMs = performance.now();
      const label = told.get(job);
      if (label?.state === 'sent' && printedOf(label.waybill) > 0) break;
      await pause(5);
    }
    attended.delete(job);
    const label = told.get(job);
    if (label === undefined || !needsAPerson() || child === undefined || !up) {
      // The station was killed meanwhile: it asks again when it is up.
      if (label !== undefined && needsAPerson()) setTimeout(() => void attend(job), 20);
      return;
    }
    const lying = printedOf(label.waybill);
    const cameOut = lying > (lyingAtWord.get(label.waybill) ?? 0);
    if (!cameOut) lyingAtWord.set(label.waybill, lying);
    if (label.state === 'unknown') asked += 1;
    else if (!cameOut) sentAndNotOut += 1;
    const act = cameOut ? (label.state === 'unknown' ? 'came-out' : 'scan-back') : 'nothing-came-out';
    if (act === 'scan-back') scannedBack += 1;
    child.send({ act, job });
    // Killed before it was noted: the state stays, and the person is asked again.
    setTimeout(() => void attend(job), 150);
  }

  spawnStation();
  let breaking: Promise<void> = Promise.resolve();
  let broken = false;
  const done = (): number => [...told.values()].filter(({ state }) => state === 'confirmed').length;
  let wanted = options.labels;
  let gaveUp = false;
  while (done() < wanted) {
    if (performance.now() - started > (options.seconds ?? Infinity) * 1_000) wanted = Math.min(wanted, nextLabel);
    gaveUp = performance.now() - lastMoveMs > STALL_MS;
    if (gaveUp) break;
    const open = nextLabel - done();
    if (up && child !== undefined && nextLabel < wanted && open < AHEAD) {
      const waybill = `YT${String(1_000_000 + nextLabel)}`;
      nextLabel += 1;
      await weigh(waybill);
      if (!broken && random() < options.faultShare) {
        broken = true;
        breaking = pause(random() * 15)
          .then(() => breakPrinter(printer, random, faults))
          .finally(() => (broken = false));
      }
      if (random() < options.killShare) {
        await pause(random() * 12);
        kills += 1;
        up = false;
        child.kill('SIGKILL');
      }
      options.onProgress?.(done());
    } else await pause(2);
  }
  await breaking;
  ending = true;
  const last: ChildProcess | undefined = child;
  if (last !== undefined) {
    const gone = new Promise((resolve) => last.once('exit', resolve));
    last.kill('SIGKILL');
    await gone;
  }
  await queue?.stop();
  await pause(50);
  await printer.switchOff();

  /** What was not noted before a kill was never promised to anybody: it is weighed again. */
  async function weigh(waybill: string): Promise<void> {
    const isNoted = (): boolean => [...told.values()].some((label) => label.waybill === waybill);
    while (!isNoted() && performance.now() - lastMoveMs < STALL_MS) {
      const mine = child;
      if (!up || mine === undefined) {
        await pause(2);
        continue;
      }
      mine.send({ act: 'weigh', waybill });
      while (!isNoted() && child === mine && performance.now() - lastMoveMs < STALL_MS) await pause(1);
      // A new station tells everything that it has in its journal before it says that it is up.
      while (child !== mine && !up && performance.now() - lastMoveMs < STALL_MS) await pause(2);
    }
  }

  const judged = judgeLabels(options.directory, paper, owner, wanted, queue !== undefined);
  return {
    printer: options.printer,
    labels: judged.labels,
    seed: options.seed,
    seconds: Math.round((performance.now() - started) / 100) / 10,
    kills,
    faults,
    asked,
    saidNothingCameOut: judged.saidNothingCameOut,
    scannedBack,
    provenByPrinter: judged.provenByPrinter,
    sentAndNotOut,
    duplicatesWithoutAWord: judged.duplicatesWithoutAWord,
    silentLosses: judged.silentLosses,
    outOfOrder: judged.outOfOrder,
    secondLabelsAPersonAskedFor: judged.secondLabelsAPersonAskedFor,
    spoiled: judged.spoiled,
    problems: gaveUp ? [`nothing moved for ${STALL_MS / 1_000} s`, ...judged.problems] : judged.problems,
  };
}

/** A ZPL printer keeps `^XA` to `^XZ`; the job has an end of line after it. */
const asSent = (bytes: Buffer): Buffer =>
  bytes.subarray(-3).toString('latin1') === '^XZ' ? Buffer.concat([bytes, Buffer.from('\n')]) : bytes;
