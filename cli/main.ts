#!/usr/bin/env node
// The command line: options and texts only. Each command's work is loaded when it runs, so that --help is quick.
import { Command, CommanderError, Option } from 'commander';
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
    .option('--region <name>', 'region to start from (default: that of the AWS configuration, else us-east-1)')
    .option('--endpoint-url <url>', 'ask this endpoint instead of AWS')
    .option('--json', 'print the result as JSON')
    .action(async (options, command: Command) => {
      const { runCollect } = await import('./commands/collect.js');
      setExitCode(await runCollect(options, terminalOf(command)));
    });

  program
    .command('report')
    .description('judge snapshots, and write the report (offline)')
    .argument('<snapshot...>', 'files, folders or globs; - for standard input')
    .option('-o, --out <dir>', 'where the documents go', 'out')
    .option('-f, --format <list>', 'html, pdf, json; separated by commas', 'html,pdf,json')
    .option('-b, --benchmark <list>', 'versions of the CIS benchmark, separated by commas, or all', '5.0.0')
    .addOption(
      new Option('--lens <lens>', 'judge by what it takes to be told, or by the audit steps alone')
        .choices(['effective', 'benchmark'])
        .default('effective'),
    )
    .addOption(new Option('--paper <size>', 'paper of the print').choices(['A4', 'Letter']).default('A4'))
    .option('--browser <path>', 'browser that prints the PDF')
    .option('--overwrite', 'replace documents that exist')
    .option('--json', 'print the report as JSON, and write no document unless --format is given')
    .action(async (snapshots: string[], options, command: Command) => {
      const { runReport } = await import('./commands/report.js');
      const formatGiven = command.getOptionValueSource('format') !== 'default';
      setExitCode(await runReport(snapshots, { ...options, formatGiven }, terminalOf(command)));
    });

  return program;
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
