/** The credential fields that a template names: `https://{storeDomain}/do` names one. */
export function fieldsIn(template: string): string[] {
  return [...template.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!);
}
