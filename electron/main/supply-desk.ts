import { join } from 'node:path';
import { failure, success, type ErrorCode, type Result } from '../../shared/errors/catalog.ts';
import type { CommandName, EventName, EventPayload } from '../../shared/ipc/contract.ts';
import type { ShiftState, supplyCommands } from '../../shared/ipc/supply-commands.ts';
import { prefetchedLabelSchema, type PrefetchedLabel } from '../../shared/packing/order.ts';
import { operationPayloads, type OperationPayload, type OperationType } from '../../shared/parcel/operations.ts';
import { holdKey } from '../../shared/reference/hold.ts';
import type { Series } from '../../shared/sync/number-ranges.ts';
import { operationBodySchema, type JournalRecord, type OperationBody } from '../../shared/sync/operation.ts';
import { pulledParkedSchema } from '../../shared/sync/pulled-records.ts';
import type { Handlers } from '../ipc/ipc-gate.ts';
import type { Fold } from '../journal/journal-fold.ts';
import type { Journal } from '../journal/journal.ts';
import type { RescuedRecords } from '../journal/rescued-records.ts';
import type { CloudClient } from '../services/cloud-client.ts';
import { Contact } from '../supply/contact.ts';
import { NumberWallets, type KeptNumbers } from '../supply/number-wallets.ts';
import { People } from '../supply/people.ts';
import { ShiftBook, type KeptShifts } from '../supply/shift-book.ts';
import { SupplyStore } from '../supply/supply-store.ts';

export type SupplyCommand = keyof typeof supplyCommands & CommandName;

export interface SupplyDeskPorts {
  /** Where this mode's data lies. */
  readonly folder: string;
  readonly journal: Journal;
  readonly cloud: CloudClient;
  readonly rescued: RescuedRecords;
  readonly append: <T extends OperationType>(
    type: T,
    entity: string,
    payload: OperationPayload<T>,
    /** Absent: the person at the station. */
    actor?: string,
  ) => Promise<Result<JournalRecord>>;
  /** The cloud was reached and everything it had to say is here. */
  readonly onFollowed: () => void;
  readonly configured: () => { readonly id: string; readonly name: string };
  readonly emit: <E extends EventName>(event: E, payload: EventPayload<E>) => void;
  readonly note: (code: ErrorCode, detail: string) => void;
  readonly monoMs: () => number;
  readonly wallMs: () => number;
}

/** What one chain holds of a shift; numbers inclusive. */
export interface ShiftPart {
  readonly device: string;
  readonly epoch: number;
  readonly fromSeq: number;
  readonly toSeq: number;
}

/** Operations that carry a lead's word in `lead`. */
const LEADS_WORDS: ReadonlySet<OperationType> = new Set(['holdReleased', 'leadSettledParked', 'leadSettledConflict']);
/** Recorded without anybody signed in: a lead's word, which names its person, and the end of a label that was begun by one. */
const WITHOUT_A_PERSON: ReadonlySet<OperationType> = new Set([
  ...(['leadSettledParked', 'leadSettledConflict', 'labelConfirmed'] as const),
]);
/** A step that waits for the cloud ends the step, not the loop. */
const KEPT = new Set(['operator', 'carrierLabel', 'seal', 'parked']);

/** What the main process keeps for all floors beside the queue: supply of work, people, numbers, day close. */
export class SupplyDesk implements Fold {
  readonly name = 'supply';
  readonly handlers: Pick<Handlers, SupplyCommand>;
  readonly people: People;
  readonly #ports: SupplyDeskPorts;
  readonly #store: SupplyStore;
  readonly #contact: Contact;
  readonly #wallets = new NumberWallets();
  readonly #shifts: ShiftBook;
  readonly #released = new Set<string>();
  readonly #begun: Promise<void>;
  /** Resolves when the whole journal has been folded: before that nobody knows which numbers are free. */
  readonly folded: Promise<void>;
  #isFolded: () => void = () => undefined;
  #taking: Promise<unknown> = Promise.resolve();
  #lastNumbers = '';

  constructor(ports: SupplyDeskPorts) {
    this.#ports = ports;
    this.folded = new Promise((resolve) => (this.#isFolded = resolve));
    this.#store = new SupplyStore({ folder: join(ports.folder, 'supply'), kept: KEPT });
    this.#contact = new Contact({
      cloud: ports.cloud,
      store: this.#store,
      wallMs: ports.wallMs,
      monoMs: ports.monoMs,
      onChanges: (generation, changes) => {
        ports.emit('supply.changed', { generation, changes: changes.filter(({ kind }) => kind !== 'operator') });
        if (changes.length === 0 || changes.some(({ kind }) => kind === 'operator')) this.#peopleChanged();
      },
      onStatus: (status) => ports.emit('supply.status', status),
      onNotice: ports.note,
    });
    this.people = new People({
      records: () => this.#store.all('operator'),
      configured: ports.configured,
      monoMs: ports.monoMs,
    });
    this.#shifts = new ShiftBook({
      head: () => ports.journal.head(),
      read: (epoch, seq) => {
        const [record] = ports.journal.readAfter(seq - 1, 1, epoch);
        return record?.seq === seq ? operationBodySchema.parse(JSON.parse(record.body)) : undefined;
      },
      cloudSeals: () => this.#store.all('seal'),
      held: (epoch) => this.#held(epoch),
    });
    // A supply that cannot be read costs its content, never the start: the cloud gives it again.
    this.#begun = this.#store.begin().catch((error: unknown) => {
      ports.note('SUPPLY_NOT_STORED', error instanceof Error ? error.message : String(error));
    });
    this.handlers = this.#makeHandlers();
  }

  /** Operations of all chains in the journal's order: of the start's fold first, then as they are recorded. */
  apply(body: OperationBody, chain: { readonly device: string; readonly epoch: number }): void {
    const { closed } = this.#ports.journal.chains();
    this.#wallets.apply(body, chain, closed);
    this.#shifts.apply(body, chain);
    if (body.type === 'holdReleased') {
      const released = operationPayloads.holdReleased.safeParse(body.payload);
      if (released.success) this.#released.add(holdKey(released.data.waybill, released.data));
    }
  }
  changedPages(): ReturnType<Fold['changedPages']> {
    return [
      { page: 'numbers', rows: this.#wallets.kept },
      { page: 'shifts', rows: this.#shifts.kept },
      { page: 'releases', rows: [...this.#released] },
    ];
  }
  takeUp(page: string, rows: unknown): void {
    if (page === 'numbers') this.#wallets.takeUp(rows as KeptNumbers);
    if (page === 'shifts') this.#shifts.takeUp(rows as KeptShifts);
    if (page === 'releases') for (const key of rows as readonly string[]) this.#released.add(key);
  }
  /** The start's fold has come to its end, and what was recorded meanwhile was applied. */
  allFolded(): void {
    this.#isFolded();
    this.#numbersChanged();
  }

  /** Whether an operation may be recorded: by somebody who is known where people are known, and with a lead's word where it needs one. */
  refusal(type: OperationType, payload: Readonly<Record<string, unknown>>): ErrorCode | undefined {
    if (this.people.nobodyHere && !WITHOUT_A_PERSON.has(type)) return 'SIGN_IN_NEEDED';
    const lead = leadOf(type, payload);
    return lead === undefined || this.people.mayLead(lead) ? undefined : 'LEAD_NEEDED';
  }

  /** Whether this person's word counts as a lead's now: see People.mayLead. Waits for the people that are stored here. */
  async mayLead(id: string): Promise<boolean> {
    await this.#begun;
    return this.people.mayLead(id);
  }

  /** The day close as it stands now; to be asked when the journal is folded. */
  shift(): ShiftState {
    return this.#shifts.describe();
  }
  /** Numbers of this chain that are parked or wait behind one, as far as the cloud has said. */
  held(epoch: number): readonly number[] {
    return this.#held(epoch);
  }
  /** Everything since the last seal, also in chains that have ended in this shift; oldest first. */
  async openShift(): Promise<readonly ShiftPart[]> {
    await this.folded;
    const { head, firstSeq, closed } = this.#ports.journal.chains();
    const { epoch: from, fromSeq } = this.#shifts.begins;
    return [...closed, { ...head, firstSeq, lastSeq: head.seq }]
      .filter(({ epoch }) => epoch >= from)
      .map(({ device, epoch, firstSeq: first, lastSeq: toSeq }) => ({
        ...{ device, epoch, toSeq },
        fromSeq: epoch === from ? Math.max(first, fromSeq) : first,
      }))
      .filter((part) => part.epoch === head.epoch || part.fromSeq <= part.toSeq);
  }

  /** Carriers' labels that the supply of work names. */
  carrierLabels(): PrefetchedLabel[] {
    return [...this.#store.all('carrierLabel').values()].flatMap((record) => {
      const label = prefetchedLabelSchema.safeParse(record);
      return label.success ? [label.data] : [];
    });
  }

  async stop(): Promise<void> {
    await this.#begun;
  }

  #makeHandlers(): Pick<Handlers, SupplyCommand> {
    const { ports } = { ports: this.#ports };
    return {
      'sync.pull': async () => {
        await this.#begun;
        const pulled = await this.#contact.pull();
        if (pulled.outcome === 'pulled' && !pulled.more) {
          await this.#sendRescued();
          await this.#leaseNumbers();
          await this.#explainSeals();
          ports.onFollowed();
        }
        return success(pulled);
      },
      'supply.describe': async () => {
        await this.#begun;
        return success(this.#contact.status());
      },
      'supply.read': async ({ generation, from }) => {
        const page = await this.#store.read(generation, from);
        return success({ ...page, lines: withoutPeople(page.lines) });
      },
      'supply.releases': async () => {
        await this.folded;
        return success([...this.#released]);
      },
      'numbers.take': ({ series }) => {
        const mine = this.#taking.then(() => this.#takeNumber(series));
        this.#taking = mine.catch(() => undefined);
        return mine;
      },
      'numbers.describe': async () => {
        await this.folded;
        const { head, closed } = ports.journal.chains();
        this.#wallets.enter(head.epoch, closed);
        return success(this.#wallets.states());
      },
      'operator.describe': async () => {
        await this.#begun;
        return success(this.people.state());
      },
      'operator.check': async (credential) => {
        await this.#begun;
        return success(await this.people.check(credential));
      },
      'operator.signIn': async (credential) => {
        await this.#begun;
        const answer = await this.people.check(credential);
        if (answer.outcome !== 'in') return success(answer);
        this.people.signIn(answer.operator);
        const { id, name, role } = answer.operator;
        const by = 'badge' in credential ? ('badge' as const) : ('pin' as const);
        await ports.append('operatorSignedIn', `person:${id}`, { id, name, role, by });
        ports.emit('operator.changed', this.people.state());
        return success(answer);
      },
      'operator.signOut': async () => {
        const person = this.people.signedIn;
        if (person !== undefined) {
          await ports.append('operatorSignedOut', `person:${person.id}`, { id: person.id });
          this.people.signOut();
          ports.emit('operator.changed', this.people.state());
        }
        return success(this.people.state());
      },
      'shift.describe': async () => {
        await this.folded;
        return success(this.#shifts.describe());
      },
      'shift.seal': async () => {
        await this.folded;
        const seal = this.#shifts.seal();
        if (seal === undefined) return failure('NOTHING_TO_SEAL');
        const { device, epoch } = ports.journal.head();
        const written = await ports.append('shiftSealed', `shift:${device}`, seal);
        if (!written.ok) return written;
        const found = this.#shifts.find(`${device}-${epoch}-${written.value.seq}`);
        return found === undefined ? failure('INTERNAL', 'a seal that was written is not known') : success(found.shown);
      },
      'shift.sign': async ({ operation, as, differencesSeen }) => {
        await this.folded;
        const found = this.#shifts.find(operation);
        const { device, epoch } = ports.journal.head();
        if (found === undefined || found.epoch !== epoch)
          return failure('REQUEST_REFUSED', 'no such seal in this chain');
        const payload = { seal: found.seq, as, differencesSeen };
        const written = await ports.append('shiftSealSigned', `shift:${device}`, payload);
        if (!written.ok) return written;
        return success(this.#shifts.find(operation)?.shown ?? found.shown);
      },
    };
  }

  async #takeNumber(series: Series): Promise<Result<{ number: number }>> {
    await this.folded;
    for (;;) {
      const { head, closed } = this.#ports.journal.chains();
      this.#wallets.enter(head.epoch, closed);
      const number = this.#wallets.next(series);
      if (number === undefined) return failure('NUMBERS_EMPTY', series);
      const written = await this.#ports.append('numberTaken', `numbers:${series}`, { series, number });
      this.#numbersChanged();
      if (!written.ok) return written;
      // The chain that the number was leased by ended in this very moment: it is taken, and given to nobody.
      if (this.#ports.journal.head().epoch === head.epoch) return success({ number });
    }
  }

  /** Numbers where they run low: at every contact, so that weeks are covered when it breaks. */
  async #leaseNumbers(): Promise<void> {
    const { journal, cloud, append } = this.#ports;
    await this.folded;
    const { head, closed } = journal.chains();
    for (const request of this.#wallets.wanted(head, closed)) {
      const answer = await cloud.lease(request);
      if ('outcome' in answer) return;
      if ('refused' in answer) {
        this.#wallets.refused(request.series, answer.refused);
        continue;
      }
      // An epoch that began meanwhile: the answer belongs to a chain that has ended, and the numbers with it.
      if (journal.head().epoch === head.epoch)
        await append('numbersLeased', `numbers:${request.series}`, answer, 'station');
    }
    this.#numbersChanged();
  }

  async #sendRescued(): Promise<void> {
    const { rescued, cloud, note } = this.#ports;
    if (rescued.waiting === 0) return;
    const refused = (): number => rescued.chains().filter((chain) => chain.refused !== undefined).length;
    const before = refused();
    await rescued.push(cloud);
    if (rescued.waiting === 0 && refused() === before) note('JOURNAL_RESCUED', 'all of them are in the cloud now');
    else if (refused() > before)
      note(
        'JOURNAL_RESCUED',
        rescued
          .chains()
          .map((chain) => `${chain.device}-${chain.epoch}: ${chain.refused ?? 'sent'}`)
          .join('; '),
      );
  }

  async #explainSeals(): Promise<void> {
    const { journal, cloud } = this.#ports;
    const { device } = journal.head();
    for (const { epoch, seq, toSeq, lines } of this.#shifts.unexplained()) {
      const key = `${epoch}-${seq}-${toSeq}`;
      if (this.#explained.has(key)) continue;
      const answer = await cloud.sealLines({ device, epoch, seq }, toSeq, lines);
      // The named operations come back by pull. Refused: asked once, a person compares.
      if (!('outcome' in answer) || answer.status !== undefined) this.#explained.add(key);
    }
  }
  readonly #explained = new Set<string>();

  #held(epoch: number): number[] {
    const { device } = this.#ports.journal.head();
    return [...this.#store.all('parked')].flatMap(([key, record]) => {
      const [of, ofEpoch, seq] = key.split('-');
      const parsed = pulledParkedSchema.safeParse(record);
      const holds = parsed.success && (parsed.data.result === 'parked' || parsed.data.result === 'deferred');
      return holds && of === device && Number(ofEpoch) === epoch ? [Number(seq)] : [];
    });
  }

  #peopleChanged(): void {
    this.people.peopleChanged();
    this.#ports.emit('operator.changed', this.people.state());
  }

  #numbersChanged(): void {
    const states = this.#wallets.states();
    const key = states.map(({ series, state }) => `${series} ${state}`).join();
    this.#ports.emit('numbers.status', states);
    if (key === this.#lastNumbers) return;
    const former = this.#lastNumbers;
    this.#lastNumbers = key;
    for (const { series, state, left, days } of states)
      if (state !== 'ok' && !former.includes(`${series} ${state}`) && (state === 'low' || former !== ''))
        this.#ports.note(state === 'low' ? 'NUMBERS_LOW' : 'NUMBERS_EMPTY', `${series}: ${left} left, ${days} days`);
  }
}

/** Hashes of secrets stay in the main process. */
const withoutPeople = (lines: string): string =>
  lines.includes('{"kind":"operator"')
    ? lines
        .split('\n')
        .filter((line) => !line.startsWith('{"kind":"operator"'))
        .join('\n')
    : lines;

/** Who gave a lead's word for an operation that needs one. */
function leadOf(type: OperationType, payload: Readonly<Record<string, unknown>>): string | undefined {
  if (LEADS_WORDS.has(type)) return String(payload['lead']);
  // Found is seen by everybody; that a parcel is lost, or a count wrong, is a lead's word.
  if (type === 'shiftDifferenceExplained' && payload['reason'] !== 'found') return String(payload['lead']);
  if (type === 'bagUnsealed') return operationPayloads.bagUnsealed.parse(payload).lead.id;
  if (type === 'bagClosed') return operationPayloads.bagClosed.parse(payload).decision?.lead.id;
  return undefined;
}
