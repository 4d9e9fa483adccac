import { describe, expect, it } from 'vitest';
import { parseArn } from '../snapshot/arn.js';
import { parseLogGroupArn, parseTopicArn, parseTrailArn } from './arn.js';

describe('parseLogGroupArn', () => {
  const group = { region: 'eu-west-1', account: '111111111111', name: 'aws-controltower/CloudTrailLogs' };

  it.each([
    [
      'with the star that a trail has',
      'arn:aws:logs:eu-west-1:111111111111:log-group:aws-controltower/CloudTrailLogs:*',
    ],
    ['without it', 'arn:aws:logs:eu-west-1:111111111111:log-group:aws-controltower/CloudTrailLogs'],
  ])('reads region, account and name %s', (_, arn) => {
    expect(parseLogGroupArn(arn)).toEqual(group);
  });

  it('reads the ARN of another partition', () => {
    expect(parseLogGroupArn('arn:aws-us-gov:logs:us-gov-west-1:111111111111:log-group:g:*')?.region).toBe(
      'us-gov-west-1',
    );
  });

  it.each([
    'log-group:g:*',
    'arn:aws:logs:eu-west-1:111111111111:log-group:',
    'arn:aws:logs:eu-west-1:111111111111:log-group:g:log-stream:s',
    'arn:aws:logs:eu-west-1:1111:log-group:g:*',
    'arn:aws:logs::111111111111:log-group:g:*',
    'arn:aws:logs:evil.example/:111111111111:log-group:g:*',
    'arn:aws:s3:eu-west-1:111111111111:log-group:g:*',
  ])('takes %j for no log group', (text) => {
    expect(parseLogGroupArn(text)).toBeNull();
  });
});

describe('parseTopicArn', () => {
  it('reads region, account and name', () => {
    expect(parseTopicArn('arn:aws:sns:us-east-1:111111111111:alerts.fifo')).toEqual({
      region: 'us-east-1',
      account: '111111111111',
      name: 'alerts.fifo',
    });
  });

  it.each([
    'arn:aws:sns:us-east-1:111111111111:alerts:6d1a3c1e-0000-4000-8000-000000000000',
    'arn:aws:lambda:us-east-1:111111111111:function:page',
    'arn:aws:automate:us-east-1:ec2:stop',
    'alerts',
  ])('takes %j for no topic', (text) => {
    expect(parseTopicArn(text)).toBeNull();
  });
});

it('tells where a trail lives', () => {
  expect(parseTrailArn('arn:aws-cn:cloudtrail:cn-north-1:111111111111:trail/all')?.region).toBe('cn-north-1');
});

it('keeps the colons within a resource', () => {
  expect(parseArn('arn:aws:cloudwatch:us-east-1:111111111111:alarm:a:b')?.resource).toBe('alarm:a:b');
});
