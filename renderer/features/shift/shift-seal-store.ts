import { createStore, type StoreApi } from 'zustand/vanilla';
import type { SealedShift } from '../../../shared/ipc/supply-commands.ts';
import type { Reconciliation } from '../../../shared/shift/reconcile-shift.ts';
import { missingSignature, reduceSealBench, sealBenchStart } from '../../../shared/shift/seal-bench.ts';
import type { SealBenchEffect, SealBenchEvent, SealBenchState } from '../../../shared/shift/seal-bench-state.ts';
import type { Flow, FlowParts } from '../../app/flow.ts';
import { createCredentialEntry, createLeadsWord, type CredentialEntry } from '../../ui/credential-entry.ts';

export interface ShiftSealView {
  readonly bench: SealBenchState;
  /** The newest seal, for home. */
  readonly last: SealedShift | undefined;
  /** Where the report lies. */
  readonly report: string | undefined;
}

export interface ShiftSealFlow extends Flow {
  readonly id: 'shift-seal';
  readonly store: StoreApi<ShiftSealView>;
  readonly lead: CredentialEntry;
  readonly signer: CredentialEntry;
  /** A badge or PIN is waited for; without people one key is the word. */
  readonly asksSigner: () => boolean;
}

/** What changes the counts of a shift. */
const COUNTS = /^(parcel|label|merge|bag|shiftDifference)/;

/** The seal of a shift at work: counts from main, differences explained, seal and signatures written by main. */
export function createShiftSealFlow(ports: FlowParts): ShiftSealFlow {
  const store = createStore<ShiftSealView>(() => ({ bench: sealBenchStart, last: undefined, report: undefined }));
  const bench = (): SealBenchState => store.getState().bench;
  const usesBags = (): boolean => ports.station().settings.station.flows.includes('bag');

  function dispatch(event: SealBenchEvent): void {
    const { state, effects } = reduceSealBench(bench(), event);
    if (state !== bench()) store.setState({ bench: state });
    for (const effect of effects) carryOut(effect);
  }

  const lead = createLeadsWord(ports, {
    onLead: (person) => dispatch({ type: 'lead', person }),
    onLeave: () => dispatch({ type: 'lead', person: undefined }),
  });
  /** Outgoing: who is signed in says so once more. Incoming: another person, who is signed in by it. */
  const signer = createCredentialEntry({
    wants: 'anyone',
    people: ports.people,
    check: async (credential) => {
      const here = ports.operator().id;
      const checked = await ports.bridge.invoke('operator.check', credential);
      if (!checked.ok || checked.value.outcome !== 'in') return checked;
      const same = checked.value.operator.id === here;
      if (bench().phase === 'outgoing') return same ? checked : { ok: true, value: { outcome: 'wrong' } };
      return same ? { ok: true, value: { outcome: 'wrong' } } : ports.bridge.invoke('operator.signIn', credential);
    },
    play: ports.play,
    speak: ports.speak,
    onIn: (person) => dispatch({ type: 'signer', person }),
    onLeave: () => undefined,
  });
  const asksSigner = (): boolean =>
    (bench().phase === 'outgoing' || bench().phase === 'incoming') && ports.people().length > 0;

  function carryOut(effect: SealBenchEffect): void {
    switch (effect.type) {
      case 'cue':
        ports.play(effect.cue);
        return;
      case 'speak':
        ports.speak(effect.phrase);
        return;
      case 'reconcile':
        void reconcile(effect.counted, (reconciliation) => dispatch({ type: 'reconciled', reconciliation }));
        return;
      case 'ask-lead':
        if (ports.people().length === 0) dispatch({ type: 'lead', person: ports.operator() });
        else lead.reset();
        return;
      case 'ask-signer':
        signer.reset();
        return;
      case 'explain': {
        const { type: _, ...payload } = effect;
        void ports.bridge
          .invoke('operation.append', { type: 'shiftDifferenceExplained', entity: entity(), payload })
          .then((answer) => {
            if (!answer.ok) dispatch({ type: 'failed', code: answer.error.code });
          });
        return;
      }
      case 'seal':
        void seal(effect);
        return;
      case 'sign': {
        const { type: _, ...word } = effect;
        void ports.bridge.invoke('shift.sign', word).then((answer) => {
          if (!answer.ok) return dispatch({ type: 'failed', code: answer.error.code });
          dispatch({ type: 'signed', sealed: answer.value });
          void readLast();
        });
        return;
      }
      case 'report':
        void ports.bridge.invoke('shift.report', { operation: effect.operation }).then((answer) => {
          if (answer.ok) store.setState({ report: answer.value.path });
          else dispatch({ type: 'failed', code: answer.error.code });
        });
    }
  }

  const entity = (): string => `shift:${ports.station().head.device}`;

  async function reconcile(counted: number | undefined, then: (found: Reconciliation) => void): Promise<void> {
    const answer = await ports.bridge.invoke('shift.reconcile', {
      ...(counted === undefined ? {} : { counted }),
      ...{ usesBags: usesBags(), ackedSeq: ports.operations.ackedSeq },
    });
    if (answer.ok) then(answer.value as Reconciliation);
    else dispatch({ type: 'failed', code: answer.error.code });
  }

  /** First the counts that are signed, so that the seal covers them; then the seal. */
  async function seal({ counted, reconciliation }: Extract<SealBenchEffect, { type: 'seal' }>): Promise<void> {
    const links = reconciliation.links.flatMap(({ explained }) =>
      explained.map(({ why, pieces }) => ({ why, pieces: Math.abs(pieces) })),
    );
    const written = await ports.bridge.invoke('operation.append', {
      type: 'shiftReconciled',
      entity: entity(),
      payload: {
        ...{ counted, nodes: [...reconciliation.nodes], links },
        practice: ports.station().mode === 'practice',
      },
    });
    const sealed = written.ok ? await ports.bridge.invoke('shift.seal', null) : written;
    if (sealed.ok) dispatch({ type: 'sealed', sealed: sealed.value });
    else dispatch({ type: 'failed', code: sealed.error.code });
  }

  async function readLast(): Promise<SealedShift | undefined> {
    const answer = await ports.bridge.invoke('shift.describe', null);
    const last = answer.ok ? answer.value.sealed[0] : undefined;
    store.setState({ last });
    if (last !== undefined) dispatch({ type: 'seal-changed', sealed: last });
    return last;
  }

  // The cloud's own seal comes with the supply of work.
  ports.reference.onChange(() => {
    if (store.getState().last !== undefined && store.getState().last?.state !== 'equal') void readLast();
  });

  function onKey(name: string): boolean {
    const { lead: asked, phase } = bench();
    if (asked === 'asked') return lead.onKey(name);
    // F8 leaves an incoming signature for later; every other key is the signer's.
    if (asksSigner() && name !== 'F8') return signer.onKey(name);
    if (!asksSigner() && name === 'F1' && (phase === 'outgoing' || phase === 'incoming')) {
      dispatch({ type: 'signer', person: ports.operator() });
      return true;
    }
    dispatch({ type: 'key', name });
    return true;
  }

  return {
    id: 'shift-seal',
    store,
    lead,
    signer,
    asksSigner,
    begin: () => {
      store.setState({ bench: sealBenchStart, report: undefined });
      void readLast().then((sealed) =>
        reconcile(undefined, (reconciliation) => dispatch({ type: 'opened', reconciliation, sealed })),
      );
    },
    onScan: ({ text }) => {
      if (bench().lead === 'asked') lead.onScan(text);
      else if (asksSigner()) signer.onScan(text);
      else dispatch({ type: 'scan', text });
    },
    onTornScan: () => ports.play('check'),
    onKey,
    onApplied: (applied) => {
      if (applied.some(({ body }) => body.type.startsWith('shiftSeal'))) void readLast();
      const { phase, counted } = bench();
      const counting = phase === 'explaining' || phase === 'ready';
      if (counting && applied.some(({ body }) => COUNTS.test(body.type)))
        void reconcile(counted, (reconciliation) => dispatch({ type: 'reconciled', reconciliation }));
    },
    onAcknowledged: () => {
      const { phase, counted, sealed } = bench();
      if (phase === 'explaining' || phase === 'ready')
        void reconcile(counted, (reconciliation) => dispatch({ type: 'reconciled', reconciliation }));
      if (sealed !== undefined || store.getState().last?.state === 'waiting') void readLast();
    },
    restore: () => {
      void readLast();
      return Promise.resolve();
    },
    // Signing changes the person at the station by itself; a count that was begun is begun anew.
    quiet: () => bench().lead === 'none' && !asksSigner() && bench().phase !== 'sealing',
    fact: () => {
      const { last } = store.getState();
      if (last === undefined) return { key: 'sealNever' };
      return { key: missingSignature(last) === undefined ? `sealState_${last.state}` : 'sealUnsigned' };
    },
  };
}
