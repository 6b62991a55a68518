import { readFileSync } from 'node:fs';
import { packageFile } from './package-root.js';

const drawings = new Map<string, string>();

/** A Tabler icon (https://tabler.io/icons) as inline SVG, hidden from screen readers: words stand beside it. How it is stroked says the stylesheet. */
export function icon(name: string, size = 20): string {
  return svg(size, ` viewBox="0 0 24 24"`, drawing(name));
}

/** The icons of one page: a list shows the same few a hundred times, so each is drawn once, on a sheet at the page's end. */
export class IconSheet {
  private readonly names = new Set<string>();

  icon(name: string, size = 20): string {
    if (!this.names.has(name)) {
      drawing(name);
      this.names.add(name);
    }
    return svg(size, '', `<use href="#i-${name}"/>`);
  }

  add({ names }: IconSheet): void {
    for (const name of names) this.names.add(name);
  }

  toString(): string {
    const symbols = [...this.names].map(
      (name) => `<symbol id="i-${name}" viewBox="0 0 24 24">${drawing(name)}</symbol>`,
    );
    return `<svg hidden>${symbols.join('')}</svg>`;
  }
}

function svg(size: number, more: string, inside: string): string {
  return `<svg class="icon" width="${size}" height="${size}"${more} aria-hidden="true">${inside}</svg>`;
}

function drawing(name: string): string {
  let drawn = drawings.get(name);
  if (drawn === undefined) {
    drawn = draw(name);
    drawings.set(name, drawn);
  }
  return drawn;
}

function draw(name: string): string {
  if (!/^[a-z0-9-]+$/.test(name)) throw new Error(`${name} is no icon’s name`);
  const source = readFileSync(packageFile(`@tabler/icons/outline/${name}.svg`), 'utf8');
  return source
    .slice(source.indexOf('>') + 1, source.lastIndexOf('</svg>'))
    .replace(/<path stroke="none"[^>]*>/, '')
    .split('\n')
    .map((line) => line.trim())
    .join('');
}
