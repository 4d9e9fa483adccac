#!/usr/bin/env node
// The command line: options and texts only. Each command's work is loaded when it runs, so that --help is quick.
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { LANGS } from '../report/language/languages.js';
import { isUserError } from './errors.js';
import { EXIT } from './exit-code.js';
import { openTerminal, printable, type Terminal } from './terminal.js';
import { TOOL } from './tool.js';

/** Commander's message, which may bring a suggestion on a second line, in our voice. */
function oneLine(text: string): string {
  const message = text
    .trim()
    .replace(/^error: /, '')
    .replace(/\s*\n\s*/g, ' ');
  return `trailproof: ${printable(message)} (--help tells the options)\n`;
}

interface GlobalOptions {
  readonly quiet?: boolean;
  readonly color: boolean;
}

function buildProgram(setExitCode: (code: number) => void): Command {
  const program = new Command('trailproof')
    .description('When something dangerous happens in an AWS account, will anybody be told? Collects, judges, proves.')
    .version(TOOL.version)
    .option('-q, --quiet', 'no progress on stderr')
    .option('--no-color', 'no colour')
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({ outputError: (text, write) => write(oneLine(text)) })
    .exitOverride();

  const terminalOf = (command: Command): Terminal => {
    const { quiet, color } = command.optsWithGlobals<GlobalOptions>();
    return openTerminal({ quiet: quiet === true, color });
  };

  program
    .command('collect')
    .description('ask AWS, and write a snapshot of what monitors the account')
    .option('-o, --out <dir>', 'where snapshots go: <dir>/<account>/<time>.snapshot.json', 'snapshots')
    .option('--profile <name>', 'profile of the AWS configuration files')
    .option('--region <name>', "region to start from (default: the AWS configuration's, else the partition's first)")
    .option('--endpoint-url <url>', 'ask this endpoint instead of AWS')
    .option('--role-arn <arn>', 'read the account of this role')
    .option('--accounts <file>', 'read these accounts: YAML or JSON with id, role, externalId, alias, tags')
    .option('--org', 'read every account of the organisation')
    .option('--role-name <name>', 'role in each account, where the list names none', 'trailproof-audit')
    .option('--external-id <id>', 'external id of the role')
    .option('--mfa-serial <arn>', 'MFA device; asks for its code')
    .option('--mfa-code <code>', 'the code, instead of asking')
    .option('--parallel <count>', 'accounts that are read at once', wholeNumber, 4)
    .addOption(
      new Option('--scope <what>', 'needed: count what no control needs; full: store it')
        .choices(['needed', 'full'])
        .default('needed'),
    )
    .option('--log-group <arn>', 'also read this log group; may be repeated', addTo, [])
    .option('--resume', 'take up the latest collection: ask again for what it could not read')
    .option('--sign-key <pem>', 'sign each snapshot with this Ed25519 key')
    .option('--print-policy [form]', 'print the IAM policy: json, caller, cloudformation, terraform; asks nothing')
    .option('--dry-run', 'list the calls; asks nothing')
    .option('--json', 'print the result as JSON')
    .action(async (options, command: Command) => {
      const { runCollect } = await import('./commands/collect.js');
      setExitCode(await runCollect({ ...command.optsWithGlobals(), ...options }, terminalOf(command)));
    });

  program
    .command('import')
    .description('turn answers that others have fetched into a snapshot (offline)')
    .argument('<path>', 'archive or folder of trailproof-collect.sh, or a folder of files named after CLI commands')
    .option('-o, --out <dir>', 'where the snapshot goes: <dir>/<account>/<time>.snapshot.json', 'snapshots')
    .option('--account <id>', 'whose account it is, where the files do not tell')
    .option('--region <name>', 'region of files that name none')
    .addOption(
      new Option('--scope <what>', 'needed: count what no control needs; full: store it')
        .choices(['needed', 'full'])
        .default('needed'),
    )
    .option('--sign-key <pem>', 'sign the snapshot with this Ed25519 key')
    .option('--json', 'print the result as JSON')
    .action(async (path: string, options, command: Command) => {
      const { runImport } = await import('./commands/import.js');
      setExitCode(await runImport(path, options, terminalOf(command)));
    });

  program
    .command('verify')
    .description('check snapshots, their seals and ledgers, and the digests that reports name (offline)')
    .argument('<file...>', 'snapshots, indexes and reports (JSON, HTML): files, folders or globs')
    .option('--public-key <pem>', 'key that the signatures are to be checked with')
    .option('--json', 'print the result as JSON')
    .action(async (paths: string[], options, command: Command) => {
      const { runVerify } = await import('./commands/verify.js');
      setExitCode(await runVerify(paths, options, terminalOf(command)));
    });

  program
    .command('report')
    .description('judge snapshots, and write the report (offline)')
    .argument('<snapshot...>', 'files, folders or globs; - for standard input')
    .option('-o, --out <dir>', 'where the documents go', 'out')
    .option(
      '-f, --format <list>',
      'html, pdf, json, csv, markdown, sarif, junit, ocsf, oscal, hdf, separated by commas, or all',
      'html,pdf,json',
    )
    .option('-b, --benchmark <list>', 'versions of the CIS benchmark, separated by commas, or all', '5.0.0')
    .addOption(
      new Option('--lens <lens>', 'judge by what it takes to be told, or by the audit steps alone')
        .choices(['effective', 'benchmark'])
        .default('effective'),
    )
    .addOption(languageOption())
    .addOption(new Option('--paper <size>', 'paper of the print').choices(['A4', 'Letter']).default('A4'))
    .option('--engagement <file>', 'client, auditor, waivers, attestations and notes (YAML)')
    .option('--redact', 'replace account ids, endpoints and names of people by pseudonyms')
    .option('--redact-key <secret>', 'the same, with pseudonyms that stay equal across reports')
    .option('--browser <path>', 'browser that prints the PDF')
    .option('--since <snapshot>', 'tell what changed since this snapshot, or folder of them')
    .option('--combined', 'several accounts in one document, instead of a rollup and a document for each')
    .option('--overwrite', 'replace documents that exist')
    .option('--json', 'print the report as JSON, and write no document unless --format is given')
    .action(async (snapshots: string[], options, command: Command) => {
      const { runReport } = await import('./commands/report.js');
      const formatGiven = command.getOptionValueSource('format') !== 'default';
      setExitCode(await runReport(snapshots, { ...options, formatGiven }, terminalOf(command)));
    });

  program
    .command('diff')
    .description('compare the snapshots of two times: what changed, and why (offline)')
    .argument('<before>', 'file, folder or glob; - for standard input')
    .argument('<after>', 'the same')
    .option('-f, --format <list>', 'text, json, markdown, html, pdf; separated by commas', 'text')
    .option('-o, --out <dir>', 'where the documents go; without it text, JSON and Markdown are printed')
    .option('-b, --benchmark <version>', 'version of the CIS benchmark', '5.0.0')
    .option('--before-benchmark <version>', 'judge the earlier snapshots under another version')
    .addOption(
      new Option('--lens <lens>', 'judge by what it takes to be told, or by the audit steps alone')
        .choices(['effective', 'benchmark'])
        .default('effective'),
    )
    .option('--engagement <file>', 'tell also of its waivers: laid, expired by the later snapshot, or another')
    .option('--before-engagement <file>', 'the engagement file of the earlier side, where it was another')
    .option('--across', 'compare two different accounts')
    .addOption(
      new Option('--fail-on <what>', 'what ends with exit code 1')
        .choices(['regressed', 'any', 'never'])
        .default('regressed'),
    )
    .addOption(languageOption())
    .addOption(new Option('--paper <size>', 'paper of the print').choices(['A4', 'Letter']).default('A4'))
    .option('--browser <path>', 'browser that prints the PDF')
    .option('--overwrite', 'replace documents that exist')
    .option('--json', 'print the comparison as JSON')
    .action(async (before: string, after: string, options, command: Command) => {
      const { runDiff } = await import('./commands/diff.js');
      setExitCode(await runDiff(before, after, options, terminalOf(command)));
    });

  program
    .command('remediate')
    .description('write what closes the failed controls: commands, Terraform, CloudFormation (offline)')
    .argument('<snapshot...>', 'files, folders or globs; - for standard input')
    .option('-o, --out <dir>', 'where the files go', 'out')
    .option('-f, --format <list>', 'cli, terraform, cloudformation; separated by commas', 'cli')
    .addOption(new Option('--shell <name>', 'shell of the commands').choices(['posix', 'powershell']).default('posix'))
    .option('-c, --control <slug>', 'plan for this control only; may be repeated', addTo, [])
    .option('-b, --benchmark <version>', 'version of the CIS benchmark', '5.0.0')
    .addOption(
      new Option('--lens <lens>', 'judge by what it takes to be told, or by the audit steps alone')
        .choices(['effective', 'benchmark'])
        .default('effective'),
    )
    .option('--overwrite', 'replace files that exist')
    .option('--json', 'print the plan as JSON')
    .action(async (snapshots: string[], options, command: Command) => {
      const { runRemediate } = await import('./commands/remediate.js');
      setExitCode(await runRemediate(snapshots, options, terminalOf(command)));
    });

  program
    .command('history')
    .description('how accounts fared over many snapshots (offline)')
    .argument('<snapshot...>', 'files, folders or globs; - for standard input')
    .option('-f, --format <list>', 'text, json, markdown, html, pdf; separated by commas', 'text')
    .option('-o, --out <dir>', 'where the documents go; without it text, JSON and Markdown are printed')
    .option('-b, --benchmark <version>', 'version of the CIS benchmark', '5.0.0')
    .addOption(
      new Option('--lens <lens>', 'judge by what it takes to be told, or by the audit steps alone')
        .choices(['effective', 'benchmark'])
        .default('effective'),
    )
    .addOption(
      new Option('--fail-on <what>', 'what, between the latest two snapshots of an account, ends with exit code 1')
        .choices(['regressed', 'any', 'never'])
        .default('regressed'),
    )
    .addOption(languageOption())
    .addOption(new Option('--paper <size>', 'paper of the print').choices(['A4', 'Letter']).default('A4'))
    .option('--browser <path>', 'browser that prints the PDF')
    .option('--overwrite', 'replace documents that exist')
    .option('--json', 'print the history as JSON')
    .action(async (snapshots: string[], options, command: Command) => {
      const { runHistory } = await import('./commands/history.js');
      setExitCode(await runHistory(snapshots, options, terminalOf(command)));
    });

  program
    .command('controls')
    .description('list the controls, or explain one')
    .argument('[slug]', 'slug of a control, or its number in benchmark 5.0.0')
    .option('--json', 'print as JSON')
    .action(async (slug: string | undefined, options, command: Command) => {
      const { runControls } = await import('./commands/controls.js');
      setExitCode(await runControls(slug, options, terminalOf(command)));
    });

  const filter = program.command('filter').description('ask about metric filter patterns (offline)');
  const each = (value: string, all: readonly string[] = []): readonly string[] => [...all, value];
  filter
    .command('check')
    .description('does a filter, or several together, see what a control requires?')
    .option('-c, --control <slug>', 'the control')
    .option('-b, --benchmark <version>', 'version of the CIS benchmark (default: 5.0.0)')
    .option('-p, --pattern <pattern>', 'a filter pattern; may be repeated', each)
    .option(
      '--batch <file>',
      'one question a line as JSON: {"id","control","benchmark"?,"patterns":[...]}; - for standard input',
    )
    .option('--json', 'print as JSON')
    .action(async (options, command: Command) => {
      const { runFilterCheck } = await import('./commands/filter.js');
      setExitCode(await runFilterCheck(options, terminalOf(command)));
    });
  filter
    .command('test')
    .description('which events does a pattern match?')
    .requiredOption('-p, --pattern <pattern>', 'the filter pattern')
    .requiredOption('--events <file>', 'one JSON event a line; - for standard input')
    .option('--json', 'print as JSON, in the shape of TestMetricFilter')
    .action(async (options, command: Command) => {
      const { runFilterTest } = await import('./commands/filter.js');
      setExitCode(await runFilterTest(options, terminalOf(command)));
    });
  filter
    .command('explain')
    .description('a pattern as a tree, in words, and what it covers of each control')
    .requiredOption('-p, --pattern <pattern>', 'the filter pattern')
    .option('-b, --benchmark <version>', 'version of the CIS benchmark (default: 5.0.0)')
    .option('--json', 'print as JSON')
    .action(async (options, command: Command) => {
      const { runFilterExplain } = await import('./commands/filter.js');
      setExitCode(runFilterExplain(options, terminalOf(command)));
    });

  return program;
}

function languageOption(): Option {
  return new Option('--lang <language>', 'language of the documents').choices(LANGS).default('en');
}

function addTo(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}

function wholeNumber(value: string): number {
  if (/^[1-9][0-9]{0,2}$/.test(value)) return Number(value);
  throw new InvalidArgumentError('expected a whole number from 1 to 999.');
}

async function main(): Promise<void> {
  let exitCode: number = EXIT.ok;
  const program = buildProgram((code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync();
  } catch (error) {
    exitCode = report(error);
  }
  process.exitCode = exitCode;
}

function report(error: unknown): number {
  // Commander has printed its own message, or the help that was asked for.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.input;
  const terminal = openTerminal({ quiet: false, color: true });
  if (isUserError(error)) {
    terminal.error(`trailproof: ${error.message}`);
    return EXIT.input;
  }
  terminal.error('trailproof: a fault of ours; please report it with the lines below.');
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  return EXIT.fault;
}

// A reader that has seen enough (`trailproof ... | head`) closes the pipe; that is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(EXIT.ok);
});

await main();
