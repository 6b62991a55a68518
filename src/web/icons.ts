import { readFileSync } from 'node:fs';
import { packageFile } from './package-root.js';

const drawn = new Map<string, string>();

/** The inside of a Tabler icon (https://tabler.io/icons) as inline SVG, hidden from screen readers: words stand beside it. */
export function icon(name: string, size = 20): string {
  if (!/^[a-z0-9-]+$/.test(name)) throw new Error(`${name} is no icon’s name`);
  const key = `${name}/${size}`;
  let svg = drawn.get(key);
  if (svg === undefined) {
    svg = draw(name, size);
    drawn.set(key, svg);
  }
  return svg;
}

function draw(name: string, size: number): string {
  const source = readFileSync(packageFile(`@tabler/icons/outline/${name}.svg`), 'utf8');
  const inside = source
    .slice(source.indexOf('>') + 1, source.lastIndexOf('</svg>'))
    .replace(/<path stroke="none"[^>]*>/, '')
    .replace(/\s*\n\s*/g, '');
  return `<svg class="icon" width="${size}" height="${size}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">${inside}</svg>`;
}
