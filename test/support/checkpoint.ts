/** Where a run can be stopped: the Worker of `checkpoint-worker.ts` says so at each, and so does the backend of a test. */
export type Checkpoint =
  | "before the claim"
  | "between claim and request"
  | "during the request"
  | "between the answer and the record"
  | "after the record";
