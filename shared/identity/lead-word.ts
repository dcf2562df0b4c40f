import type { ErrorCode } from '../errors/catalog.ts';

/** A person who may decide where an operator may not. */
export interface Lead {
  readonly id: string;
  readonly name: string;
}

/** The band that asks for a lead's word: a badge scanned, or one of up to three leads by F1–F3 and the PIN. */
export interface LeadWord {
  readonly choices: readonly Lead[];
  readonly chosen: string | undefined;
  /** Digits typed so far; never shown. */
  readonly typed: string;
  readonly checking: boolean;
  readonly problem: ErrorCode | undefined;
}

export type LeadSecret = { readonly badge: string } | { readonly id: string; readonly pin: string };

export const askLead = (leads: readonly Lead[]): LeadWord => ({
  ...{ choices: leads.slice(0, 3), chosen: undefined, typed: '', checking: false, problem: undefined },
});

export interface LeadStep {
  readonly lead: LeadWord;
  /** To be checked now; the answer goes to `leadAnswered`. */
  readonly check?: LeadSecret;
}

const MAX_PIN = 8;
const MIN_PIN = 4;

export function leadScan(lead: LeadWord, text: string): LeadStep {
  const badge = text.trim();
  if (lead.checking) return { lead };
  if (!/^[\x21-\x7e]{4,64}$/.test(badge)) return { lead: { ...lead, problem: 'LEAD_NOT_KNOWN' } };
  return { lead: { ...lead, checking: true, problem: undefined }, check: { badge } };
}

export function leadKey(lead: LeadWord, key: string): LeadStep {
  if (lead.checking) return { lead };
  const at = ['F1', 'F2', 'F3'].indexOf(key);
  const chosen = at < 0 ? undefined : lead.choices[at];
  if (chosen !== undefined) return { lead: { ...lead, chosen: chosen.id, typed: '', problem: undefined } };
  if (/^\d$/.test(key) && lead.chosen !== undefined && lead.typed.length < MAX_PIN)
    return { lead: { ...lead, typed: lead.typed + key, problem: undefined } };
  if (key === 'Backspace') return { lead: { ...lead, typed: lead.typed.slice(0, -1) } };
  if (key === 'Enter' && lead.chosen !== undefined && lead.typed.length >= MIN_PIN)
    return { lead: { ...lead, checking: true, problem: undefined }, check: { id: lead.chosen, pin: lead.typed } };
  return { lead };
}

/** A wrong one may be tried again; what was typed is gone. */
export const leadRefused = (lead: LeadWord, problem: ErrorCode = 'LEAD_NOT_KNOWN'): LeadWord => ({
  ...lead,
  ...{ typed: '', checking: false, problem },
});
