import { describe, expect, it } from 'vitest';
import type { PrinterId, SendOutcome } from '../../shared/devices/print-job.ts';
import { failure, success } from '../../shared/errors/catalog.ts';
import { labelEntity, pageMayNot } from '../../shared/labels/label-ledger.ts';
import type { OperationPayload, OperationType } from '../../shared/parcel/operations.ts';
import type { OperationBody } from '../../shared/sync/operation.ts';
import { weighed } from '../../test/support/operations.ts';
import { PrintService } from './print-service.ts';

const head = { device: 'W1234567', epoch: 1 };
const SENT: SendOutcome = { outcome: 'sent', bytes: 5, firstByteMonoMs: 0 };

/** The service with a journal in memory and two printers that answer when they are told to. */
function bench(options: { readonly fallback?: boolean } = {}) {
  const journal: OperationBody[] = [];
  const timers: (() => void)[] = [];
  const diskFails: true[] = [];
  const ready = new Set<PrinterId>(['printer-1', 'printer-2']);
  const released: PrinterId[] = [];
  const nextWaits = new Map<string, boolean>();
  const inHand = new Map<string, { printer: PrinterId; answer: (outcome: SendOutcome) => void }>();
  const append = <T extends OperationType>(type: T, entity: string, payload: OperationPayload<T>) => {
    const body: OperationBody = {
      v: 1,
      seq: journal.length + 1,
      type,
      entity,
      actor: 'a',
      wallMs: 0,
      tzMinutes: 0,
      boot: 'b',
      monoMs: 0,
      payload,
    };
    journal.push(body);
    service.apply(body);
    return Promise.resolve(success(body));
  };
  const service: PrintService = new PrintService({
    head: () => head,
    append: (type, entity, payload) =>
      diskFails.splice(0, 1).length > 0
        ? Promise.resolve(failure('JOURNAL_WRITE_FAILED', 'EIO'))
        : append(type, entity, payload),
    prepare: () => Promise.resolve(success({ bytes: 5, sha256: 'a'.repeat(64) })),
    send: (job, printer, more) => {
      nextWaits.set(job, more);
      return new Promise((resolve) => inHand.set(job, { printer, answer: (outcome) => resolve(success(outcome)) }));
    },
    printerReady: (printer) => ready.has(printer),
    hasFallback: () => options.fallback !== false,
    release: (printer) => released.push(printer),
    onPrinterInUse: () => undefined,
    wallMs: () => 0,
    after: (_ms, callback) => timers.push(callback),
  });
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  return {
    service,
    journal,
    ready,
    released,
    inHand,
    nextWaits,
    settle,
    weigh: (waybill: string) => append('parcelWeighed', `parcel:${waybill}`, weighed(waybill, 500)),
    choose: (printer: PrinterId) => append('printerChosen', 'station:self', { printer, reason: 'paper out' }),
    append,
    diskFails,
    runTimers: () => timers.splice(0).forEach((run) => run()),
    sendings: () => journal.filter(({ type }) => type === 'labelSending').map(({ payload }) => payload['printer']),
    of: (type: string) => journal.filter((body) => body.type === type),
  };
}

describe('a second printer', () => {
  it('is never used by itself, whatever the first one does', async () => {
    const { service, weigh, ready, settle, runTimers, sendings } = bench();
    await service.begin();
    ready.delete('printer-1');
    await weigh('YT01');
    for (let round = 0; round < 3; round += 1) {
      runTimers();
      await settle();
    }
    expect(sendings()).toEqual([]);
  });
  it('takes the labels that wait when a person chooses it, and the ledger names it', async () => {
    const { service, weigh, choose, ready, settle, sendings, inHand } = bench();
    await service.begin();
    ready.delete('printer-1');
    await weigh('YT01');
    await settle();
    await choose('printer-2');
    await settle();
    expect(sendings()).toEqual(['printer-2']);
    const [job = ''] = inHand.keys();
    inHand.get(job)?.answer(SENT);
    await settle();
    expect(service.entry(job)).toMatchObject({ state: 'sent', printer: 'printer-2' });
  });
  it('leaves a label that is in doubt on the first one to a person', async () => {
    const { service, weigh, choose, released, settle, sendings, inHand, runTimers } = bench();
    await service.begin();
    await weigh('YT01');
    await weigh('YT02');
    await settle();
    const [first = ''] = inHand.keys();
    await choose('printer-2');
    runTimers();
    expect(released).toEqual(['printer-1']);
    inHand.get(first)?.answer({ outcome: 'unknown', code: 'LABEL_UNKNOWN', detail: 'closed' });
    await settle();
    await settle();
    expect(service.entry(first)?.state).toBe('unknown');
    // The other one goes on; the first is not sent again.
    expect(sendings()).toEqual(['printer-1', 'printer-2']);
  });
  it('is the first one where no second is set up, also after it was chosen once', async () => {
    const { service, choose } = bench({ fallback: false });
    await service.begin();
    await choose('printer-2');
    expect(service.printerInUse).toBe('printer-1');
  });
});

describe('labels behind each other', () => {
  it('the first is through when the printer says so, and both are asked about after a kill before that', async () => {
    const { service, weigh, settle, inHand, nextWaits, of, journal } = bench();
    await service.begin();
    await weigh('YT01');
    await weigh('YT02');
    await settle();
    const [first = ''] = inHand.keys();
    inHand.get(first)?.answer({ ...SENT, watched: true });
    await settle();
    const [, second = ''] = inHand.keys();
    expect([nextWaits.get(first), nextWaits.get(second)]).toEqual([true, false]);
    expect([first, second].map((job) => service.entry(job)?.state)).toEqual(['sent', 'sending']);
    const killed = bench();
    for (const body of journal) killed.service.apply(body);
    await killed.service.begin();
    expect([first, second].map((job) => killed.service.entry(job)?.state)).toEqual(['unknown', 'unknown']);
    await service.watched(first, { outcome: 'sent', bytes: 5 });
    expect(service.entry(first)).toMatchObject({ state: 'sent', watched: false });
    expect(of('labelSent').map(({ payload }) => payload)).toEqual([
      { job: first, bytes: 5, watched: true },
      { job: first, bytes: 5 },
    ]);
  });
});

describe('a disk that refuses', () => {
  it('keeps the outcome of a label until the journal takes it: else it is on its way for ever and nobody is asked', async () => {
    const { service, weigh, settle, inHand, diskFails, runTimers } = bench();
    await service.begin();
    await weigh('YT01');
    await settle();
    const [job = ''] = inHand.keys();
    diskFails.push(true, true);
    inHand.get(job)?.answer(SENT);
    for (let round = 0; round < 2; round += 1) {
      await settle();
      expect(service.entry(job)?.state).toBe('sending');
      runTimers();
    }
    await settle();
    expect(service.entry(job)?.state).toBe('sent');
  });
});

describe('labels that no weighing asked for', () => {
  const document = { document: 'b'.repeat(64), bytes: 9, tracking: '1Z999AA10123456784' };
  it('go through the same ledger, filed apart from weighings', async () => {
    const { service, append, settle, inHand, of } = bench();
    await service.begin();
    await append('labelRequested', 'print:1Z999', { label: document, subject: '1Z999', practice: false });
    await settle();
    const [job = ''] = inHand.keys();
    inHand.get(job)?.answer(SENT);
    await settle();
    expect(service.entry(job)).toMatchObject({ label: document, waybill: '1Z999', state: 'sent', apart: true });
    expect([...of('labelSending'), ...of('labelSent')].map(({ entity }) => entity)).toEqual([
      `print:${job}`,
      `print:${job}`,
    ]);
    expect(labelEntity({ job })).toBe(`label:${job}`);
  });
});

describe('what a page may not say', () => {
  it('outcomes, a printer’s word, and a reprint without a fitting reason', async () => {
    const { service, weigh, settle, inHand } = bench();
    await service.begin();
    await weigh('YT01');
    await settle();
    const [job = ''] = inHand.keys();
    const ask = (type: OperationType, payload: Record<string, unknown>) =>
      pageMayNot(type, { job, ...payload }, (id) => service.entry(id));
    expect(ask('labelSent', {})).toBeDefined();
    expect(ask('labelConfirmed', { by: 'printer' })).toBeDefined();
    expect(ask('labelConfirmed', { by: 'scan-back' })).toBeUndefined();
    expect(ask('labelReprintRequested', { reason: 'damaged' })).toBeDefined();
    inHand.get(job)?.answer({ outcome: 'confirmed', bytes: 5, firstByteMonoMs: 0, proof: 'count 7' });
    await settle();
    expect(ask('labelReprintRequested', { reason: 'damaged' })).toBeUndefined();
    expect(ask('labelReprintRequested', { reason: 'nothing-came-out' })).toBeDefined();
    expect(
      pageMayNot('labelReprintRequested', { job: 'W1234567-1-99', reason: 'damaged' }, (id) => service.entry(id)),
    ).toBe('no such label');
  });
});
