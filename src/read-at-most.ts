/** The beginning of a body, and whether that is all of it. */
interface BodyStart {
  readonly text: string;
  readonly isComplete: boolean;
}

/** Reads at most `maxBytes` bytes of a body as UTF-8 and cancels the rest, so that its sender can't fill our memory. */
export async function readAtMost(
  body: ReadableStream<Uint8Array> | null,
  maxBytes: number,
): Promise<BodyStart> {
  if (!body) return { text: "", isComplete: true };
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = "";
  let room = maxBytes;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return { text: text + decoder.decode(), isComplete: true };
    text += decoder.decode(value.subarray(0, room), { stream: true });
    room -= value.length;
    if (room < 0) {
      // Nothing depends on the cancelling, and a sender that resists it must not hold us up.
      reader.cancel().catch(() => {});
      return { text, isComplete: false };
    }
  }
}
