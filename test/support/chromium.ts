import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { installPackages, mayInstallPackages } from '../../src/database/private/index.js';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const onMac = [
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** The browser that journeys and screenshots drive. CHROMIUM_PATH chooses another one. */
export function findChromium(): string | undefined {
  const folders = [...(process.env.PATH ?? '').split(delimiter).filter(Boolean), '/usr/bin'];
  const places = [...names.flatMap((name) => folders.map((folder) => join(folder, name))), ...onMac];
  return [process.env.CHROMIUM_PATH, ...places].find((path) => path && existsSync(path));
}

export async function installChromium(onLine?: (line: string) => void): Promise<string> {
  const found = findChromium();
  if (found) return found;
  if (mayInstallPackages()) {
    onLine?.('Installing chromium');
    await installPackages(['chromium']);
  }
  const installed = findChromium();
  if (installed) return installed;
  throw new Error(
    'The browser tests need Chromium, and this machine has none.\n' +
      'Type: sudo apt-get install -y --no-install-recommends chromium (on macOS: brew install --cask chromium)\n' +
      'or set CHROMIUM_PATH to a Chrome or Chromium you already have.',
  );
}
