#!/bin/sh
# Fetches what trailproof needs to know of an AWS account, with nothing but the aws command line, for those who will not
# run a foreign program: read it first, it only reads. Makes <name>.tar.gz, for `trailproof import`.
#
#   sh trailproof-collect.sh [--out DIR] [--region REGION] [--profile NAME] [--log-group ARN]...
#
#   calls.tsv         one line for each call: file, operation, region, input, exit status, start, end
#   calls/<n>.json    what aws printed
#   calls/<n>.err     what it said when it failed
#   MANIFEST.sha256   the digest of each of these
set -u
LC_ALL=C
export LC_ALL

die() {
  printf 'trailproof-collect: %s\n' "$1" >&2
  exit 2
}

out=.
region=${AWS_REGION:-${AWS_DEFAULT_REGION:-}}
groups=
while [ $# -gt 0 ]; do
  [ $# -ge 2 ] || die "$1: a value is missing, or the option is unknown"
  case $1 in
    --out) out=$2 ;;
    --region) region=$2 ;;
    --profile)
      AWS_PROFILE=$2
      export AWS_PROFILE
      ;;
    --log-group)
      case $2 in
        arn:*:logs:?*:?*:log-group:?*) groups="$groups $2" ;;
        *) die "--log-group $2 is not the ARN of a log group" ;;
      esac
      ;;
    *) die "unknown option $1: known are --out, --region, --profile, --log-group" ;;
  esac
  shift 2
done
command -v aws >/dev/null 2>&1 || die 'the aws command line is not there'
[ -n "$region" ] || region=$(aws configure get region 2>/dev/null) || region=
[ -n "$region" ] || region=us-east-1

AWS_PAGER=
AWS_RETRY_MODE=adaptive
AWS_MAX_ATTEMPTS=10
export AWS_PAGER AWS_RETRY_MODE AWS_MAX_ATTEMPTS

mkdir -p "$out" || die "cannot write to $out"
umask 077
work=$(mktemp -d "$out/.trailproof-collect.XXXXXX") || die "cannot write to $out"
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

now() { date -u +%Y-%m-%dT%H:%M:%SZ; }

# call OPERATION REGION INPUT ARGUMENT...: one call. Its answer is in $answer, which is empty when there is none.
count=0
failures=0
call() {
  operation=$1
  where=$2
  input=$3
  shift 3
  count=$((count + 1))
  file=calls/$(printf '%05d' "$count")
  start=$(now)
  status=0
  aws "$@" --region "$where" --output json --color off >"$data/$file.json" 2>"$data/$file.err" </dev/null || status=$?
  printf '%s\t%s\t%s\t%s\t%s\t%s\t%s\n' "$file" "$operation" "$where" "$input" "$status" "$start" "$(now)" \
    >>"$data/calls.tsv"
  if [ "$status" -eq 0 ]; then
    rm -f "$data/$file.err"
    answer=$data/$file.json
  else
    rm -f "$data/$file.json"
    answer=
    failures=$((failures + 1))
    printf 'not read: %s in %s\n' "$operation" "$where" >&2
  fi
}

# text KEY FILE: the values of a key whose values are text. The command line prints a member to a line.
text() { sed -n "s/^ *\"$1\": \"\\(.*\\)\",\\{0,1\\}\$/\\1/p" "$2"; }

name=trailproof-export-$(date -u +%Y%m%dT%H%M%SZ)
data=$work/$name
mkdir -p "$data/calls" || die "cannot write to $out"
printf '# trailproof-collect 1\n' >"$data/calls.tsv"

call sts:GetCallerIdentity "$region" '' sts get-caller-identity
[ -n "$answer" ] || die "AWS does not say whose account it is: $(tail -n 1 "$data/$file.err")"
account=$(text Account "$answer")
partition=$(text Arn "$answer" | cut -d : -f 2)
printf 'reading account %s\n' "$account" >&2
case $partition in
  aws-us-gov)
    iam_region=us-gov-west-1
    organizations_region=us-gov-west-1
    ;;
  aws-cn)
    iam_region=cn-north-1
    organizations_region=cn-northwest-1
    ;;
  aws)
    iam_region=us-east-1
    organizations_region=us-east-1
    ;;
  *)
    iam_region=$region
    organizations_region=$region
    ;;
esac

call iam:ListAccountAliases "$iam_region" '' iam list-account-aliases
call organizations:DescribeOrganization "$organizations_region" '' organizations describe-organization
call ec2:DescribeRegions "$region" '' ec2 describe-regions
regions=$region
[ -z "$answer" ] || regions=$(text RegionName "$answer" | sort -u)
[ -n "$regions" ] || regions=$region

for one in $regions; do
  call cloudtrail:DescribeTrails "$one" '' cloudtrail describe-trails
  [ -z "$answer" ] || cp "$answer" "$work/trails.$one"
  call securityhub:DescribeHub "$one" '' securityhub describe-hub
  call securityhub:GetEnabledStandards "$one" '' securityhub get-enabled-standards
done

# Each trail once, in its home region: every region shows the trails of all.
cat "$work"/trails.* 2>/dev/null | awk '
  function value(line) { sub(/^[^:]*: "/, "", line); sub(/",?$/, "", line); return line }
  /^        \{/ { arn = ""; home = "" }
  /^            "TrailARN": "/ { arn = value($0) }
  /^            "HomeRegion": "/ { home = value($0) }
  /^        \}/ { if (arn != "" && home == "") { split(arn, part, ":"); home = part[4] } if (arn != "") print home " " arn }
' | sort -u >"$work/trails"
while read -r home arn; do
  call cloudtrail:GetTrailStatus "$home" "Name=$arn" cloudtrail get-trail-status --name "$arn"
  call cloudtrail:GetEventSelectors "$home" "TrailName=$arn" cloudtrail get-event-selectors --trail-name "$arn"
done <"$work/trails"

# The log groups that trails write to, and those that were named: arn:aws:logs:REGION:ACCOUNT:log-group:NAME:*
{
  for one in $regions; do
    [ ! -f "$work/trails.$one" ] || text CloudWatchLogsLogGroupArn "$work/trails.$one"
  done
  for one in $groups; do
    printf '%s\n' "$one"
    printf '# log-group\t%s\n' "$one" >>"$data/calls.tsv"
  done
} | awk -F : -v account="$account" '$3 == "logs" && $5 == account && $6 == "log-group" { print $4 " " $7 }' |
  sort -u >"$work/groups"
while read -r one group; do
  call logs:DescribeLogGroups "$one" "logGroupNamePrefix=$group" logs describe-log-groups --log-group-name-prefix "$group"
  call logs:DescribeMetricFilters "$one" "logGroupName=$group" logs describe-metric-filters --log-group-name "$group"
  [ -z "$answer" ] || cat "$answer" >>"$work/filters.$one"
done <"$work/groups"

# The topics of alarms on the filters' metrics, and of all composite alarms.
: >"$work/topics"
for one in $regions $(cut -d ' ' -f 1 "$work/groups" | sort -u); do
  [ -f "$work/filters.$one" ] && [ ! -f "$work/metrics.$one" ] || continue
  awk '
    function value(line) { sub(/^[^:]*: "/, "", line); sub(/",?$/, "", line); return line }
    /^ *"metricName": "/ { name = value($0) }
    /^ *"metricNamespace": "/ { space = value($0) }
    /^ *\}/ { if (name != "" && space != "") print space "\t" name; name = ""; space = "" }
  ' "$work/filters.$one" >"$work/metrics.$one"
  grep '"filterName":' "$work/filters.$one" >/dev/null || continue
  call cloudwatch:DescribeAlarms "$one" '' cloudwatch describe-alarms --alarm-types MetricAlarm CompositeAlarm
  [ -n "$answer" ] || continue
  awk -v metrics="$work/metrics.$one" '
    function value(line) { sub(/^[^:]*: "/, "", line); sub(/",?$/, "", line); return line }
    function look() { if (space != "" && name != "") { if ((space "\t" name) in watched) ours = 1; space = ""; name = "" } }
    BEGIN { while ((getline line < metrics) > 0) watched[line] = 1 }
    /^    "CompositeAlarms": / { composite = 1 }
    /^    "MetricAlarms": / { composite = 0 }
    /^        \{/ { ours = composite; space = ""; name = ""; count = 0; inside = 0 }
    /^ *"Namespace": "/ { space = value($0); look() }
    /^ *"MetricName": "/ { name = value($0); look() }
    /^ *"Expression": "/ { if (toupper($0) ~ /SELECT|SEARCH/) ours = 1 }
    /^            "AlarmActions": \[/ { inside = 1; next }
    inside && /^            \]/ { inside = 0 }
    inside { line = $0; gsub(/^ *"|",?$/, "", line); action[++count] = line }
    /^        \}/ { if (ours) for (i = 1; i <= count; i++) print action[i] }
  ' "$answer" >>"$work/topics"
done
awk -F : '$3 == "sns" && NF == 6 { print $4 " " $0 }' "$work/topics" | sort -u >"$work/topic-list"
while read -r one topic; do
  call sns:ListSubscriptionsByTopic "$one" "TopicArn=$topic" sns list-subscriptions-by-topic --topic-arn "$topic"
  call sns:GetTopicAttributes "$one" "TopicArn=$topic" sns get-topic-attributes --topic-arn "$topic"
done <"$work/topic-list"

digest() {
  if command -v sha256sum >/dev/null 2>&1; then sha256sum "$@"; else shasum -a 256 "$@"; fi
}
(cd "$data" && digest calls.tsv calls/* >../MANIFEST.sha256 && mv ../MANIFEST.sha256 .) || die 'cannot make the manifest'
(cd "$work" && tar -cf - "$name" | gzip -c >"$name.tar.gz") || die 'cannot make the archive'
mv "$work/$name.tar.gz" "$out/$name.tar.gz" || die "cannot write to $out"
printf '%s calls, %s not read\n' "$count" "$failures" >&2
printf '%s\n' "$out/$name.tar.gz"
