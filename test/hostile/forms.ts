/** A form as it stands on a page: where it goes, how, and what it would send if nobody touched it. */
export interface Form {
  page: string;
  method: string;
  action: string;
  fields: [name: string, value: string][];
}

const attribute = (tag: string, name: string) => {
  const found = new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1];
  return found === undefined ? undefined : plain(found);
};

const plain = (text: string) =>
  text
    .replaceAll('&#x3D;', '=')
    .replaceAll('&quot;', '"')
    .replaceAll('&#x27;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');

/** Every form of a page that changes something. */
export function formsOf(page: string, html: string): Form[] {
  return [...html.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/g)].flatMap(([, head = '', inside = '']) => {
    if (attribute(head, 'method')?.toUpperCase() !== 'POST') return [];
    const id = attribute(head, 'id');
    const elsewhere = id ? [...html.matchAll(/<(?:input|button|select|textarea)\b[^>]*>/g)].map(([tag]) => tag) : [];
    const tags = [
      ...[...inside.matchAll(/<(?:input|button|select|textarea)\b[^>]*>/g)].map(([tag]) => tag),
      ...elsewhere.filter((tag) => attribute(tag, 'form') === id),
    ];
    const fields = tags.flatMap((tag): [string, string][] => {
      const name = attribute(tag, 'name');
      return name && name !== '_csrf' ? [[name, attribute(tag, 'value') ?? '']] : [];
    });
    const method = fields.find(([name]) => name === '_method')?.[1] ?? 'POST';
    return [
      {
        page,
        method,
        action: attribute(head, 'action') ?? page,
        fields: fields.filter(([name]) => name !== '_method'),
      },
    ];
  });
}
