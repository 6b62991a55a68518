import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of package.json: the same whether this runs from src or from dist. */
export const packageRoot = up(dirname(fileURLToPath(import.meta.url)));

function up(folder: string): string {
  return existsSync(join(folder, 'package.json')) ? folder : up(dirname(folder));
}

const require = createRequire(import.meta.url);

/** A file of an installed package, wherever the package manager put it. */
export function packageFile(path: string): string {
  return require.resolve(path);
}
