import type { Shipment } from 'patchbay/sdk';
import type { XeroApi } from '../client.js';
import type { Posted } from '../locked.js';
import { isAbout } from '../wrongs.js';

/** Merged into one that was merged itself, and so on: longer than anybody's tidying up takes. */
const MOST = 5;

/** How documents that went to a contact go to another. */
interface Sending<Payload extends { date: string }, Row> {
  contactOf(shipment: Shipment<Payload>): string;
  redirect(shipment: Shipment<Payload>, contactId: string): void;
  post(shipments: Shipment<Payload>[]): Promise<Posted<Payload, Row>[]>;
}

/** Posts documents. What goes to a contact that somebody merged into another over there goes to that other one. */
export async function postToSurvivors<Payload extends { date: string }, Row>(
  shipments: Shipment<Payload>[],
  { contactOf, redirect, post }: Sending<Payload, Row>,
  api: XeroApi,
): Promise<Posted<Payload, Row>[]> {
  const first = await post(shipments);
  const archived = first.filter(({ said }) => 'wrongs' in said && isAbout(said.wrongs, 'archived'));
  const survivors = new Map<string, string | undefined>();
  for (const id of new Set(archived.map(({ shipment }) => contactOf(shipment))))
    survivors.set(id, await survivorOf(id, api));
  const moved = archived.map(({ shipment }) => shipment).filter((one) => survivors.get(contactOf(one)) !== undefined);
  if (moved.length === 0) return first;
  for (const shipment of moved) redirect(shipment, survivors.get(contactOf(shipment))!);
  const again = await post(moved);
  return first.map((one) => again.find(({ shipment }) => shipment === one.shipment) ?? one);
}

/** Whom a contact was merged into in the end; undefined for one that is itself, or was only archived. */
export async function survivorOf(id: string, { contacts }: XeroApi): Promise<string | undefined> {
  let at: string | undefined;
  for (let hops = 0; hops < MOST; hops++) {
    const next: string | undefined = (await contacts.of(at ?? id))?.MergedToContactID;
    if (next === undefined) return at;
    at = next;
  }
  return at;
}
