/** The two class names that every source of the project is normalised to. */
export const fractureClasses = { notFractured: "not_fractured", fractured: "fractured" } as const;

/** For readers: "not_fractured" -> "not fractured". */
export function displayName(name: string): string {
  return name.replaceAll("_", " ");
}

/** "1 image", "2 images", "1,622 images". */
export function counted(n: number, thing: string, things = `${thing}s`): string {
  return `${n.toLocaleString("en-US")} ${n === 1 ? thing : things}`;
}
