import packageJson from '../package.json' with { type: 'json' };

/** Who we are, for snapshots, reports and --version. */
export const TOOL = { name: packageJson.name, version: packageJson.version } as const;
