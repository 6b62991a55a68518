import { groupBy } from './group.js';

/** One line of the export log: a record on its way into an app. */
export interface Line {
  installationId: number;
  task: string;
  recordId: number;
}

/** Lines of one task. */
export interface Group {
  installationId: number;
  task: string;
  recordIds: number[];
}

export const byTask = (lines: Line[]): Group[] =>
  [...groupBy(lines, ({ installationId, task }) => `${installationId} ${task}`).values()].map((group) => ({
    installationId: group[0]!.installationId,
    task: group[0]!.task,
    recordIds: group.map(({ recordId }) => recordId),
  }));

/** Every shipment that carries one of them. */
export const SHIPMENTS_OF = `store_id = ? and installation_id = ? and task = ? and id in (
  select shipment_id from shipment_members where store_id = ? and record_id in (?))`;

export const shipmentsOf = (storeId: number, { installationId, task, recordIds }: Group) => [
  storeId,
  installationId,
  task,
  storeId,
  recordIds,
];
