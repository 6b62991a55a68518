import type { Drawn } from './builder.js';
import type { Plan } from './plan.js';
import type { ShipmentRow } from './shipment.js';

/** Part of what was drawn, with all that was known when it was. */
export function partOf(drawn: Drawn, plans: Plan[]): Drawn {
  const here = new Set(plans.map(({ recordId }) => recordId));
  return { ...drawn, plans, waits: drawn.waits.filter(({ childId }) => here.has(childId)) };
}

/** In two, if it can be without a difference to what leaves; undefined where all of it travels together. */
export function halvesOf(drawn: Drawn): [Drawn, Drawn] | undefined {
  const companies = companiesOf(drawn.plans);
  if (companies.length < 2) return undefined;
  const half = companies.length >> 1;
  return [partOf(drawn, companies.slice(0, half).flat()), partOf(drawn, companies.slice(half).flat())];
}

interface Company {
  plans: Plan[];
  ties: string[];
}

/**
 * Those who travel together, in the order of their first. Written apart, the records of one batch would become two of the same key;
 * and of a shipment that has left with several of them, the second would write over what the first has made of it.
 */
function companiesOf(plans: Plan[]): Plan[][] {
  const companies = new Set<Company>();
  const companyOf = new Map<string, Company>();
  for (const plan of plans) {
    const ties = tiesOf(plan);
    const [company = { plans: [], ties: [] }, ...others] = new Set(ties.flatMap((tie) => companyOf.get(tie) ?? []));
    companies.add(company);
    company.plans.push(plan, ...others.flatMap((other) => other.plans));
    const joined = [...ties, ...others.flatMap((other) => other.ties)].filter((tie) => companyOf.get(tie) !== company);
    company.ties.push(...joined);
    for (const tie of joined) companyOf.set(tie, company);
    for (const other of others) companies.delete(other);
  }
  return [...companies].map((company) => company.plans);
}

function tiesOf(plan: Plan): string[] {
  const batches = plan.fresh.flatMap(({ document: { batchKey } }) =>
    batchKey === undefined ? [] : `batch ${batchKey}`,
  );
  const shared = shipmentsOf(plan).filter(({ members }) => members.length > 1);
  return [...batches, ...shared.map(({ id }) => `shipment ${id}`)];
}

/** What has been written ahead of a record before, and is to be written again. */
export function shipmentsOf({ rebuilt, again, differing, calmed, unclear, withdrawn }: Plan): ShipmentRow[] {
  const all = [
    ...[...rebuilt, ...unclear].map(({ shipment }) => shipment),
    ...calmed,
    ...differing.flatMap(({ shipment, holder }) => [shipment, holder]),
    ...again,
    ...withdrawn,
  ];
  return [...new Map(all.map((shipment) => [shipment.id, shipment])).values()];
}
