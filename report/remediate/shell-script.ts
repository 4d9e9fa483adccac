import { type AwsCall, type Task, taskOf } from './commands.js';
import type { PlanToRender } from './plan-to-render.js';
import { asciiJson, shellQuote, visible } from './quoting.js';
import { DECISION_MEANS, type Decision, decisionsOf, regionOf } from './step.js';

/**
 * A POSIX shell script for the `aws` command line that takes the steps. What is already right is skipped, so that running
 * it twice is the same as once; what is no longer as the snapshot has it stops it.
 */
export function renderShellScript(plan: PlanToRender): string {
  const tasks = plan.steps.map(taskOf);
  return `${[
    ...head(plan),
    ...tasks.flatMap((task, index) => ['', ...taskLines(task, index + 1)]),
    '',
    ...tasks.map((task, index) => callOfTask(task, index + 1)),
  ].join('\n')}\n`;
}

/** No line of ours is this word, and names have no lines of their own. */
const END = 'END_OF_COMMANDS';

/**
 * The commands alone, for a page: what is to be decided, whose account it is, and each step with how it is taken back.
 * Handed to a shell of its own: pasted into any, it stops as a whole and leaves that one open; and it may bear comments,
 * which zsh does not know at its prompt.
 */
export function renderShellSnippet({ account, steps }: PlanToRender): string {
  const tasks = steps.map(taskOf);
  const lines = [
    `sh <<'${END}'`,
    'set -eu',
    "export AWS_PAGER=''",
    ...decisionsOf(steps).map(decisionLine),
    `[ "$(aws sts get-caller-identity --region=${shellQuote(regionOf(steps))} --query=Account --output=text)" = ${shellQuote(account)} ] || {`,
    `  echo 'Stopped: these are not the credentials of account ${visible(account)}.' >&2; exit 1; }`,
    ...tasks.flatMap((task, index) => [
      ...commentsOf(task, index + 1).map((line) => `# ${line}`),
      ...task.change.map((call) => callText(call, [], ' \\\n  ')),
    ]),
    END,
  ];
  return `${lines.join('\n')}\n`;
}

function decisionLine(decision: Decision): string {
  return `: "\${${decision}:?export it first: ${DECISION_MEANS[decision]}}"`;
}

function commentsOf(task: Task, number: number): readonly string[] {
  return [
    visible(`${number}. ${task.title}.`),
    ...task.notes,
    ...task.undo.map(
      (one, index) =>
        (index === 0 ? 'Undo: ' : '  ') + (typeof one === 'string' ? visible(one) : callText(one, [], ' ')),
    ),
  ];
}

function head({ account, time, purpose, steps }: PlanToRender): readonly string[] {
  const decisions = decisionsOf(steps);
  return [
    '#!/bin/sh',
    `# ${visible(purpose)}`,
    `# Made by trailproof from the snapshot of account ${visible(account)} of ${visible(time)}.`,
    '# Each step looks first, and is skipped where all is right already. What was changed since stops the script.',
    '# shellcheck disable=SC2016,SC2317,SC2329 # what is quoted is not for the shell; functions are called by name',
    'set -eu',
    "export AWS_PAGER=''",
    ...(decisions.length === 0 ? [] : ['', '# What you decide, by the environment:']),
    ...decisions.map(decisionLine),
    '',
    'stop() { printf \'%s\\n\' "Stopped: $1" >&2; exit 1; }',
    '',
    '# step number title right: right is what look tells when there is nothing to do.',
    'step() {',
    '  state=$("look_$1") || stop "$1. $2: cannot be read."',
    '  if [ "$state" = "\\"$3\\"" ]; then printf \'%s\\n\' "$1. $2: right already."; return; fi',
    '  [ "$state" != \'"other"\' ] || stop "$1. $2: it is no longer as the snapshot has it. Collect again."',
    '  "change_$1" >/dev/null',
    '  for pause in 0 1 2 4; do',
    '    sleep "$pause"',
    '    state=$("look_$1") || stop "$1. $2: cannot be read."',
    '    case $state in',
    '      "\\"$3\\"") printf \'%s\\n\' "$1. $2: done."; return ;;',
    '      \'"pending"\') printf \'%s\\n\' "$1. $2: done, and to be confirmed by whoever was subscribed."; return ;;',
    '    esac',
    '  done',
    '  stop "$1. $2: done, but AWS does not show it."',
    '}',
    '',
    `account=$(aws sts get-caller-identity --region=${shellQuote(regionOf(steps))} --query=Account --output=text)`,
    `[ "$account" = ${shellQuote(account)} ] || stop "these are the credentials of account $account, not of ${visible(account)}."`,
  ];
}

function taskLines(task: Task, number: number): readonly string[] {
  return [
    ...commentsOf(task, number).map((line) => `# ${line}`),
    `look_${number}() {`,
    ...lookLines(task),
    '}',
    `change_${number}() {`,
    ...task.change.map((call) => `  ${callText(call, [])}`),
    '}',
  ];
}

function lookLines({ look }: Task): readonly string[] {
  if (look.query !== null) return [`  ${callText(look.call, ['--output=json', `--query=${shellQuote(look.query)}`])}`];
  return [
    `  if answer=$(${callText(look.call, [], ' ')} 2>&1); then echo '"right"'; return; fi`,
    '  case $answer in',
    '    *InvalidAccessException* | *ResourceNotFoundException*) echo \'"before"\' ;;',
    '    *) printf \'%s\\n\' "$answer" >&2; return 1 ;;',
    '  esac',
  ];
}

function callOfTask({ title, right }: Task, number: number): string {
  return `step ${number} ${shellQuote(visible(title))} ${right === null ? 'right' : `"$${right}"`}`;
}

/** The whole input is one word of JSON: as values of options, names might be taken for files, addresses or lists. */
function callText(call: AwsCall, more: readonly string[], separator = ' \\\n    '): string {
  const parts = [
    `aws ${call.command} --region=${shellQuote(call.region)}`,
    ...(call.decided ?? []).map(({ option, decision }) => `--${option}="$${decision}"`),
    ...(Object.keys(call.input).length === 0 ? [] : [`--cli-input-json ${shellQuote(asciiJson(call.input))}`]),
    ...more,
  ];
  return parts.join(separator);
}
