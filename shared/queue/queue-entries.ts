import { conflictRules, type ConflictKind } from '../sync/conflicts.ts';
import type { OperationBody } from '../sync/operation.ts';
import { isParkedCode, parkRules, type LeadsAnswer } from '../sync/park-rules.ts';
import type { PulledConflict } from '../sync/pulled-records.ts';

/** Answers to a conflict whose two sides are both applied; one that parks (a bag closed twice) is answered at its parked operation. */
const conflictAnswers: Readonly<Record<ConflictKind, readonly LeadsAnswer[]>> = {
  'bag-closed-twice': [],
  'parcel-in-two-bags': ['first', 'second'],
  'stock-below-zero': ['both'],
  'return-graded-twice': ['first', 'second'],
  // Another weight is booked by weighing or correcting the parcel once more, at the bench; here one says that it was looked at.
  'rated-otherwise': ['first'],
};

/** A lead's word that this station has recorded: about a parked operation or a conflict, by its name. */
export interface LeadsWord {
  readonly about: string;
  readonly answer: LeadsAnswer;
  readonly lead: string;
  readonly wallMs: number;
  readonly epoch: number;
  readonly seq: number;
}

/** Parked by the cloud, as the local view has it; deferred: `code` is the operation it waits for. */
export interface ParkedRecord {
  readonly epoch: number;
  readonly seq: number;
  readonly result: 'parked' | 'deferred';
  readonly code: string;
  readonly atMs: number;
}

export interface QueueSources {
  readonly device: string;
  readonly parked: readonly ParkedRecord[];
  /** Of this station's operations, by device-epoch-seq. */
  readonly bodies: ReadonlyMap<string, Pick<OperationBody, 'type' | 'entity' | 'actor' | 'wallMs'>>;
  /** Every conflict that the cloud has told of, by its name. */
  readonly conflicts: ReadonlyMap<string, PulledConflict>;
  readonly words: readonly LeadsWord[];
  /** Names whose word has reached the cloud, which has said something newer since. */
  readonly answered: ReadonlySet<string>;
}

/** One thing that a person has to look at. */
export interface QueueEntry {
  /** device-epoch-seq of the operation, or the conflict's name. */
  readonly key: string;
  readonly kind: 'parked' | 'waits' | 'conflict';
  /** parked: why. waits: the operation before it. */
  readonly code: string;
  readonly operation: Pick<OperationBody, 'type' | 'entity' | 'actor' | 'wallMs'> | undefined;
  /** Both sides, when there are two. */
  readonly conflict: PulledConflict | undefined;
  /** Others that wait until this one is decided. */
  readonly waiting: number;
  /** open: nobody has spoken. told: the word is on its way. again: the cloud has it and parked it once more. */
  readonly state: 'open' | 'told' | 'again';
  readonly word: LeadsWord | undefined;
  readonly answers: readonly LeadsAnswer[];
  readonly atMs: number;
}

/** What waits for a lead: first what nobody has spoken about, oldest first. Pure. */
export function queueEntries(sources: QueueSources): readonly QueueEntry[] {
  const { device, parked, bodies, conflicts, answered } = sources;
  const words = new Map(sources.words.map((word) => [word.about, word]));
  const waiting = new Map<string, number>();
  const keys = new Set(parked.map(({ epoch, seq }) => `${device}-${epoch}-${seq}`));
  for (const { result, code } of parked) if (result === 'deferred') waiting.set(code, (waiting.get(code) ?? 0) + 1);
  const stated = (key: string): Pick<QueueEntry, 'state' | 'word'> => {
    const word = words.get(key);
    return { word, state: word === undefined ? 'open' : answered.has(key) ? 'again' : 'told' };
  };
  const entries: QueueEntry[] = [];
  for (const { epoch, seq, result, code, atMs } of parked) {
    const key = `${device}-${epoch}-${seq}`;
    // Decided with the one it waits for.
    if (result === 'deferred' && keys.has(code)) continue;
    const answers: readonly LeadsAnswer[] =
      result === 'deferred' ? [] : isParkedCode(code) ? parkRules[code].answers : ['set-aside'];
    entries.push({
      ...{ key, kind: result === 'deferred' ? 'waits' : 'parked', code, atMs, answers, ...stated(key) },
      ...{ operation: bodies.get(key), conflict: conflicts.get(key), waiting: waiting.get(key) ?? 0 },
    });
  }
  for (const [key, conflict] of conflicts) {
    // One that parks stands at its parked operation, at the station that recorded it.
    if (conflict.decision !== null || conflictRules[conflict.kind].parks) continue;
    entries.push({
      ...{ key, kind: 'conflict', code: conflict.kind, operation: undefined, conflict, waiting: 0 },
      ...{ ...stated(key), answers: conflictAnswers[conflict.kind], atMs: conflict.second.wallMs },
    });
  }
  const rank = ({ state }: QueueEntry): number => (state === 'told' ? 1 : 0);
  return entries.sort((a, b) => rank(a) - rank(b) || a.atMs - b.atMs || (a.key < b.key ? -1 : 1));
}

/** What still needs a person. */
export const openEntries = (entries: readonly QueueEntry[]): number =>
  entries.filter(({ state, answers }) => state !== 'told' && answers.length > 0).length;
