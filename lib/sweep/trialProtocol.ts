import { z } from "zod";

/**
 * How a sweep and the process of a trial speak, one line of JSON a message: the order on the trial's standard input, then
 * an answer to each epoch; on its standard output these messages and nothing else. Whoever schedules trials elsewhere,
 * such as Ray's driver, speaks the same.
 */
export const trialOrderSchema = z.strictObject({
  experiment: z.string(),
  /** "key=value", as on the command line of `npm run experiment`. */
  overrides: z.array(z.string()),
  runName: z.string(),
  parentRunId: z.string(),
  tags: z.record(z.string(), z.string()),
  objective: z.enum(["validationAuc", "validationLoss"]),
  /** The run of this trial that a killed sweep or a lost node left; where it cannot be taken up, the trial begins anew. */
  resumeRunId: z.string().optional(),
  /** Of the images that every trial must see; the trial fails on others. Undefined for the first trial of a sweep. */
  dataDigest: z.string().optional(),
  /** Of the checkout that a trial on another machine must run; undefined where it is the sweep's own. */
  commit: z.string().optional(),
});

export const trialMessageSchema = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("run"), runId: z.string(), dataDigest: z.string() }),
  z.strictObject({ type: z.literal("epoch"), epoch: z.int().min(1), value: z.number() }),
  z.strictObject({
    type: z.literal("end"),
    status: z.enum(["finished", "stopped", "failed"]),
    runId: z.string().optional(),
    seconds: z.number(),
    error: z.string().optional(),
  }),
]);

export const trialAnswerSchema = z.strictObject({ goesOn: z.boolean() });

export type TrialOrder = z.infer<typeof trialOrderSchema>;
export type TrialMessage = z.infer<typeof trialMessageSchema>;

/** The settings of a point as the command line takes them. */
export function overridesOf(params: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(params).map(([key, value]) => `${key}=${JSON.stringify(value)}`);
}
