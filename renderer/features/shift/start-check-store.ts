import { createStore, type StoreApi } from 'zustand/vanilla';
import type { LabelRequest } from '../../../shared/devices/print-job.ts';
import type { Checks, KeptCheck } from '../../../shared/ipc/shift-commands.ts';
import { PRINT_ENTITY } from '../../../shared/labels/label-ledger.ts';
import { massToMilligrams } from '../../../shared/measure/mass.ts';
import { isCheckDue } from '../../../shared/shift/check-due.ts';
import { SCANNER_CARD } from '../../../shared/shift/scanner-card.ts';
import {
  reduceStartCheck,
  startCheck,
  stepNow,
  type StartCheckContext,
  type StartCheckEffect,
  type StartCheckEvent,
  type StartCheckState,
  type StartCheckTurn,
} from '../../../shared/shift/start-check.ts';
import type { Flow, FlowParts } from '../../app/flow.ts';
import { timeText } from '../../text/time-text.ts';
import { createLeadsWord, type CredentialEntry } from '../../ui/credential-entry.ts';

export interface StartCheckView {
  readonly check: StartCheckState;
  /** What the journal tells of former checks; undefined: it is still being read. */
  readonly past: Checks | undefined;
}

export interface StartCheckFlow extends Flow {
  readonly id: 'start-check';
  readonly store: StoreApi<StartCheckView>;
  readonly lead: CredentialEntry;
  /** The first work of a shift begins, nobody has looked at the devices, and this station wants it. */
  readonly isDue: () => boolean;
  /** The newest check; undefined: none is known. */
  readonly last: () => KeptCheck | undefined;
}

const FULL_PAPER = { widthMm: 100, heightMm: 150 };

/** The check before a shift at work: the pure reducer, and what it asks of devices, main and people. */
export function createStartCheckFlow(ports: FlowParts): StartCheckFlow {
  const store = createStore<StartCheckView>(() => ({ check: startCheck(context()).state, past: undefined }));
  /** An answer that comes after the check began anew is about another one. */
  let round = 0;

  function context(): StartCheckContext {
    const { settings, mode } = ports.station();
    const state = (id: string): string => ports.device(id)?.state ?? 'unconfigured';
    return {
      nowMs: ports.wallMs(),
      zeroBandMg: massToMilligrams(settings.weighing.zeroBand),
      neededFrames: settings.weighing.stableFrames,
      hasScale: settings.scale !== undefined || (mode === 'practice' && state('scale-1') !== 'unconfigured'),
      hasPrinter: settings.printer !== undefined || (mode === 'practice' && state('printer-1') !== 'unconfigured'),
      nominal: settings.shift.testWeight,
      toleranceMg: massToMilligrams(settings.shift.tolerance),
    };
  }

  const lead = createLeadsWord(ports, {
    onLead: (person) => dispatch({ type: 'lead', person }),
    onLeave: () => dispatch({ type: 'lead', person: undefined }),
  });

  function dispatch(event: StartCheckEvent): void {
    take(reduceStartCheck(store.getState().check, event, context()));
  }
  function take({ state, effects }: StartCheckTurn): void {
    if (state !== store.getState().check) store.setState({ check: state });
    for (const effect of effects) carryOut(effect);
  }

  function carryOut(effect: StartCheckEffect): void {
    switch (effect.type) {
      case 'cue':
        ports.play(effect.cue);
        return;
      case 'speak':
        ports.speak(effect.phrase);
        return;
      case 'zero-scale':
        void ports.bridge.invoke('devices.scaleCommand', { command: 'zero' }).then((answer) => {
          if (!answer.ok || !answer.value.accepted) ports.play('check');
        });
        return;
      case 'print':
        print(checkLabel(), 'shift check', (job) => dispatch({ type: 'printed', job }));
        return;
      case 'print-card':
        print({ template: 'scanner-card-100x150', data: {} }, 'scanner card', (job) => {
          if (job === undefined) ports.play('check');
        });
        return;
      case 'confirm-label':
        void ports.bridge.invoke('operation.append', {
          type: 'labelConfirmed',
          entity: `${PRINT_ENTITY}${effect.job}`,
          payload: { job: effect.job, by: 'scan-back' },
        });
        return;
      case 'look':
        void look();
        return;
      case 'ask-lead':
        askLead();
        return;
      case 'record':
        record(effect);
    }
  }

  function print(label: LabelRequest, subject: string, onJob: (job: string | undefined) => void): void {
    const mine = round;
    void ports.bridge.invoke('labels.print', { label, subject }).then((answer) => {
      if (mine === round) onJob(answer.ok ? answer.value.job : undefined);
    });
  }

  /** As large as the paper allows: bars for every gun, or a Data Matrix. */
  function checkLabel(): LabelRequest {
    const { settings } = ports.station();
    const { widthMm } = settings.printer ?? FULL_PAPER;
    return {
      template: widthMm < 100 ? 'start-check-50x30' : 'start-check-100x50',
      data: { station: settings.station.name, time: timeText(ports.wallMs()) },
    };
  }

  async function look(): Promise<void> {
    const mine = round;
    const [described, past, oldest] = await Promise.all([
      ports.bridge.invoke('station.describe', null),
      ports.bridge.invoke('shift.checks', null),
      ports.operations.oldestWaiting(),
    ]);
    if (mine !== round) return;
    const { here, inCloud, parked } = ports.operations.counts();
    const storage = described.ok ? described.value.storage : { state: 'low' as const, freeBytes: 0 };
    dispatch({
      type: 'facts',
      facts: {
        clockSkewMs: past.ok ? past.value.clockSkewMs : undefined,
        ...{ freeBytes: storage.freeBytes, storage: storage.state },
        ...{ waiting: here - inCloud, parked, oldestMs: oldest?.wallMs },
      },
    });
  }

  /** Where no people are known whoever stands here may decide: the record carries that name. */
  function askLead(): void {
    if (ports.people().length === 0) dispatch({ type: 'lead', person: ports.operator() });
    else lead.reset();
  }

  function record({ steps, tookMs }: Extract<StartCheckEffect, { type: 'record' }>): void {
    const { settings, mode, head } = ports.station();
    const { testWeight } = settings.shift;
    void ports.bridge.invoke('operation.append', {
      type: 'shiftCheckDone',
      entity: `shift:${head.device}`,
      payload: {
        ...{ steps, tookMs, scale: ports.device('scale-1')?.name ?? '', practice: mode === 'practice' },
        ...(testWeight === undefined ? {} : { nominal: testWeight }),
      },
    });
  }

  async function readPast(): Promise<void> {
    const past = await ports.bridge.invoke('shift.checks', null);
    if (past.ok) store.setState({ past: past.value });
  }

  function isDue(): boolean {
    const { settings, mode } = ports.station();
    const { past } = store.getState();
    // While a long journal is still being read nobody is kept from work.
    if (mode === 'practice' || settings.shift.startCheck !== 'required' || past === undefined) return false;
    const checkedMs = past.checks.at(-1)?.wallMs;
    return isCheckDue({ checkedMs, sealedMs: past.sealedMs, nowMs: ports.wallMs() });
  }

  const asked = (): boolean => store.getState().check.lead === 'asked';
  return {
    id: 'start-check',
    store,
    lead,
    isDue,
    last: () => store.getState().past?.checks.at(-1),
    begin: () => {
      round += 1;
      void readPast();
      take(startCheck(context()));
    },
    // Work goes where it belongs; the card that is scanned out of turn is no parcel.
    passesOn: (text) => stepNow(store.getState().check) === undefined && text !== SCANNER_CARD,
    onScan: ({ text }) => (asked() ? lead.onScan(text) : dispatch({ type: 'scan', text })),
    onTornScan: () => dispatch({ type: 'torn' }),
    onKey: (name) => {
      if (asked()) return lead.onKey(name);
      if (!/^(F[1-9]|Escape)$/.test(name)) return false;
      dispatch({ type: 'key', name });
      return true;
    },
    onFrame: (frame) => dispatch({ type: 'frame', frame }),
    onApplied: (applied) => {
      for (const { body, label } of applied) {
        if (label !== undefined) dispatch({ type: 'label', job: label.job, state: label.state });
        if (body.type === 'shiftCheckDone' || body.type === 'shiftSealed') void readPast();
      }
    },
    // Not awaited: a long journal takes seconds, and nothing waits for it.
    restore: () => {
      void readPast();
      return Promise.resolve();
    },
    quiet: () => store.getState().check.lead === 'none',
  };
}
