// What is used of EC2's client, the largest by far: the build puts this alone into one file. To load the whole client takes
// as long as several answers of AWS, and nothing can go on until the regions are known.
export { DescribeRegionsCommand, EC2Client } from '@aws-sdk/client-ec2';
