import chinaLines from './china-lines.json' with { type: 'json' };
import dhlExpress from './dhl-express.json' with { type: 'json' };
import fedex from './fedex.json' with { type: 'json' };
import forwarder from './forwarder.json' with { type: 'json' };
import posts from './posts.json' with { type: 'json' };
import regional from './regional.json' with { type: 'json' };
import sfExpress from './sf-express.json' with { type: 'json' };
import ups from './ups.json' with { type: 'json' };
import usps from './usps.json' with { type: 'json' };
import yunexpress from './yunexpress.json' with { type: 'json' };
import { sampleRules } from '../rules/sample-lines.ts';

/** Rules as they stand in the files: `status` and `source` say how far to trust them. Checked when they are used. */
const packs: readonly { readonly rules: readonly { readonly id: string }[] }[] = [
  chinaLines,
  dhlExpress,
  fedex,
  forwarder,
  posts,
  regional,
  sfExpress,
  ups,
  usps,
  yunexpress,
  { rules: sampleRules },
];

const byId = new Map<string, unknown[]>();
for (const { rules } of packs)
  for (const rule of rules) {
    const versions = byId.get(rule.id);
    if (versions === undefined) byId.set(rule.id, [rule]);
    else versions.push(rule);
  }

/** Every version of a rule, unread; empty where there is none. */
export const findPackRules = (id: string): readonly unknown[] => byId.get(id) ?? [];
export const packRuleIds = (): string[] => [...byId.keys()];
