import { closeSync, mkdtempSync, openSync, readSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { identify } from '../../shared/identifiers/identify.ts';
import { parseExactJson, type ExactJson } from '../../shared/measure/exact-json.ts';
import { answerQuestion, ruleReader } from '../../shared/rating/answer-question.ts';
import { AreaList, packAreas, type AreaSource } from '../../shared/rating/areas/area-pack.ts';
import { compileRule } from '../../shared/rating/compile-rule.ts';
import { evaluateTicket } from '../../shared/rating/evaluate-ticket.ts';
import { mergeInputSchema, mergeParcels } from '../../shared/rating/merge/merge-parcels.ts';
import { findPackRules } from '../../shared/rating/packs/all-packs.ts';
import { readTicket, type TicketInput } from '../../shared/rating/rating-input.ts';

/**
 * Rates are given twice: by the clock, and by the processor time this process used. On a machine that is busy with other things the
 * second is what one core can do; the percentiles are of the clock, over batches.
 */
const BATCH = 1_000;
const BATCHES = 300;
const WARM_UP = 40;

const processorSeconds = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};
const clockSeconds = (): number => Number(process.hrtime.bigint()) / 1e9;
const percentile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
const thousands = (value: number): string => Math.round(value).toLocaleString('en-US').padStart(11);

function measure(name: string, target: number | undefined, one: (i: number) => void): void {
  for (let i = 0; i < WARM_UP * BATCH; i += 1) one(i);
  const times: number[] = [];
  const [cpu, clock] = [processorSeconds(), clockSeconds()];
  for (let batch = 0; batch < BATCHES; batch += 1) {
    const start = clockSeconds();
    for (let i = 0; i < BATCH; i += 1) one(batch * BATCH + i);
    times.push(((clockSeconds() - start) / BATCH) * 1e6);
  }
  const [cpuSpent, clockSpent] = [processorSeconds() - cpu, clockSeconds() - clock];
  times.sort((a, b) => a - b);
  const rates = [(BATCH * BATCHES) / cpuSpent, (BATCH * BATCHES) / clockSpent] as const;
  const micro = [0.5, 0.95, 0.99].map((share) => percentile(times, share).toFixed(2).padStart(7)).join(' ');
  process.stdout.write(
    `${name.padEnd(46)}${thousands(rates[0])}/s core ${thousands(rates[1])}/s clock   p50/p95/p99 µs ${micro}${target === undefined ? '' : `   target ${thousands(target).trim()}/s ${rates[0] >= target ? 'met' : 'MISSED'}`}\n`,
  );
}

const read = ruleReader(findPackRules);

/** Parcels as they come: sides with a decimal, weights in grams, some below and some above their volume. */
function tickets(units: { weight: 'kg' | 'lb'; length: 'cm' | 'in' }, pieces: number): TicketInput[] {
  return Array.from({ length: 997 }, (_, i) => ({
    date: '2026-10-01',
    pieces: Array.from({ length: pieces }, (__, k) => ({
      weight: { value: `${1 + ((i + k) % 30)}.${100 + ((i * 7 + k) % 900)}`, unit: units.weight },
      dimensions: {
        length: `${10 + (i % 40)}.${i % 10}`,
        width: `${10 + ((i * 3) % 30)}`,
        height: `${5 + ((i * 5 + k) % 20)}.5`,
        unit: units.length,
      },
    })),
  }));
}

function benchRating(): void {
  process.stdout.write('\nChargeable weight: one evaluation with its whole trail\n');
  for (const [id, units, pieces] of [
    ['quanpao', { weight: 'kg', length: 'cm' }, 1],
    ['dhl-express-intl', { weight: 'kg', length: 'cm' }, 1],
    ['fedex-intl', { weight: 'kg', length: 'cm' }, 1],
    ['ups-us', { weight: 'lb', length: 'in' }, 1],
    ['usps', { weight: 'lb', length: 'in' }, 1],
    ['quanpao', { weight: 'lb', length: 'in' }, 1],
    ['pieces-compare-round-sum', { weight: 'kg', length: 'cm' }, 4],
  ] as const) {
    const rules = read(id);
    const rule = rules.ok ? rules.value.at(-1) : undefined;
    const compiled = rule === undefined ? undefined : compileRule(rule);
    if (compiled?.ok !== true) throw new Error(`no rule ${id}`);
    const parcels = tickets(units, pieces);
    const first = evaluateTicket(compiled.value, parcels[0] as TicketInput);
    if (!first.ok) throw new Error(`${id}: ${first.error.detail}`);
    measure(
      `${id}, ${units.weight}/${units.length}, ${pieces} ${pieces === 1 ? 'piece' : 'pieces'}`,
      pieces === 1 ? 200_000 : undefined,
      (i) => {
        evaluateTicket(compiled.value, parcels[i % parcels.length] as TicketInput);
      },
    );
  }
  const line = '{"weight":"2.365 kg","dimensions":"42x31x20 cm"}';
  const rules = read('quanpao');
  measure('from a JSON line to the answer as an object', undefined, () => {
    const parsed = parseExactJson(line);
    if (parsed.ok) answerQuestion(rules, parsed.value);
  });
  measure('reading a ticket alone', undefined, () => {
    readTicket({ weight: '2.365 kg', dimensions: '42x31x20 cm' } satisfies ExactJson);
  });
}

function benchIdentifiers(): void {
  process.stdout.write('\nIdentification\n');
  const codes: readonly (readonly [string, string])[] = [
    ['UPS 1Z', '1Z5R89390357567127'],
    ['FedEx, 12 bare digits', '986578788855'],
    ['USPS IMpb 22', '9405803699300124287899'],
    ['USPS IMpb with ZIP', '420221539101026837331000039521'],
    ['S10', 'RB123456785GB'],
    ['air waybill', '176-12345675'],
    ['SF Express', 'SF1234567890123'],
    ['JD package', 'JDVA11408814483-1-3-'],
    ['EAN-13', '4006381333931'],
    ['SSCC with AIM', ']C100340123450000000017'],
    ['element string, GS, two elements', ']C1010952123454321310AB'],
    ['element string, brackets, three elements', '(01)09521234543213(10)AB(17)270228'],
    ['Digital Link', 'https://id.gs1.org/01/09521234543213/10/AB?17=270228'],
    ['nothing known', 'HELLO-WORLD-42'],
  ];
  const options = { thisYear: 2026 };
  measure('all of these in turn', 500_000, (i) => {
    identify(codes[i % codes.length]?.[1] ?? '', options);
  });
  for (const [name, code] of codes) measure(name, undefined, () => void identify(code, options));
}

/** A pack read from a file piece by piece: ASCII, so that places in the text are places in the file. */
function fileSource(file: string): { source: AreaSource; bytesRead: () => number; close: () => void } {
  const handle = openSync(file, 'r');
  let total = 0;
  let body = 0;
  const slice = (at: number, length: number): string => {
    const buffer = Buffer.alloc(length);
    const got = readSync(handle, buffer, 0, length, at);
    total += got;
    return buffer.toString('latin1', 0, got);
  };
  return {
    source: {
      head: () => {
        let text = '';
        for (let at = 0; !text.includes('\n'); at += 65_536) text += slice(at, 65_536);
        body = text.indexOf('\n') + 1;
        return text.slice(0, body);
      },
      read: (at, length) => slice(body + at, length),
    },
    bytesRead: () => total,
    close: () => closeSync(handle),
  };
}

function benchAreas(): void {
  const ROWS = 1_000_000;
  process.stdout.write(`\nAreas: ${ROWS.toLocaleString('en-US')} postcode rows\n`);
  const rows = Array.from({ length: ROWS }, (_, i) => {
    const area = `zone-${i % 9}`;
    // Half of them exact, alphanumeric as in Great Britain; the rest prefixes and ranges of seven digits.
    if (i % 2 === 0) {
      const n = i / 2;
      const letters = String.fromCharCode(65 + (n % 26)) + String.fromCharCode(65 + (Math.floor(n / 26) % 26));
      return { area, country: 'GB', postcode: `${letters}${String(n).padStart(7, '0').slice(-6)}` };
    }
    const n = (i - 1) / 2;
    return i % 4 === 1
      ? { area, country: 'BR', from: String(1_000_000 + n * 16), to: String(1_000_000 + n * 16 + 9) }
      : { area, country: 'BR', prefix: String(1_000_000 + n * 16 + 12) };
  });
  const folder = mkdtempSync(join(tmpdir(), 'weighhouse-areas-'));
  const file = join(folder, 'million.areas');
  try {
    let start = clockSeconds();
    const packed = packAreas(rows);
    if (!packed.ok) throw new Error(`row ${packed.fault.row}: ${packed.fault.problem}`);
    writeFileSync(file, packed.text);
    process.stdout.write(
      `check and pack ${((clockSeconds() - start) * 1000).toFixed(0)} ms, file ${(statSync(file).size / 1e6).toFixed(1)} MB\n`,
    );
    start = clockSeconds();
    const opened = fileSource(file);
    const list = new AreaList(opened.source);
    process.stdout.write(`open ${((clockSeconds() - start) * 1000).toFixed(3)} ms, ${opened.bytesRead()} bytes read\n`);
    const first: number[] = [];
    const later: number[] = [];
    const seen = new Set<string>();
    let found = 0;
    for (let i = 0; i < 60_000; i += 1) {
      const row = rows[(i * 7_919 + 13) % ROWS];
      const postcode = row?.postcode ?? row?.from ?? `${row?.prefix ?? ''}`;
      const country = row?.country ?? 'GB';
      const place = `${country}${postcode.slice(0, 5)}`;
      const before = clockSeconds();
      const match = list.find(country, postcode);
      const spent = (clockSeconds() - before) * 1000;
      if (match?.area === row?.area) found += 1;
      (seen.has(place) ? later : first).push(spent);
      seen.add(place);
    }
    for (const times of [first, later]) times.sort((a, b) => a - b);
    const show = (times: readonly number[]): string =>
      `p50 ${percentile(times, 0.5).toFixed(4)}  p99 ${percentile(times, 0.99).toFixed(4)}  most ${(times.at(-1) ?? 0).toFixed(3)} ms`;
    process.stdout.write(`first look-up of a place (${first.length} places; reads and parses it)   ${show(first)}\n`);
    process.stdout.write(
      `every later look-up (${later.length})   ${show(later)}   target < 1 ms ${percentile(later, 0.99) < 1 ? 'met' : 'MISSED'} at p99 (p99.9 ${percentile(later, 0.999).toFixed(4)})\n`,
    );
    process.stdout.write(`${found} of ${first.length + later.length} found with the area of their row\n`);
    opened.close();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function benchMerge(): void {
  process.stdout.write('\nMerge simulator, one customer\n');
  const rules = read('quanpao');
  const compiled = rules.ok && rules.value[0] !== undefined ? compileRule(rules.value[0]) : undefined;
  if (compiled?.ok !== true) throw new Error('no rule');
  const cartons = [
    { id: 's', inner: '25x20x15 cm', outer: '26x21x16 cm', tare: '0.15 kg' },
    { id: 'm', inner: '40x30x20 cm', outer: '41x31x21 cm', tare: '0.3 kg' },
    { id: 'l', inner: '50x40x30 cm', outer: '52x42x32 cm', tare: '0.6 kg' },
  ];
  for (const count of [4, 6, 8, 12]) {
    const times: number[] = [];
    let unproven = 0;
    for (let seed = 0; seed < 12; seed += 1) {
      const parcels = Array.from({ length: count }, (_, i) => ({
        id: String(i),
        weight: `${100 + ((seed * 31 + i * 173) % 2_400)} g`,
        dimensions: `${8 + ((seed * 7 + i * 5) % 20)}x${6 + ((seed + i * 3) % 14)}x${3 + ((seed * 3 + i) % 10)} cm`,
      }));
      const start = clockSeconds();
      const plan = mergeParcels(compiled.value, mergeInputSchema.parse({ parcels, cartons, goal: 'weight' }));
      times.push((clockSeconds() - start) * 1000);
      if (plan.ok) unproven += plan.value.unproven;
    }
    times.sort((a, b) => a - b);
    process.stdout.write(
      `${count} parcels, 3 cartons   p50 ${percentile(times, 0.5).toFixed(0)} ms  most ${(times.at(-1) ?? 0).toFixed(0)} ms   packings left open ${unproven}\n`,
    );
  }
}

process.stdout.write(`node ${process.version}, ${BATCHES} batches of ${BATCH}\n`);
benchRating();
benchIdentifiers();
benchAreas();
benchMerge();
