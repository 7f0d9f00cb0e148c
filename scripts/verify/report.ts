/** What one trial came to. `not-tried` is no success: the report says so, and the command fails for none of them. */
export interface Finding {
  readonly id: string;
  readonly state: 'passed' | 'failed' | 'not-tried';
  readonly detail: string;
}

/** What only a person can see, on the first PC of a kind. */
const BY_HAND: readonly string[] = [
  'Alt+Tab, the Windows key, Ctrl+Alt+Del and edge swipes: none leads to a desktop that staff may use',
  'a second display is covered while the kiosk runs, and uncovered when it has ended',
  'the display sleeps outside of restaurant.hours, and stays awake within them',
  'the touch keyboard of the system does not come up over the kiosk',
  'after a restart of the PC the kiosk comes up by itself, and after its power was cut as well',
  'live: after the PC restarts, what was sealed opens again (Windows: also after the password was changed)',
  'Linux session: cage shows the kiosk on the first screen, and systemctl stop hoststand-kiosk ends it',
];

/** The report, for a person and for those who file it. */
export function writeReport(findings: readonly Finding[], about: Readonly<Record<string, string>>): string {
  return `${JSON.stringify({ about, findings, byHand: BY_HAND.map((what) => ({ what, seen: null })) }, null, 2)}\n`;
}

/** What `inside/main.mjs` printed, as findings; each trial it should have printed and did not has failed. */
export function readInside(output: string, expected: readonly string[]): readonly Finding[] {
  const found = new Map<string, Finding>();
  for (const line of output.split('\n').filter((text) => text.startsWith('{"id"'))) {
    const { id, ok, detail }: { id: string; ok: boolean; detail: string } = JSON.parse(line);
    found.set(id, { id, state: ok ? 'passed' : 'failed', detail });
  }
  return expected.map((id) => found.get(id) ?? { id, state: 'failed', detail: 'Electron ended before it' });
}
