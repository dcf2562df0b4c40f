import { createStore, type StoreApi } from 'zustand/vanilla';
import type { DocumentKind } from '../../../shared/packing/documents-required.ts';
import { parcelPapers, type Paper, type PaperGap } from '../../../shared/packing/parcel-papers.ts';
import { operationPayloads, type OperationPayload } from '../../../shared/parcel/operations.ts';
import type { FlowParts } from '../../app/flow.ts';
import { dayText, timeText } from '../../text/time-text.ts';

/** What became of one paper. kept: a file on this machine, no printer of papers is set up. */
export interface PaperState {
  readonly kind: DocumentKind;
  readonly state: 'making' | 'kept' | 'sent' | 'unknown' | 'failed' | 'gap';
  readonly gap?: PaperGap | undefined;
  /** Name of the file. */
  readonly name: string;
}

export interface ParcelPapersNow {
  /** The packing that they are for. */
  readonly job: string;
  readonly papers: readonly PaperState[];
}

export interface PackPapers {
  readonly store: StoreApi<{ readonly now: ParcelPapersNow | undefined }>;
  /** Makes and prints the papers of a packing that is saved; again whenever it is asked. */
  readonly make: (job: string, label?: OperationPayload<'orderPacked'>['label']) => Promise<void>;
}

/** Names of forms, the same in every language. */
export const paperWords: Readonly<Record<DocumentKind, string>> = {
  'packing-slip': 'packing slip',
  cn22: 'CN22',
  cn23: 'CN23',
  'commercial-invoice': 'invoice',
};

/** Papers of packed parcels: made as PDF on this machine, then printed where a printer of papers is set up. */
export function createPackPapers(parts: FlowParts): PackPapers {
  const store: PackPapers['store'] = createStore(() => ({ now: undefined }));

  async function make(job: string, label?: OperationPayload<'orderPacked'>['label']): Promise<void> {
    const [, epoch = 0, seq = 0] = job.split('-').map(Number);
    const body = await parts.operations.operation(seq, epoch);
    const parsed = operationPayloads.orderPacked.safeParse(body?.payload);
    const order = parsed.success ? parts.work.findOrder(parsed.data.order) : undefined;
    if (!parsed.success || order === undefined) return;
    const packed = { ...parsed.data, ...(label === undefined ? {} : { label }) };
    const nowMs = parts.wallMs();
    const papers = parcelPapers({
      ...{ order, packed, papers: parts.work.findPapers(order.order), findSku: parts.work.findSku },
      ...{ language: parts.station().settings.language, date: dayText(nowMs) },
      printed: `${timeText(nowMs)} ${parts.operator().name}`,
    });
    if (papers.length === 0) return;
    const nameOf = ({ kind }: Paper): string => `${job}-${kind.toUpperCase()}`;
    store.setState({
      now: {
        job,
        papers: papers.map((paper) =>
          'gap' in paper
            ? { kind: paper.kind, state: 'gap', gap: paper.gap, name: '' }
            : { kind: paper.kind, state: 'making', name: nameOf(paper) },
        ),
      },
    });
    const say = (kind: DocumentKind, state: PaperState['state']): void =>
      store.setState(({ now }) =>
        now?.job !== job
          ? { now }
          : { now: { job, papers: now.papers.map((one) => (one.kind === kind ? { ...one, state } : one)) } },
      );
    for (const paper of papers) if (!('gap' in paper)) say(paper.kind, await print(paper, nameOf(paper)));
    // What waits for its label is told of by that; it is no trouble of its own.
    if (
      store
        .getState()
        .now?.papers.some(({ state, gap }) => (state === 'gap' && gap?.why !== 'no-tracking') || state === 'failed') ===
      true
    )
      parts.play('check');
  }

  async function print(paper: Exclude<Paper, { gap: PaperGap }>, name: string): Promise<PaperState['state']> {
    const data =
      'form' in paper
        ? { ...paper.form }
        : { fields: { ...paper.document.fields }, rows: paper.document.rows.map((row) => ({ ...row })) };
    const made = await parts.bridge.invoke('papers.make', { paper: paper.template, name, data });
    if (!made.ok) return 'failed';
    const printed = await parts.bridge.invoke('papers.print', { name });
    return printed.ok ? printed.value.outcome : 'failed';
  }

  return { store, make };
}
