import type { FlowId } from '../../shared/settings/flow-id.ts';
import { createBagFlow } from '../features/bag/bag-flow.ts';
import { createPackFlow } from '../features/pack/pack-store.ts';
import { createManifestFlow } from '../features/manifest/manifest-flow.ts';
import { createWeighFlow } from '../features/weigh/weigh-store.ts';
import type { Flow, FlowParts } from './flow.ts';

/** Every flow that is built, by id; its screen stands in app.tsx. */
const factories = {
  weigh: createWeighFlow,
  bag: createBagFlow,
  manifest: createManifestFlow,
  pack: createPackFlow,
} satisfies Partial<{ [Id in FlowId]: (parts: FlowParts) => Flow & { readonly id: Id } }>;

export type BuiltFlowId = keyof typeof factories;
export type Flows = { readonly [Id in BuiltFlowId]: ReturnType<(typeof factories)[Id]> };

export const isBuilt = (id: string): id is BuiltFlowId => Object.hasOwn(factories, id);

/** All of them, whatever this station is set up for: records of every kind come to every station. */
export function createFlows(parts: FlowParts): Flows {
  return Object.fromEntries(Object.entries(factories).map(([id, create]) => [id, create(parts)])) as Flows;
}

export const allFlows = (flows: Flows): readonly Flow[] => Object.values(flows);
