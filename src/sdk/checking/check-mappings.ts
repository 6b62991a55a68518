import type { Manifest, MappingManifest } from '../manifest.js';
import type { ValueMap } from '../mapping.js';
import {
  declarationOf,
  type Fields,
  isRecordType,
  type RecordDeclaration,
  type RecordType,
  recordTypes,
} from '../records/index.js';
import { checkId, checkUnique } from './check-identity.js';
import { type Problem, thereAre } from './outline.js';

export function checkMappings({ mappings }: Manifest): Problem[] {
  const each = mappings.flatMap((mapping, at) => {
    const field = `mappings[${at}]`;
    if (!isRecordType(mapping.record)) return unknownRecord(`${field}.record`, mapping.record);
    return [...checkId(`${field}.id`, mapping.id), ...checkMapping(field, mapping, declarationOf(mapping.record))];
  });
  return [...checkUnique('mappings', mappings), ...each];
}

function checkMapping(at: string, { record, rows, match }: MappingManifest, declared: RecordDeclaration): Problem[] {
  const targets = rows.map((row) => row.to);
  const problems = rows.flatMap((row, index): Problem[] => {
    const field = `${at}.rows[${index}]`;
    if (!Object.hasOwn(declared.fields, row.to)) {
      return [{ field: `${field}.to`, problem: noField(record, row.to) }];
    }
    const first = targets.indexOf(row.to);
    if (first !== index) return [{ field: `${field}.to`, problem: `'${row.to}' is filled by rows[${first}]` }];
    if (row.to !== declared.key || (row.master !== 'store' && row.master !== 'off')) return [];
    const cannot = row.master === 'off' ? 'be switched off' : "be the store's";
    return [{ field: `${field}.master`, problem: `'${row.to}' is the key: it can't ${cannot}` }];
  });
  const unmapped = targets.includes(declared.key)
    ? []
    : [{ field: `${at}.rows`, problem: `no row fills '${declared.key}', the key of a ${record}` }];
  const unmatched = match.flatMap((names, index) =>
    names
      .split('+')
      .filter((name) => !Object.hasOwn(declared.fields, name))
      .map((name) => ({ field: `${at}.match[${index}]`, problem: noField(record, name) })),
  );
  return [...problems, ...unmapped, ...unmatched];
}

export function checkValueMaps({ valueMaps }: Manifest): Problem[] {
  const each = valueMaps.flatMap((map, at) => {
    const field = `valueMaps[${at}]`;
    const app = 'records' in map.app && !isRecordType(map.app.records);
    return [
      ...checkId(`${field}.id`, map.id),
      ...checkStoreSide(`${field}.store`, map),
      ...(app ? unknownRecord(`${field}.app.records`, String('records' in map.app && map.app.records)) : []),
    ];
  });
  return [...checkUnique('valueMaps', valueMaps), ...each];
}

function checkStoreSide(at: string, { store }: ValueMap): Problem[] {
  if ('records' in store) return isRecordType(store.records) ? [] : unknownRecord(`${at}.records`, store.records);
  const { record, list, field } = store.seen;
  if (!isRecordType(record)) return unknownRecord(`${at}.seen.record`, record);
  const { fields } = declarationOf(record);
  if (list === undefined) {
    return Object.hasOwn(fields, field) ? [] : [{ field: `${at}.seen.field`, problem: noField(record, field) }];
  }
  const listed = Object.hasOwn(fields, list) ? fields[list]! : undefined;
  if (listed?.kind !== 'list')
    return [{ field: `${at}.seen.list`, problem: `a ${record} has no list '${list}'${thereAre(listsOf(fields))}` }];
  if (Object.hasOwn(listed.fields!, field)) return [];
  return [
    {
      field: `${at}.seen.field`,
      problem: `the ${list} of a ${record} have no field '${field}'${thereAre(Object.keys(listed.fields!))}`,
    },
  ];
}

const listsOf = (fields: Fields) => Object.keys(fields).filter((name) => fields[name]!.kind === 'list');

export const noField = (record: RecordType, name: string) =>
  `a ${record} has no field '${name}'${thereAre(Object.keys(declarationOf(record).fields))}`;

export const noRecords = (type: string | undefined) => `there are no records of type '${type}'${thereAre(recordTypes)}`;

export function unknownRecord(field: string, type: string): Problem[] {
  return [{ field, problem: noRecords(type) }];
}
