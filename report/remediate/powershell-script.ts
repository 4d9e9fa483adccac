import { type AwsCall, type Task, taskOf } from './commands.js';
import type { PlanToRender } from './plan-to-render.js';
import { asciiJson, powershellQuote as quote, visible } from './quoting.js';
import { DECISION_MEANS, decisionsOf, regionOf } from './step.js';

/**
 * The same script for PowerShell. It asks for 7.3: earlier ones take the double quotes out of what they hand to programs.
 */
export function renderPowershellScript(plan: PlanToRender): string {
  const tasks = plan.steps.map(taskOf);
  return `${[...head(plan), ...tasks.flatMap((task, index) => ['', ...taskLines(task, index + 1)])].join('\n')}\n`;
}

function head({ account, time, purpose, steps }: PlanToRender): readonly string[] {
  const decisions = decisionsOf(steps);
  return [
    '#Requires -Version 7.3',
    `# ${visible(purpose)}`,
    `# Made by trailproof from the snapshot of account ${visible(account)} of ${visible(time)}.`,
    '# Each step looks first, and is skipped where all is right already. What was changed since stops the script.',
    'Set-StrictMode -Version Latest',
    "$ErrorActionPreference = 'Stop'",
    "$PSNativeCommandArgumentPassing = 'Standard'",
    '$PSNativeCommandUseErrorActionPreference = $false',
    "$env:AWS_PAGER = ''",
    ...(decisions.length === 0 ? [] : ['', '# What you decide, by the environment:']),
    ...decisions.map(
      (decision) =>
        `if (-not $env:${decision}) { throw ${quote(`${decision}: set it to ${DECISION_MEANS[decision]}`)} }`,
    ),
    '',
    '# Right is what Look tells when there is nothing to do.',
    'function Step([string] $Title, [string] $Right, [scriptblock] $Look, [scriptblock] $Change) {',
    '  function See { $seen = & $Look; if ($null -eq $seen) { throw "Stopped: $($Title): cannot be read." }; "$seen".Trim() }',
    '  $state = See',
    '  if ($state -ceq (\'"\' + $Right + \'"\')) { Write-Output "$($Title): right already."; return }',
    '  if ($state -ceq \'"other"\') { throw "Stopped: $($Title): it is no longer as the snapshot has it. Collect again." }',
    '  & $Change | Out-Null',
    '  if ($LASTEXITCODE -ne 0) { throw "Stopped: $($Title): aws failed." }',
    '  foreach ($pause in 0, 1, 2, 4) {',
    '    Start-Sleep -Seconds $pause',
    '    $state = See',
    '    if ($state -ceq (\'"\' + $Right + \'"\')) { Write-Output "$($Title): done."; return }',
    '    if ($state -ceq \'"pending"\') { Write-Output "$($Title): done, and to be confirmed by whoever was subscribed."; return }',
    '  }',
    '  throw "Stopped: $($Title): done, but AWS does not show it."',
    '}',
    '',
    `$account = aws sts get-caller-identity ${quote(`--region=${regionOf(steps)}`)} --query=Account --output=text`,
    `if ($account -cne ${quote(account)}) { throw "Stopped: these are the credentials of account $account." }`,
  ];
}

function taskLines(task: Task, number: number): readonly string[] {
  const title = `${number}. ${task.title}`;
  const comments = [
    visible(`${title}.`),
    ...task.notes,
    ...task.undo.map(
      (one, index) => (index === 0 ? 'Undo: ' : '  ') + (typeof one === 'string' ? visible(one) : callText(one)),
    ),
  ];
  const right = task.right === null ? quote('right') : `$env:${task.right}`;
  return [
    ...comments.map((line) => `# ${line}`),
    `Step ${quote(visible(title))} ${right} {`,
    ...lookLines(task),
    '} {',
    ...task.change.map((call) => `  ${callText(call)}`),
    '}',
  ];
}

function lookLines({ look }: Task): readonly string[] {
  if (look.query !== null) {
    return [`  $answer = ${callText(look.call)} --output=json ${quote(`--query=${look.query}`)}`, ...GIVEN];
  }
  return [
    `  $answer = ${callText(look.call)} 2>&1 | Out-String`,
    '  if ($LASTEXITCODE -eq 0) { \'"right"\' }',
    "  elseif ($answer -cmatch 'InvalidAccessException|ResourceNotFoundException') { '\"before\"' }",
  ];
}

const GIVEN = ['  if ($LASTEXITCODE -eq 0) { $answer }'];

function callText(call: AwsCall): string {
  return [
    `aws ${call.command} ${quote(`--region=${call.region}`)}`,
    ...(call.decided ?? []).map(({ option, decision }) => `"--${option}=$env:${decision}"`),
    ...(Object.keys(call.input).length === 0 ? [] : [`--cli-input-json ${quote(asciiJson(call.input))}`]),
  ].join(' ');
}
