public import WebSocketWire

/// Decides when a session ends and with which verdict: what happens goes in, closing and finishing come out.
///
/// It has no clock: every input carries the time since the run began, and `wakeAt` says when it wants to hear `.time`.
public struct Conversation: Sendable {
  /// What happens around the conversation.
  public enum Input: Hashable, Sendable {
    /// The connection is open.
    case opened
    /// So many messages were handed over to be sent.
    case handedOver(Int)
    /// More of a message that was handed over in part.
    case handedOverMore
    /// Some of what was handed over has left this process.
    case progress
    /// There is nothing more to send, and all of it is handed over.
    case inputEnded
    /// Everything handed over has left this process.
    case flushed
    /// Something came from the peer.
    case activity
    /// So many whole messages came.
    case messages(Int)
    /// Nothing is read for now, because whoever takes the output is slow.
    case readingPaused
    case readingResumed
    /// Time has passed.
    case time
    /// The user asked for an end by a signal of this number.
    case interrupted(Int32)
    /// The output is gone.
    case outputLost(OutputLoss)
    /// The connection is over; `unsent` tells whether input is left that has not, or may not have, reached the peer.
    indirect case ended(Ending, unsent: Bool)
  }

  /// What is to be done.
  public enum Action: Hashable, Sendable {
    /// Begin the closing handshake.
    case close
    /// The run is over.
    indirect case finish(Verdict)
  }

  /// When the conversation wants to hear `.time`; nil while nothing is waited for.
  public private(set) var wakeAt: Duration?
  /// Messages received.
  public private(set) var received = 0
  /// Messages handed over.
  public private(set) var sent = 0

  private enum Stage: Sendable {
    /// Not open yet.
    case waiting
    /// There may be more to send.
    case sending
    /// Everything is handed over.
    case ending
    /// The Close is out; `because` is the verdict if the closing goes well.
    case closing(Verdict?)
    case finished
  }

  private var plan: EndPlan
  private var stage = Stage.waiting
  private var isFlushed = true
  private var isPaused = false

  public init(_ plan: EndPlan) { self.plan = plan }

  /// There was nothing to send at all: from now on only the peer ends the session.
  public mutating func receiveOnly() { plan = .untilClosed }

  /// Takes an input at a time that never goes back; gives at most one thing to do.
  public mutating func handle(_ input: Input, at now: Duration) -> Action? {
    switch input {
    case .opened: if case .waiting = stage { stage = .sending }
    case .handedOver(let count):
      sent += count
      isFlushed = false
      restart(at: now)
    case .handedOverMore:
      isFlushed = false
      restart(at: now)
    case .progress: restart(at: now)
    case .inputEnded:
      if case .sending = stage { stage = .ending }
      wakeAt = nil
      restart(at: now)
      return satisfied(at: now)
    case .flushed:
      if !isFlushed { wakeAt = nil }
      isFlushed = true
      restart(at: now)
      return satisfied(at: now)
    case .activity:
      if case .drain = plan { restart(at: now) }
    case .messages(let count):
      received += count
      if case .expect = plan { return satisfied(at: now) }
    case .readingPaused:
      isPaused = true
      wakeAt = nil
    case .readingResumed:
      isPaused = false
      restart(at: now)
    case .time: return timeout(at: now)
    case .interrupted(let signal): return close(because: .interrupted(signal))
    case .outputLost(let loss): return close(because: .outputLost(loss))
    case .ended(let ending, let unsent): return finish(ending, unsent: unsent)
    }
    return nil
  }

  /// How long nothing may leave this process before a peer that does not read is given up.
  public static let stallLimit = Duration.seconds(10)

  private mutating func restart(at now: Duration) {
    guard !isPaused else { return }
    switch (stage, plan) {
    case (.sending, _) where !isFlushed, (.ending, .drain) where !isFlushed,
      (.ending, .stay) where !isFlushed:
      wakeAt = now + Self.stallLimit
    case (.ending, .expect(_, let limit)): wakeAt = now + (isFlushed ? limit : max(limit, Self.stallLimit))
    case (.ending, .drain(let idle)): wakeAt = now + idle
    case (.ending, .stay(let time)):
      if wakeAt == nil { wakeAt = time.map { now + $0 } }
    default: wakeAt = nil
    }
  }

  /// Whether all has left and every reply that was asked for is there.
  private mutating func satisfied(at now: Duration) -> Action? {
    guard case .ending = stage, isFlushed, case .expect(let count, _) = plan, received >= count else {
      return nil
    }
    return close(because: nil)
  }

  private mutating func timeout(at now: Duration) -> Action? {
    guard let due = wakeAt, now >= due else { return nil }
    wakeAt = nil
    switch (stage, plan) {
    case (.sending, _) where !isFlushed, (.ending, .expect) where !isFlushed,
      (.ending, .drain) where !isFlushed, (.ending, .stay) where !isFlushed:
      return close(because: .stalled)
    case (.ending, .expect(let count, let limit)):
      return close(because: .repliesMissing(expected: count, received: received, sent: sent, within: limit))
    case (.ending, _): return close(because: nil)
    default: return nil
    }
  }

  private mutating func close(because verdict: Verdict?) -> Action? {
    wakeAt = nil
    switch stage {
    case .waiting, .sending, .ending:
      stage = .closing(verdict)
      return .close
    case .closing(nil):
      stage = .closing(verdict)
      return nil
    case .closing, .finished: return nil
    }
  }

  private mutating func finish(_ ending: Ending, unsent: Bool) -> Action? {
    if case .finished = stage { return nil }
    let before = stage
    stage = .finished
    wakeAt = nil
    if case .closing(let verdict?) = before { return .finish(verdict) }
    // All was done before we closed, so a peer that just goes away behind our Close takes nothing with it.
    if case .closing = before, !unsent, ending == .lost(duringHandshake: false, unfinished: nil) {
      return .finish(.done)
    }
    guard case .closed(let body, let role) = ending else { return .finish(.ended(ending)) }
    if role == .server, let code = body.code, code != .normal, code != .goingAway {
      return .finish(.ended(ending))
    }
    if unsent { return .finish(.inputLeft) }
    if case .closing = before { return .finish(.done) }
    if case .expect(let count, _) = plan, received < count {
      return .finish(.repliesMissing(expected: count, received: received, sent: sent, within: nil))
    }
    return .finish(.done)
  }
}
