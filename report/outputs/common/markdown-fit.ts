/** What the comment of a pull request may hold (GitHub refuses more than 65,536 characters), with a little to spare. */
export const LONGEST_COMMENT = 65_000;

/** How long these blocks are with blank lines between them. */
export function lengthOf(blocks: readonly string[]): number {
  return blocks.reduce((sum, block) => sum + block.length + 2, 0);
}

/** The first of these that there is room for, line by line. */
export function firstThatFit(lines: readonly string[], room: number): readonly string[] {
  let left = room;
  const end = lines.findIndex((line) => {
    left -= line.length + 1;
    return left < 0;
  });
  return end === -1 ? lines : lines.slice(0, end);
}

/** The last of these that there is room for, line by line. */
export function lastThatFit(lines: readonly string[], room: number): readonly string[] {
  return firstThatFit(lines.toReversed(), room).toReversed();
}
