import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { assetsFolders } from './find-folders.js';

const CHARACTERS_AT_MOST = 64 * 1024;
// An icon is drawn; it neither runs, nor loads, nor embeds.
const ACTIVE = /<script|<foreignObject|<!ENTITY|\son\w+\s*=|javascript:|(?:href|src)\s*=\s*["']\s*(?!#)[^"'\s]/i;

export type Icon = { svg: string } | { problem: string };

/** Reads a plugin's icon, from beside its code or from beside its source. */
export async function readIcon(folder: string, name: string): Promise<Icon> {
  for (const place of assetsFolders(folder)) {
    const svg = await readFile(join(place, name), 'utf8').catch(() => undefined);
    if (svg !== undefined) return judge(svg, name);
  }
  return { problem: `there is no file '${name}' in the plugin's folder` };
}

function judge(svg: string, name: string): Icon {
  if (svg.length > CHARACTERS_AT_MOST) return { problem: `'${name}' is larger than 64 KB` };
  if (!/^\s*(<\?xml[^>]*>\s*)?(<!--[\s\S]*?-->\s*)*<svg\b/.test(svg)) return { problem: `'${name}' is no SVG drawing` };
  if (ACTIVE.test(svg)) return { problem: `'${name}' holds more than a drawing: scripts and links are refused` };
  return { svg };
}
