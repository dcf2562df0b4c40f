import { createHash } from 'node:crypto';
import { parcelLabel } from '../../shared/parcel/parcel-label.ts';
import type { ParcelWeighed } from '../../shared/parcel/operations.ts';
import { createLineBook } from '../../shared/parcel/line-book.ts';
import { builtInReference } from '../../shared/reference/built-in-reference.ts';
import { chainSeed, type JournalRecord, type OperationBody } from '../../shared/sync/operation.ts';
import { toledoFrame } from './scale-pty.ts';

/** Repeatable chance: mulberry32. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const FAMILY = '王李张刘陈杨黄赵周吴徐孙马朱胡林郭何高罗'.split('');
const GIVEN = '伟芳娜敏静强磊军洋勇艳杰娟涛明超秀霞平刚'.split('');
const CITIES = [
  'Los Angeles CA 90013',
  'Newark NJ 07114',
  'Dallas TX 75201',
  '10117 Berlin',
  '75002 Paris',
  '28013 Madrid',
];
const STREETS = ['S Grand Ave', 'Port St', 'Main St', 'Unter den Linden', 'rue de la Paix', 'Calle Mayor'];

/**
 * What one station's journal holds after a day's work: bodies as the application writes them (the real rating engine, the real
 * label data, the real frame of a scale), nothing repeated that a floor would not repeat. For figures, so that they are about
 * real operations: each parcel is weighed, its label sent, and two of three labels are confirmed by scanning back.
 */
export function floorDay(device: string, count: number, seed = 1, epoch = 1): JournalRecord[] {
  const random = seeded(seed);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  const records: JournalRecord[] = [];
  let hash = createHash('sha256').update(chainSeed(device, epoch)).digest();
  let wallMs = 1_790_000_000_000;
  const append = (type: string, entity: string, payload: object, actor: string): number => {
    const seq = records.length + 1;
    const body = JSON.stringify({
      v: 1,
      seq,
      type,
      entity,
      actor,
      wallMs,
      tzMinutes: 480,
      monoMs: wallMs - 1_789_999_000_000,
      boot: '3fa9c1d2',
      payload: payload as Record<string, unknown>,
    } satisfies OperationBody);
    hash = createHash('sha256').update(hash).update(body).digest();
    records.push({ seq, body, hash: hash.toString('hex') });
    return seq;
  };
  while (records.length < count) {
    wallMs += 4_000 + Math.floor(random() * 9_000);
    const weighing = weighParcel(random, pick, wallMs);
    const seq = append('parcelWeighed', `parcel:${weighing.waybill}`, weighing, 'op-17');
    if (records.length === count) break;
    const job = `${device}-${epoch}-${seq}`;
    wallMs += 60 + Math.floor(random() * 90);
    const bytes = 11_000 + Math.floor(random() * 3_000);
    const sha256 = createHash('sha256').update(job).digest('hex');
    append('labelSending', `label:${job}`, { job, printer: 'printer-1', bytes, sha256, copy: false }, 'station');
    if (records.length === count) break;
    wallMs += 300 + Math.floor(random() * 200);
    append('labelSent', `label:${job}`, { job, bytes }, 'station');
    if (records.length === count || random() < 1 / 3) continue;
    wallMs += 900 + Math.floor(random() * 2_000);
    append('labelConfirmed', `label:${job}`, { job, by: 'scan-back' }, 'op-17');
  }
  return records;
}

const book = createLineBook(
  () => builtInReference.lines,
  () => 1_790_000_000_000,
);

function weighParcel(random: () => number, pick: <T>(from: readonly T[]) => T, wallMs: number): ParcelWeighed {
  const line = pick(builtInReference.lines);
  const grams = 150 + Math.floor(random() * 11_850);
  const gross = { value: (grams / 1000).toFixed(3), unit: 'kg' } as const;
  const side = (from: number, span: number): string => String(from + Math.floor(random() * span));
  const dimensions = { length: side(18, 40), width: side(12, 28), height: side(5, 30), unit: 'cm' } as const;
  const rated = book.rate({ waybill: '', line: line.code, cargoClass: 'none', gross, dimensions });
  if (!rated.ok) throw new Error(rated.error.detail);
  const waybill = `YT${String(Math.floor(random() * 1e10)).padStart(10, '0')}CN`;
  const receiver = `${pick(FAMILY)}${pick(GIVEN)}${pick(GIVEN)}`;
  const destination = `${pick(STREETS)} ${side(1, 400)}, ${pick(CITIES)}`;
  const label = parcelLabel(
    { waybill, announced: true, line: line.code, cargoClass: 'none', receiver, destination, dimensions },
    gross,
    rated.value,
    {
      line,
      language: 'zh',
      station: 'W3',
      operator: '陈敏',
      time: new Date(wallMs).toISOString().slice(0, 16).replace('T', ' '),
    },
  );
  return {
    waybill,
    announced: true,
    line: line.code,
    cargoClass: 'none',
    gross,
    grossMilligrams: grams * 1000,
    dimensions,
    dimensionsFrom: 'pre-alert',
    chargeable: rated.value,
    evidence: {
      scale: 'toledo-continuous',
      scaleName: 'Mettler-Toledo IND226',
      simulated: false,
      rawHex: Buffer.from(toledoFrame(grams)).toString('hex'),
      frame: Math.floor((wallMs % 1e8) / 110),
      stableFrames: 5,
      settleMs: 420 + Math.floor(random() * 900),
      zeroSeen: true,
      stabilityFrom: 'protocol',
    },
    label,
    practice: false,
  };
}
