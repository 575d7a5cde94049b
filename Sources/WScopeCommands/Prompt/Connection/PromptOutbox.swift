import WebSocketInspect

/// What was sent at a prompt and has not left: bytes of messages, which are bounded, and a file of which more blocks are to come.
struct PromptOutbox {
  /// The most bytes that wait; one message may be longer.
  let limit: Int
  /// What all connections together may hold; nil where nothing is shared.
  let memory: HeldMemory?
  /// Bytes that were handed over since all had left the last time.
  private(set) var waiting = 0
  /// The file whose message is begun and not complete.
  var file: OutgoingFile?

  init(limit: Int, memory: HeldMemory?) {
    self.limit = limit
    self.memory = memory
  }

  /// Takes a message of this many bytes for a connection of this number. Fails, with nothing taken, when too much waits already.
  mutating func take(_ count: Int, for number: Int) throws(Failure) {
    guard waiting == 0 || count <= limit - waiting else {
      throw Failure(
        .deadline,
        "the peer has not read \(Formatting.bytes(UInt64(waiting))) that were sent before; nothing was sent")
    }
    guard memory?.take(count) != false else {
      throw Failure(
        .deadline, "the clients hold too much already that they have not read; nothing was sent to \(number)")
    }
    waiting += count
  }

  /// Gives back what was taken for a message that was not sent; nothing where all has left since.
  mutating func give(_ count: Int) {
    let given = min(count, waiting)
    waiting -= given
    memory?.give(given)
  }

  /// All bytes have left, or never will.
  mutating func clear() { give(waiting) }
}
