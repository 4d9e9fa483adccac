/**
 * How many requests may be under way to one service in one region. AWS counts requests by account, service and
 * region, so that is what a lane stands for.
 */
export interface Lane {
  /** Runs the work when there is room, in the order in which it came. */
  readonly run: <T>(work: () => Promise<T>) => Promise<T>;
  /** AWS asked to slow down: half as many at once from now on. */
  readonly slowDown: () => void;
  /** AWS answered: a little more at once, up to the bound. */
  readonly speedUp: () => void;
}

/**
 * Makes a lane. Its width follows what AWS bears: halved by every throttle, widened by one for as many answers as the
 * lane is wide.
 *
 * @param bound the most that may be under way, at least 1.
 */
export function openLane(bound: number): Lane {
  let width = bound;
  let running = 0;
  const waiting: (() => void)[] = [];

  const admit = () => {
    while (running < Math.floor(width) && waiting.length > 0) {
      running += 1;
      waiting.shift()?.();
    }
  };
  return {
    run: async (work) => {
      const admitted = new Promise<void>((resolve) => waiting.push(resolve));
      admit();
      await admitted;
      try {
        return await work();
      } finally {
        running -= 1;
        admit();
      }
    },
    slowDown: () => {
      width = Math.max(1, width / 2);
    },
    speedUp: () => {
      width = Math.min(bound, width + 1 / width);
      admit();
    },
  };
}

/** The lanes of one account, each opened when first asked for. */
export function openLanes(bounds: Readonly<Record<string, number>>, otherwise: number) {
  const lanes = new Map<string, Lane>();
  return (service: string, region: string): Lane => {
    const key = `${service} ${region}`;
    const known = lanes.get(key);
    if (known !== undefined) return known;
    const lane = openLane(bounds[service] ?? otherwise);
    lanes.set(key, lane);
    return lane;
  };
}

export type Lanes = ReturnType<typeof openLanes>;

/**
 * Bounds by service. AWS's own limits are requests per second, and low for these: 5 for DescribeMetricFilters, 9 for
 * DescribeAlarms, 30 for ListSubscriptionsByTopic, 10 for the calls of CloudTrail.
 * https://docs.aws.amazon.com/general/latest/gr/aws-service-information.html
 */
export const LANE_BOUNDS: Readonly<Record<string, number>> = { logs: 3, cloudwatch: 3, cloudtrail: 4, sns: 20 };
export const LANE_BOUND = 4;
