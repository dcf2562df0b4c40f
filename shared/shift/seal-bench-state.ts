import type { ErrorCode } from '../errors/catalog.ts';
import type { Person, SealedShift } from '../ipc/supply-commands.ts';
import type { Cue } from '../parcel/weigh-bench-state.ts';
import type { VoicePhrase } from '../voice/voice-phrase.ts';
import type { MissingParcel, Reconciliation } from './reconcile-shift.ts';
import type { ExplanationReason } from './shift-operations.ts';

/**
 * counting: pieces by hand are typed. explaining: something is left over. ready: zero, the seal may be set. sealing: main writes it.
 * outgoing, incoming: whose badge is waited for. closed: nothing is left to do here; the cloud may still have its say.
 */
export type SealPhase = 'counting' | 'explaining' | 'ready' | 'sealing' | 'outgoing' | 'incoming' | 'closed';

export interface SealBenchState {
  readonly phase: SealPhase;
  /** Digits of the count by hand. */
  readonly typed: string;
  readonly counted: number | undefined;
  readonly reconciliation: Reconciliation | undefined;
  /** A lead was asked for, has come, and says why. */
  readonly lead: 'none' | 'asked' | Person;
  readonly problem: ErrorCode | undefined;
  /** The seal that is signed or looked at. */
  readonly sealed: SealedShift | undefined;
}

/** What stands in the way of zero: a parcel with its name, or a number of pieces that nobody can name. */
export type OpenDifference =
  | { readonly kind: 'parcel'; readonly missing: MissingParcel }
  /** counted − scanned, not explained yet. */
  | { readonly kind: 'count'; readonly pieces: number };

export type SealBenchEvent =
  | { readonly type: 'opened'; readonly reconciliation: Reconciliation; readonly sealed: SealedShift | undefined }
  | { readonly type: 'reconciled'; readonly reconciliation: Reconciliation }
  | { readonly type: 'key'; readonly name: string }
  | { readonly type: 'scan'; readonly text: string }
  | { readonly type: 'lead'; readonly person: Person | undefined }
  /** The signer's badge or PIN was right. */
  | { readonly type: 'signer'; readonly person: Person }
  | { readonly type: 'sealed'; readonly sealed: SealedShift }
  | { readonly type: 'signed'; readonly sealed: SealedShift }
  /** The cloud or another signature said something new of this seal. */
  | { readonly type: 'seal-changed'; readonly sealed: SealedShift }
  | { readonly type: 'failed'; readonly code: ErrorCode };

export type SealBenchEffect =
  | { readonly type: 'cue'; readonly cue: Cue }
  | { readonly type: 'speak'; readonly phrase: VoicePhrase }
  | { readonly type: 'reconcile'; readonly counted: number | undefined }
  | {
      readonly type: 'explain';
      readonly waybill?: string;
      readonly pieces: number;
      readonly reason: ExplanationReason;
      readonly lead?: string;
    }
  | { readonly type: 'ask-lead' }
  | { readonly type: 'ask-signer'; readonly as: 'outgoing' | 'incoming' }
  | { readonly type: 'seal'; readonly counted: number; readonly reconciliation: Reconciliation }
  | {
      readonly type: 'sign';
      readonly operation: string;
      readonly as: 'outgoing' | 'incoming';
      readonly differencesSeen: number;
    }
  | { readonly type: 'report'; readonly operation: string };

export interface SealBenchTurn {
  readonly state: SealBenchState;
  readonly effects: readonly SealBenchEffect[];
}
