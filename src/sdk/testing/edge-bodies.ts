import { declarationOf, type Fields, type RecordType, type Shape } from '../records/index.js';

/** Bodies at the edges of what a record may be: as little as possible, everything emptied, everything stretched. */
export function edgeBodies(type: RecordType): { title: string; body: Record<string, unknown> }[] {
  const { fields } = declarationOf(type);
  return [
    { title: 'nothing but what it must have', body: bodyOf(fields, () => undefined) },
    { title: 'every other field empty', body: bodyOf(fields, () => null) },
    { title: 'every field stretched', body: bodyOf(fields, stretched) },
  ];
}

function bodyOf(fields: Fields, optional: (shape: Shape) => unknown): Record<string, unknown> {
  const body: Record<string, unknown> = {};
  for (const [name, shape] of Object.entries(fields)) {
    const value = shape.must ? (optional(shape) ?? least[shape.kind]) : optional(shape);
    if (value !== undefined) body[name] = value;
  }
  return body;
}

const least: Record<Shape['kind'], unknown> = {
  text: 'x',
  decimal: '0',
  money: '0',
  date: '1900-01-01',
  instant: '1900-01-01T00:00:00.000Z',
  switch: false,
  list: [],
  object: {},
};

function stretched(shape: Shape): unknown {
  switch (shape.kind) {
    case 'text':
      return '’‮ '.repeat(shape.max ?? 255).slice(0, shape.max ?? 255);
    case 'decimal':
      return '-999999999999999.999999999';
    case 'money':
      return '-999999999999999.9999';
    case 'date':
      return '2199-12-31';
    case 'instant':
      return '2199-12-31T23:59:59.999Z';
    case 'switch':
      return true;
    case 'list':
      return [bodyOf(shape.fields!, stretched), bodyOf(shape.fields!, () => null)];
    case 'object':
      return bodyOf(shape.fields!, stretched);
  }
}
