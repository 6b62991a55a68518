import { type FieldManifest, rulesOf } from '../../sdk/host/index.js';

type Shape = new () => object;

// One class per list of fields and process: class-validator never forgets a class it has seen.
const shapes = new WeakMap<FieldManifest[], Shape>();

/** The class whose rules are those that the plugin's own step class carries, built from its manifest. */
export function shapeOf(fields: FieldManifest[]): Shape {
  const known = shapes.get(fields);
  if (known) return known;
  class Answers {}
  for (const field of fields) {
    for (const rule of rulesOf(field)) rule(Answers.prototype, field.name);
  }
  shapes.set(fields, Answers);
  return Answers;
}
