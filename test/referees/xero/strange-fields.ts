type Json = Record<string, unknown>;

interface Reading {
  follow: (ref: string) => Json;
  /** Answers carry a few names that the specification forgets; its own examples have them. */
  answer: boolean;
}

const FORGOTTEN = [
  'Id',
  'ID',
  'Status',
  'ProviderName',
  'DateTimeUTC',
  'DateString',
  'DueDateString',
  'DeliveryDateString',
  'DateUTCString',
  'HasErrors',
  'HasValidationErrors',
  'ValidationErrors',
  'Warnings',
  'StatusAttributeString',
  'IsDiscounted',
  'Type',
  'CurrencyCode',
  'BankAmount',
];

/** Fields of a value that its schema doesn't know: a misspelt name is only found this way. */
export function strangeFields(schema: Json, value: unknown, reading: Reading, path = ''): string[] {
  const { $ref } = schema;
  if (typeof $ref === 'string') return strangeFields(reading.follow($ref), value, reading, path);
  if (Array.isArray(value)) {
    const items = schema.items as Json | undefined;
    return items ? value.flatMap((one, at) => strangeFields(items, one, reading, `${path}/${at}`)) : [];
  }
  const properties = schema.properties as Record<string, Json> | undefined;
  if (typeof value !== 'object' || value === null || !properties) return [];
  return Object.entries(value).flatMap(([name, inner]) => {
    const known = properties[name];
    if (known) return strangeFields(known, inner, reading, `${path}/${name}`);
    return reading.answer && FORGOTTEN.includes(name) ? [] : [`${path}/${name} is not in the specification`];
  });
}
