import { createStore, type StoreApi } from 'zustand/vanilla';
import { jobIdOf } from '../../../shared/labels/label-ledger.ts';
import { massToMilligrams } from '../../../shared/measure/mass.ts';
import { operationPayloads } from '../../../shared/parcel/operations.ts';
import type { BenchRules, KnownPieces } from '../../../shared/parcel/bench-rules.ts';
import { checkParcel } from '../../../shared/parcel/check-parcel.ts';
import type { ParcelToCheck } from '../../../shared/parcel/parcel-to-check.ts';
import { isMarkedBadge } from '../../../shared/identity/credential-entry.ts';
import { initialBench, reduceBench } from '../../../shared/parcel/weigh-bench.ts';
import type { BenchContext, BenchEffect, BenchEvent, BenchMemory } from '../../../shared/parcel/weigh-bench-events.ts';
import type { BookedParcel, EarlierWeighing, WeighBenchState } from '../../../shared/parcel/weigh-bench-state.ts';
import { createAnnounced } from '../../app/announced.ts';
import { mark } from '../../app/bench-mark.ts';
import type { Flow, FlowParts, FlowScan } from '../../app/flow.ts';
import { newlySaid } from './weigh-band.ts';
import { timeText } from '../../text/time-text.ts';
import { createLeadsWord, type CredentialEntry } from '../../ui/credential-entry.ts';
import type { Applied } from '../../data/operation-store.ts';

export interface WeighFlow extends Flow {
  readonly id: 'weigh';
  readonly store: StoreApi<WeighBenchState>;
  readonly dispatch: (event: BenchEvent) => void;
  /** A lead's badge or PIN, while `asksLead`. */
  readonly lead: CredentialEntry;
}

const HOUR_MS = 3_600_000;
/** A person who went on with an old hold list is told again after this. */
const ASK_AGAIN_MS = 4 * HOUR_MS;

/** The bench at work: the pure reducer, its lookups, and its effects carried out. */
export function createWeighFlow(ports: FlowParts): WeighFlow {
  let memory: BenchMemory = initialBench(ports.station().settings.weighing.stableFrames);
  const store = createStore<WeighBenchState>(() => memory.bench);
  const { weighed, book } = ports;
  const announced = createAnnounced(ports);

  function context(): BenchContext {
    const { settings, mode } = ports.station();
    const { weighing } = settings;
    const scale = ports.device('scale-1');
    return {
      neededFrames: weighing.stableFrames,
      zeroBandMg: massToMilligrams(weighing.zeroBand),
      toleranceMg: massToMilligrams(weighing.tolerance),
      minimumMg: massToMilligrams(weighing.minimum),
      defaultLine: weighing.defaultLine,
      lines: ports.reference.lines,
      practice: mode === 'practice',
      language: settings.language,
      station: settings.station.name,
      operator: ports.operator().name,
      scaleName: scale?.name ?? '',
      scaleSimulated: scale?.simulated ?? false,
      measuresSizes: ports.device('dimensioner-1')?.state === 'ready',
      findPreAlert: announced.findPreAlert,
      findBox: (code) => ports.reference.findBox(code),
      findWeighed: (waybill) => weighed.find(waybill),
      rate: book.rate,
      timeText: (wallMs) => timeText(wallMs),
      rules: rules(),
    };
  }

  function rules(): BenchRules {
    const { weighing } = ports.station().settings;
    const asOfMs = ports.reference.status?.asOfMs;
    const { maxAgeHours, whenOld } = weighing.holdList;
    return {
      order: weighing.order,
      check: (parcel) =>
        checkParcel(parcel, {
          findHold: announced.findHold,
          ruleOf: book.ruleOf,
          lineOf: book.lineOf,
          plausibility: { tolerance: weighing.declared },
        }),
      holdList:
        asOfMs === undefined
          ? undefined
          : {
              ageMs: ports.wallMs() - asOfMs,
              maxAgeMs: maxAgeHours * HOUR_MS,
              whenOld,
              askAgainMs: ASK_AGAIN_MS,
            },
      holdPlace: weighing.holdPlace,
      wantsScanBack: (line) => weighing.scanBackLines.includes(line),
      findUnit: announced.findUnit,
      findPieces: (consignment) => knownPieces(consignment),
      rateTogether: book.rateTogether,
      photo: ports.camera.present() ? weighing.photo : 'off',
    };
  }

  /** Of the pieces that are announced, which are weighed here. */
  function knownPieces(consignment: string): KnownPieces {
    const pieces = ports.reference.findBy('preAlert', 'consignment', consignment);
    const waybills = new Map(
      pieces.flatMap(({ waybill, consignment: piece }) =>
        piece === undefined ? [] : [[piece.piece, waybill] as const],
      ),
    );
    return {
      waybills,
      weighed: [...waybills].flatMap(([piece, waybill]) => {
        const earlier = weighed.find(waybill);
        return earlier === undefined
          ? []
          : [{ piece, milligrams: massToMilligrams(earlier.gross), parcel: pieceToRate(waybill, earlier) }];
      }),
    };
  }

  function pieceToRate(waybill: string, { gross, dimensions, cargoClass, line }: EarlierWeighing): ParcelToCheck {
    const alert = ports.reference.findPreAlert(waybill);
    return {
      ...{ waybill, line, gross, dimensions, cargoClass: cargoClass ?? alert?.cargoClass ?? '' },
      ...{ country: alert?.country, dutyMode: alert?.dutyMode, declared: alert?.declared },
    };
  }

  const lead = createLeadsWord(ports, {
    onLead: (person) => dispatch({ type: 'lead', lead: person }),
    onLeave: () => dispatch({ type: 'lead-left' }),
  });

  function dispatch(event: BenchEvent): void {
    const former = memory.bench;
    const step = reduceBench(memory, event, context());
    memory = step.memory;
    askForSize(former.phase, step.memory.bench);
    store.setState(memory.bench, true);
    for (const effect of step.effects) carryOut(effect);
    // After the tone: the eye, the tone and the voice say the same.
    const said = newlySaid(former, step.memory.bench);
    if (said !== undefined) ports.speak(said);
  }

  /** The parcel lies still: the dimensioner may measure it. Devices that measure by themselves refuse, and are not needed to be asked. */
  function askForSize(former: WeighBenchState['phase'], { phase, parcel }: WeighBenchState): void {
    if (phase !== 'settling' || former === 'settling' || parcel === undefined) return;
    if (ports.device('dimensioner-1')?.state !== 'ready' || parcel.dimensionsFrom === 'dimensioner') return;
    void ports.bridge.invoke('devices.measure', null);
  }

  function carryOut(effect: BenchEffect): void {
    switch (effect.type) {
      case 'cue':
        ports.play(effect.cue);
        return;
      case 'ask-lead':
        lead.reset();
        return;
      case 'take-photo':
        void takePhoto(effect.waybill);
        return;
      case 'go':
        ports.go(effect.screen === 'settings' ? 'home' : effect.screen);
        return;
      case 'append': {
        mark('wh-append-sent');
        const { operation, entity, payload } = effect;
        void ports.bridge.invoke('operation.append', { type: operation, entity, payload }).then((result) => {
          mark('wh-append-answered');
          if (!result.ok) {
            if (operation === 'parcelWeighed' || operation === 'holdReleased' || operation === 'parcelSetAside')
              dispatch({ type: 'booking-failed', code: result.error.code });
            return;
          }
          if (operation === 'holdReleased')
            dispatch({ type: 'hold-released', waybill: operationPayloads.holdReleased.parse(payload).waybill });
          // "Saved" is shown when the disk has answered; the local view follows and may be rebuilt at any time.
          if (operation === 'parcelWeighed') {
            const { device, epoch } = ports.operations.head() ?? ports.station().head;
            const parsed = operationPayloads.parcelWeighed.parse(payload);
            dispatch({
              type: 'booked',
              seq: result.value.seq,
              job: jobIdOf(device, epoch, result.value.seq),
              payload: parsed,
              wallMs: ports.wallMs(),
            });
          }
        });
        return;
      }
    }
  }

  /** The picture lies on the disk before the operation that names it is written. */
  async function takePhoto(waybill: string): Promise<void> {
    const taken = await ports.camera.take();
    if (!taken.ok) {
      dispatch({ type: 'photo', waybill, stored: false, code: taken.error.code });
      return;
    }
    const { sha256, bytes, mime, widthPx, heightPx } = taken.value;
    const practice = ports.station().mode === 'practice';
    const written = await ports.bridge.invoke('operation.append', {
      ...{ type: 'parcelPhotographed' as const, entity: `parcel:${waybill}` },
      payload: { waybill, sha256, bytes, mime, widthPx, heightPx, practice },
    });
    dispatch({ type: 'photo', waybill, stored: written.ok, ...(written.ok ? {} : { code: written.error.code }) });
  }

  function onApplied(applied: readonly Applied[]): void {
    for (const { body, label, epoch } of applied) {
      if (body.type === 'parcelWeighingVoided') {
        const { voids, voidsEpoch = epoch } = operationPayloads.parcelWeighingVoided.parse(body.payload);
        dispatch({ type: 'voided', seq: voids, epoch: voidsEpoch });
      }
      if (label !== undefined && body.type !== 'parcelWeighed')
        dispatch({ type: 'label', job: label.job, state: label.state, code: label.code });
    }
  }

  async function restore(): Promise<void> {
    const labels = ports.operations.labels();
    const newest = weighed.newestAtStart;
    const last = newest === undefined ? undefined : await bookedFrom(newest);
    dispatch({
      type: 'restored',
      last,
      unknownLabels: labels.filter((entry) => entry.state === 'unknown').map((entry) => entry.job),
    });
  }

  async function bookedFrom({ epoch, seq }: { epoch: number; seq: number }): Promise<BookedParcel | undefined> {
    const body = await ports.operations.operation(seq, epoch);
    const parsed = operationPayloads.parcelWeighed.safeParse(body?.payload);
    if (body === undefined || !parsed.success) return undefined;
    const { device } = ports.operations.head() ?? ports.station().head;
    const job = jobIdOf(device, epoch, seq);
    const label = await ports.operations.findLabel(job);
    const { waybill, gross, dimensions, chargeable } = parsed.data;
    return {
      waybill,
      seq,
      job,
      gross,
      dimensions,
      chargeable,
      label: label?.state ?? 'queued',
      labelCode: label?.code,
      inCloud: ports.operations.isInCloud(epoch, seq),
      voided: false,
      record: parsed.data,
      scanBack: false,
      wallMs: body.wallMs,
    };
  }

  function onScan(scan: FlowScan): void {
    const { asksLead, refusal } = store.getState();
    if (!asksLead && refusal?.lead === true && isMarkedBadge(scan.text)) dispatch({ type: 'key', key: 'F9' });
    if (store.getState().asksLead) lead.onScan(scan.text);
    else dispatch({ type: 'scan', ...scan });
  }

  function onKey(name: string): boolean {
    if (store.getState().asksLead) return lead.onKey(name);
    if (store.getState().keypad !== undefined && /^(\d|\.|Backspace|Enter)$/.test(name)) {
      dispatch({ type: 'keypad', key: name });
      return true;
    }
    switch (name) {
      case 'F1':
      case 'F2':
      case 'F3':
      case 'F4':
      case 'F5':
      case 'F6':
      case 'F7':
      case 'F8':
      case 'F9':
      case 'Escape':
        dispatch({ type: 'key', key: name });
        return true;
    }
    return false;
  }

  return {
    id: 'weigh',
    store,
    dispatch,
    lead,
    onScan,
    onTornScan: () => dispatch({ type: 'scan-torn' }),
    onKey,
    onFrame: (frame) => dispatch({ type: 'frame', frame }),
    onScaleStatus: (status) => dispatch({ type: 'scale-status', status }),
    onDimensions: (frame) => dispatch({ type: 'dimensions', frame }),
    onApplied,
    onAcknowledged: (ackedSeq) => dispatch({ type: 'synced', ackedSeq }),
    onStorage: (storage) => dispatch({ type: 'storage', full: storage.state === 'full' }),
    restore,
    quiet: () => memory.bench.phase === 'idle' && memory.bench.parcel === undefined,
    doneCount: () => weighed.size,
    fact: () => ({ key: 'announcedCount', values: { n: ports.reference.count('preAlert') } }),
  };
}
