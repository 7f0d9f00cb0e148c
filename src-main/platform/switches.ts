/** What an admin may say about screens, touch and graphics, what the updater's task says, and what reads the waiting credits out. None of it opens a door. */
const HARMLESS: ReadonlySet<string> = new Set([
  ...['disable-gpu', 'disable-gpu-compositing', 'force-device-scale-factor', 'lang'],
  ...['ozone-platform', 'ozone-platform-hint', 'touch-events', 'supervised'],
  ...['updater', 'setup-ended', 'export-waiting'],
]);

/** The exit code of an installed kiosk that was started with a switch it does not take. */
export const REFUSED_SWITCH_EXIT = 64;

/**
 * The switches on a command line that an installed kiosk does not take, by name. All but a few are refused: among
 * Chromium's, Electron's and Node's are those that open a debugger, turn off the check of certificates, lead the network
 * elsewhere, load programs, or move the data. `args` are those after the program.
 */
export function refusedSwitches(args: readonly string[], platform: NodeJS.Platform): readonly string[] {
  // Chromium takes one dash for two, and on Windows a slash.
  const prefix = platform === 'win32' ? /^(--?|\/)/ : /^--?/;
  return args
    .filter((arg) => prefix.test(arg))
    .map((arg) => arg.split('=')[0] ?? arg)
    .filter((name) => !(name.startsWith('--') && HARMLESS.has(name.slice(2))));
}

/** What is said, in both languages: the settings that name one have not been read yet. */
export function refusedSwitchWords(refused: readonly string[]): string {
  const names = refused.join(', ');
  return [
    `Hoststand was started with ${names}, which an installed kiosk does not take, and has ended. Take it out of the shortcut or service that starts Hoststand. Nothing was lost.`,
    `Hoststand se inició con ${names}, que un kiosco instalado no admite, y se cerró. Quítelo del acceso directo o del servicio que inicia Hoststand. No se perdió nada.`,
  ].join('\n\n');
}
