import type { CommandOutput } from '../../shared/ipc/contract.ts';
import type { BridgeClient } from '../bridge/bridge-client.ts';

/** Which printer gets the labels, and whether there is a second one to choose. */
export type PrintersOfStation = CommandOutput<'labels.printers'>;
export const onePrinter: PrintersOfStation = { inUse: 'printer-1', fallback: false };

/** Follows a person's choice; the returned look is for a set-up that has changed. */
export function followPrinters(
  bridge: Pick<BridgeClient, 'invoke' | 'on'>,
  onPrinters: (printers: PrintersOfStation) => void,
): () => Promise<void> {
  const look = async (): Promise<void> => {
    const printers = await bridge.invoke('labels.printers', null);
    if (printers.ok) onPrinters(printers.value);
  };
  bridge.on('labels.printerInUse', () => void look());
  return look;
}
