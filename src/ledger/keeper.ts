import { type KnownInvocation, openConfigured, withEnvironment } from "../invocation.ts";
import { type Bindings, type Configuration, readConfiguration } from "../configuration.ts";
import type { JobMap } from "../job-map.ts";
import { messageOf } from "../message-of.ts";
import { sendAnalytics } from "../notify/analytics.ts";
import { sendSlackAlerts } from "../notify/slack.ts";
import type { Platform } from "../platform.ts";
import { acceptRun, isAccepted } from "./accept.ts";
import { Alarm, type AlarmClock } from "./alarm.ts";
import { Book } from "./book.ts";
import { claimRuns } from "./claim.ts";
import { completeRun } from "./complete.ts";
import { decidedResult } from "./decided-result.ts";
import type { Draft } from "./draft.ts";
import { Executor } from "./executor.ts";
import { expireRuns } from "./expire.ts";
import type { SqlDatabase } from "./migrations.ts";
import { AlarmTimes, LONGEST_SLEEP_MS } from "./next-alarm.ts";
import { dropUnheard, noteSent, Outbox } from "./outbox.ts";
import { passTime } from "./pass-time.ts";
import type {
  ClaimAnswer,
  ClaimRequest,
  LedgerCalls,
  LivePause,
  PauseRequest,
  RenewRequest,
  RunRecord,
  RunsPage,
  RunsQuery,
  RunView,
  Standing,
} from "./protocol.ts";
import type { CompleteAnswer, CompleteRequest } from "./protocol-completion.ts";
import type { ManualRequest, ManualVerdict } from "./protocol-trigger.ts";
import { recordResult, renewLease } from "./record.ts";
import { startRuns } from "./start.ts";
import { pauseJob, resumeJob } from "./switch.ts";
import { triggerRuns } from "./trigger.ts";
import { findRun, listRuns, standingOf } from "./views.ts";
import { Waiters } from "./waiters.ts";
import { type Watch, watchedJobs } from "./watched-jobs.ts";
import { watchJobs } from "./watermark.ts";

interface KeeperOptions {
  readonly database: SqlDatabase;
  readonly alarmClock: AlarmClock;
  readonly bindings: Bindings;
  readonly jobMap: JobMap;
  readonly platform: Platform;
  /** Keeps the object alive until the work is done. */
  readonly waitUntil: (work: Promise<unknown>) => void;
}

/**
 * The ledger of one environment: answers its calls, and acts by itself when its alarm rings. Every call is one change of
 * the book, committed before anything is done about it.
 */
export class Keeper implements LedgerCalls {
  readonly #options: KeeperOptions;
  readonly #configuration: Configuration;
  readonly #watch: Watch;
  readonly #book: Book;
  readonly #alarm: Alarm;
  readonly #alarmTimes = new AlarmTimes();
  readonly #outbox = new Outbox();
  readonly #executor = new Executor();
  /** The last write went well; false before the first. */
  #isWriting = false;
  readonly #waiters = new Waiters();

  /** @throws Error where `ENVIRONMENT` is not in the job map: then there is nothing to keep */
  constructor(options: KeeperOptions) {
    const { database, platform, jobMap, alarmClock, bindings } = options;
    this.#options = options;
    this.#configuration = readConfiguration(bindings, jobMap);
    const { environment } = this.#invocation();
    this.#watch = {
      environment: this.#configuration.environmentName,
      almanac: jobMap.almanac,
      concurrency: environment.concurrency,
      jobs: watchedJobs(environment),
    };
    this.#book = new Book(database, this.#watch, platform);
    this.#alarm = new Alarm(alarmClock, platform);
    this.#change((draft) => {
      watchJobs(draft);
      dropUnheard(draft);
    });
  }

  async claim(request: ClaimRequest): Promise<ClaimAnswer> {
    const verdicts = this.#change((draft) => {
      expireRuns(draft);
      return claimRuns(draft, request);
    });
    return { verdicts };
  }

  async record(record: RunRecord): Promise<void> {
    this.#change((draft) => recordResult(draft, record));
  }

  async renew(request: RenewRequest): Promise<boolean> {
    const { accepted } = request;
    return this.#change((draft) =>
      accepted === undefined ? renewLease(draft, request) : acceptRun(draft, request, accepted),
    );
  }

  async complete(request: CompleteRequest): Promise<CompleteAnswer> {
    return this.#change((draft) => completeRun(draft, request));
  }

  async trigger(request: ManualRequest): Promise<readonly ManualVerdict[]> {
    return this.#change((draft) => {
      expireRuns(draft);
      return triggerRuns(draft, request);
    });
  }

  async results(runIds: readonly string[], waitMs: number): Promise<readonly RunView[]> {
    const haveEnded = (): boolean => {
      const { openRuns } = this.#book.draft();
      // Nobody waits here for the backend: it may work for hours on what it has accepted.
      return !openRuns.some((run) => runIds.includes(run.runId) && !isAccepted(run));
    };
    await this.#waiters.until(haveEnded, waitMs, this.#options.platform);
    const draft = this.#book.draft();
    return runIds.map((runId) => findRun(draft, runId)).filter((view) => view !== null);
  }

  async runs(query: RunsQuery): Promise<RunsPage> {
    const page = listRuns(this.#book.draft(), this.#book.store, query);
    const refusedBecause = this.#refusal();
    return { ...page, ...(refusedBecause !== null && { refusedBecause }) };
  }

  async run(runId: string): Promise<RunView | null> {
    return findRun(this.#book.draft(), runId);
  }

  async standing(): Promise<Standing> {
    const refusal = this.#refusal();
    if (refusal !== null) throw new Error(refusal);
    const draft = this.#book.draft();
    const jobs = [...draft.watch.jobs.values()].map((job) => standingOf(draft, job));
    const alarmAt = this.#setAlarm(draft);
    // Whoever arms the second clock hears whether it is.
    await this.#alarm.written();
    return { alarmAt, jobs };
  }

  async pause(request: PauseRequest): Promise<LivePause> {
    return this.#change((draft) => {
      const pause = pauseJob(draft, request);
      expireRuns(draft);
      return pause;
    });
  }

  async resume(job: string, by: string): Promise<LivePause | null> {
    return this.#change((draft) => resumeJob(draft, job, by));
  }

  /** The second clock: finds what was missed and lost, starts what is to be run, and sends what is to be told. */
  async ring(): Promise<void> {
    this.#ringAgain();
    this.#change(passTime);
    await this.#outbox.flush(
      this.#book.draft(),
      (alerts) => sendSlackAlerts(alerts, this.#invocation()),
      (sent, resting) => this.#change((draft) => noteSent(draft, sent, resting)),
    );
  }

  /** Makes one change, commits it, and then does what follows from it. */
  #change<T>(change: (draft: Draft) => T): T {
    const draft = this.#book.draft();
    const answer = change(draft);
    startRuns(draft);
    this.#commit(draft);
    this.#setAlarm(draft);
    // Before the telling: runs that are claimed must not be left unexecuted by what fails there.
    for (const runs of draft.started) {
      this.#options.waitUntil(this.#executor.execute(runs, this.#invocation(), this));
    }
    this.#tell(draft);
    this.#waiters.wake();
    return answer;
  }

  /** Sets the alarm that has just rung, before anything else: whatever happens after, it rings again. */
  #ringAgain(): void {
    const draft = this.#book.draft();
    const nextAt = this.#alarmTimes.next(draft, null);
    this.#alarm.rang(nextAt > draft.now ? nextAt : draft.now + LONGEST_SLEEP_MS);
  }

  /** Why the storage takes no writes; null where it does. It is read from all the same, so only a write tells. */
  #refusal(): string | null {
    try {
      if (!this.#isWriting) this.#change((draft) => draft.writeOpen());
      return null;
    } catch (error) {
      return messageOf(error);
    }
  }

  #commit(draft: Draft): void {
    if (draft.isEmpty) return;
    this.#isWriting = false;
    this.#book.commit(draft);
    this.#isWriting = true;
  }

  #setAlarm(draft: Draft): number {
    const at = this.#alarmTimes.next(draft, this.#outbox.nextAt(draft));
    return this.#alarm.set(at, { isIdle: draft.openRuns.every(isAccepted) });
  }

  /** Logs what the ledger itself decided, and sends it to analytics. */
  #tell(draft: Draft): void {
    if (draft.notes.length === 0) return;
    const invocation = this.#invocation();
    for (const { level, message, fields } of draft.notes) invocation.log[level](message, fields);
    const results = draft.decided
      .map((row) => decidedResult(row, this.#watch))
      .filter((result) => result !== null);
    if (results.length > 0) this.#options.waitUntil(sendAnalytics(results, invocation));
  }

  /** What happens now, under a correlation id of its own. */
  #invocation(): KnownInvocation {
    const { jobMap, platform } = this.#options;
    const known = withEnvironment(openConfigured(this.#configuration, jobMap, platform));
    if (known === null) throw new Error("the ledger has no environment in the job map");
    return known;
  }
}
