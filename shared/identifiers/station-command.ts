import { flowIdSchema, type FlowId } from '../settings/flow-id.ts';

const stationScreens = {
  HOME: 'home',
  QUEUE: 'queue',
  SETTINGS: 'settings',
  PRINTER: 'printers',
  CHECK: 'start-check',
  SHIFT: 'shift-seal',
} as const;
export type CommandedScreen = FlowId | (typeof stationScreens)[keyof typeof stationScreens];

/** Command barcodes that choose a screen: `CMD:HOME`, `CMD:QUEUE`, `CMD:BAG`. Everything else is undefined: it is for the flow. */
export function screenOfCommand(text: string): CommandedScreen | undefined {
  const [, name = ''] = /^CMD:([A-Z]{3,12})$/i.exec(text.trim()) ?? [];
  if (Object.hasOwn(stationScreens, name.toUpperCase()))
    return stationScreens[name.toUpperCase() as keyof typeof stationScreens];
  return flowIdSchema.safeParse(name.toLowerCase()).data;
}
