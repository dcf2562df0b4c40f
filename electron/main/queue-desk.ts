import { success } from '../../shared/errors/catalog.ts';
import type { queueCommands } from '../../shared/ipc/queue-commands.ts';
import { operationPayloads } from '../../shared/parcel/operations.ts';
import type { LeadsWord } from '../../shared/queue/queue-entries.ts';
import type { OperationBody } from '../../shared/sync/operation.ts';
import type { Fold } from '../journal/journal-fold.ts';
import type { Handlers } from '../ipc/ipc-gate.ts';

/** More than a floor says in years; the oldest go first. */
const MAX_WORDS = 10_000;

export interface QueueDeskPorts {
  /** Resolves when the whole journal has been folded. */
  readonly folded: Promise<void>;
}

/** What main knows for the queue screen: leads' words, folded from the journal. */
export class QueueDesk implements Fold {
  readonly name = 'queue';
  readonly handlers: Pick<Handlers, keyof typeof queueCommands>;
  readonly #words = new Map<string, LeadsWord>();

  constructor({ folded }: QueueDeskPorts) {
    this.handlers = {
      'queue.words': async () => {
        await folded;
        return success([...this.#words.values()]);
      },
    };
  }

  changedPages(): ReturnType<Fold['changedPages']> {
    return [{ page: 'words', rows: [...this.#words.values()] }];
  }

  takeUp(_page: string, rows: unknown): void {
    for (const word of rows as readonly LeadsWord[]) this.#words.set(word.about, word);
  }

  apply(body: OperationBody, { epoch }: { readonly epoch: number }): void {
    const word = wordIn(body);
    if (word === undefined) return;
    this.#words.delete(word.about);
    this.#words.set(word.about, { ...word, wallMs: body.wallMs, epoch, seq: body.seq });
    for (const about of this.#words.keys()) {
      if (this.#words.size <= MAX_WORDS) break;
      this.#words.delete(about);
    }
  }
}

function wordIn({ type, payload }: OperationBody): Pick<LeadsWord, 'about' | 'answer' | 'lead'> | undefined {
  if (type === 'leadSettledParked') {
    const { data } = operationPayloads.leadSettledParked.safeParse(payload);
    return data === undefined ? undefined : { about: data.operation, answer: data.answer, lead: data.lead };
  }
  if (type !== 'leadSettledConflict') return undefined;
  const { data } = operationPayloads.leadSettledConflict.safeParse(payload);
  return data === undefined ? undefined : { about: data.conflict, answer: data.answer, lead: data.lead };
}
