import { z } from 'zod';

/**
 * What a lead may say about an operation that the cloud parked, or about two sides that do not fit. Whatever is said is a new operation;
 * nothing that was recorded is changed or removed.
 */
export const leadsAnswers = {
  /** The cloud judges it once more: it has been brought up to date, or what was missing has come. */
  'send-again': { on: 'parked', act: 'release' },
  /** It does not count. It stays in the journal and in the cloud's operations. */
  'set-aside': { on: 'parked', act: 'void' },
  /** A parked contradiction: what this station said stands. */
  ours: { on: 'parked', act: 'release' },
  theirs: { on: 'parked', act: 'void' },
  first: { on: 'conflict', stands: 'first' },
  second: { on: 'conflict', stands: 'second' },
  /** Seen: there is nothing to choose. */
  both: { on: 'conflict', stands: 'both' },
} as const;
export type LeadsAnswer = keyof typeof leadsAnswers;
export const leadsAnswerSchema = z.enum(Object.keys(leadsAnswers) as [LeadsAnswer, ...LeadsAnswer[]]);

/**
 * Why the cloud parks an operation (docs/sync-protocol.md) and what may be done about it. releasable: judging it again can end
 * otherwise than before; `when-known` only when the weighing it is about has come.
 */
export const parkRules = {
  OPERATION_NOT_UNDERSTOOD: { answers: ['send-again', 'set-aside'], releasable: 'yes' },
  OPERATION_TYPE_UNKNOWN: { answers: ['send-again', 'set-aside'], releasable: 'yes' },
  OPERATION_TARGET_UNKNOWN: { answers: ['send-again', 'set-aside'], releasable: 'when-known' },
  OPERATION_NOT_STORABLE: { answers: ['set-aside'], releasable: 'never' },
  OPERATION_NOT_ALLOWED: { answers: ['set-aside'], releasable: 'never' },
  OPERATION_CONFLICT: { answers: ['ours', 'theirs'], releasable: 'yes' },
} as const satisfies Record<
  string,
  { readonly answers: readonly LeadsAnswer[]; readonly releasable: 'yes' | 'when-known' | 'never' }
>;
export type ParkedCode = keyof typeof parkRules;
export const isParkedCode = (code: string): code is ParkedCode => Object.hasOwn(parkRules, code);
