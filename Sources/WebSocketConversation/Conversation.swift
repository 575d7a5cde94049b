import WebSocketWire

/// Decides when a session ends and with which verdict: what happens goes in, closing and finishing come out.
///
/// It has no clock: every input carries the time since the run began, and `wakeAt` says when it wants to hear `.time`.
public struct Conversation: Sendable {
  /// When the conversation wants to hear `.time`; nil while nothing is waited for.
  public var wakeAt: Duration? {
    guard let wait = waits.next, let limit = limits.next else { return waits.next ?? limits.next }
    return min(wait, limit)
  }
  /// Messages received.
  public private(set) var received = 0
  /// Messages handed over.
  public private(set) var sent = 0

  /// Whether the end has begun, whatever the peer does.
  public var isClosing: Bool { if case .closing = stage { true } else { false } }

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

  private var plan: CompletionRule
  private let reconnects: Bool
  /// Whether what came on one connection counts on the next.
  private let keepsCount: Bool
  private var limits: RunDeadlines
  private var stage = Stage.waiting
  private var isFlushed = true
  /// Whether a message came since the last one was handed over.
  private var hasReply = false
  private var isInputRefused = false
  /// Whether what ends the session has happened already.
  private var isFailing = false
  /// Whether the message that ends the run came.
  private var hasLastReply = false
  private var waits = ConversationWaits()
  private var progress = DrainProgress()

  /// With `reconnects` a connection that ends before the run has done its part leads to another, and with `keepsCount` what came on one
  /// counts on the next, because nothing is sent again.
  public init(
    _ plan: CompletionRule, limits: RunLimits = RunLimits(), reconnects: Bool = false,
    keepsCount: Bool = false
  ) {
    self.keepsCount = keepsCount
    self.plan = plan
    self.limits = RunDeadlines(limits)
    self.reconnects = reconnects
  }

  /// There was nothing to send at all: from now on only the peer ends the session.
  public mutating func receiveOnly() { plan = .untilClosed(firstMessage: plan.firstReply) }

  /// Takes an input at a time that never goes back; gives at most one thing to do.
  public mutating func handle(_ input: Input, at now: Duration) -> Action? {
    switch input {
    case .opened:
      if case .waiting = stage { stage = .sending }
      limits.messageMoved(at: now)
    case .handedOver(let count):
      limits.messageMoved(at: now)
      sent += count
      isFlushed = false
      // What a script sends again and again, or in answer, asks for no other reply.
      if case .sending = stage { hasReply = false }
      restart(at: now)
    case .handedOverMore:
      isFlushed = false
      restart(at: now)
    case .pongsWait: waitForPongs(at: now)
    case .progress:
      waits.pongsMoved(at: now)
      if !isFlushed { restart(at: now) }
    case .inputEnded: return endInput(at: now)
    case .inputRefused:
      isInputRefused = true
      // Replies to messages that were never sent are not waited for.
      if case .expect(let count, let limit) = plan { plan = .expect(min(count, sent), within: limit) }
      return endInput(at: now)
    case .scriptFailed:
      isInputRefused = true
      return close(because: nil)
    case .flushed:
      waits.forgetPongs()
      // If it comes again, it moves no deadline: what has left since then was not a message.
      guard !isFlushed else { return nil }
      isFlushed = true
      waits.deadline = nil
      restart(at: now)
      return satisfied(at: now)
    case .messageBytes(let count):
      limits.messageMoved(at: now)
      if progress.add(count, at: now) { keepDraining(at: now) }
    case .messages(let count):
      limits.messageMoved(at: now)
      received += count
      hasReply = true
      progress.forgetPartial()
      if case .untilClosed = plan, isFlushed { restart(at: now) }
      keepDraining(at: now)
      if case .expect = plan { return satisfied(at: now) }
    case .lastReply:
      hasLastReply = true
      return close(because: nil)
    case .failing:
      isFailing = true
      waits.deadline = nil
    case .readingPaused:
      guard !waits.isPaused else { break }
      limits.rest()
      waits.pause(at: now)
    case .readingResumed:
      progress.forgetPartial()
      limits.messageMoved(at: now)
      if !waits.resume(at: now) { restart(at: now) }
    case .time: return timeout(at: now)
    case .interrupted(let signal): return close(because: .interrupted(signal))
    case .peerSilent(let time): return close(because: .noPong(within: time))
    case .outputLost(let loss): return close(because: .outputLost(loss))
    case .ended(let ending, let unsent, let isReset, let cutMessage):
      return finish(ending, unsent: unsent, isReset: isReset, cutMessage: cutMessage)
    }
    return nil
  }

  /// Whether a draining brought nothing, where the verdict does not say so itself.
  public func broughtNothing(_ verdict: Verdict) -> Bool {
    guard plan.isDrain, sent > 0, received == 0 else { return false }
    return switch verdict {
    case .repliesMissing, .lastReplyMissing, .noReply, .interrupted, .outputLost: false
    case .done, .inputLeft, .messageCut, .stalled, .noPong, .idle, .timeIsUp, .ended, .inputRefused: true
    }
  }

  /// How long nothing may leave this process before a peer that does not read is given up.
  public static let stallLimit = Duration.seconds(10)

  /// How many bytes of an unfinished message keep a draining going as a whole message does: a peer that drips a message more
  /// slowly, in bytes for each idle time, is not waited for.
  public static let drainPace = 1024

  /// How long one message may keep a draining going that comes more slowly than this many bytes a second on average, so that a peer
  /// that never ends its message ends nothing but its own connection.
  public static let slowMessage = (limit: Duration.seconds(10), pace: 16384)

  /// Begins the idle time of a draining again; a deadline for what is being sent stays where it is.
  private mutating func keepDraining(at now: Duration) {
    progress.waitBegan()
    if case .drain = plan, isFlushed, !awaitsFirstReply { restart(at: now) }
  }

  /// Parts of a message move nothing while a whole one is awaited.
  private var awaitsFirstReply: Bool { !hasReply && plan.firstReply != nil }

  private mutating func waitForPongs(at now: Duration) {
    switch stage {
    case .waiting, .closing, .finished: return
    case .sending, .ending: break
    }
    waits.waitForPongs(at: now)
  }

  private mutating func restart(at now: Duration) {
    if waits.isPaused { return waits.forgetRest() }
    if isFailing {
      waits.deadline = nil
      return
    }
    switch (stage, plan) {
    case (.sending, _) where !isFlushed, (.ending, .drain) where !isFlushed,
      (.ending, .stay) where !isFlushed, (.ending, .untilClosed) where !isFlushed:
      waits.deadline = now + Self.stallLimit
    case (.ending, .expect(_, let limit)), (.ending, .untilReply(let limit)):
      guard isFlushed || waits.replyEnd != nil else {
        waits.deadline = now + max(limit, Self.stallLimit)
        break
      }
      waits.replyEnd = waits.replyEnd ?? now + limit
      waits.deadline = waits.replyEnd
    case (.ending, .drain(let idle, let first)): waits.deadline = now + (hasReply ? idle : first ?? idle)
    case (.ending, .untilClosed(let first?)) where !hasReply: waits.deadline = now + first
    case (.ending, .stay(let time)):
      guard waits.deadline == nil else { break }
      // What a script sends afterwards does not begin it again.
      waits.stayEnd = waits.stayEnd ?? time.map { now + $0 }
      waits.deadline = waits.stayEnd
    default: waits.deadline = nil
    }
  }

  private mutating func endInput(at now: Duration) -> Action? {
    if case .sending = stage { stage = .ending }
    waits.deadline = nil
    restart(at: now)
    return satisfied(at: now)
  }

  /// Whether all has left and every reply that was asked for is there.
  private mutating func satisfied(at now: Duration) -> Action? {
    guard case .ending = stage, isFlushed, case .expect(let count, _) = plan, received >= count else {
      return nil
    }
    return close(because: nil)
  }

  private mutating func timeout(at now: Duration) -> Action? {
    if let verdict = limits.verdict(at: now) { return close(because: verdict) }
    if waits.arePongsOverdue(at: now) { return close(because: .stalled) }
    guard let due = waits.deadline, now >= due else { return nil }
    waits.deadline = nil
    switch (stage, plan) {
    case (.sending, _) where !isFlushed, (.ending, .expect) where !isFlushed,
      (.ending, .untilReply) where !isFlushed,
      (.ending, .drain) where !isFlushed, (.ending, .stay) where !isFlushed,
      (.ending, .untilClosed) where !isFlushed:
      return close(because: .stalled)
    case (.ending, .expect(let count, let limit)):
      return close(because: .repliesMissing(expected: count, received: received, sent: sent, within: limit))
    case (.ending, .untilReply(let limit)):
      return close(because: .lastReplyMissing(received: received, within: limit))
    case (.ending, _) where awaitsFirstReply:
      return close(because: plan.firstReply.map { .noReply(sent: sent, within: $0) })
    case (.ending, _): return close(because: nil)
    default: return nil
    }
  }

  private mutating func close(because verdict: Verdict?) -> Action? {
    waits.deadline = nil
    waits.forgetPongs()
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

  private mutating func finish(
    _ ending: ConnectionEnd, unsent: Bool, isReset: Bool, cutMessage: Bool
  ) -> Action? {
    if case .finished = stage { return nil }
    let verdict = verdict(
      of: ending, unsent: unsent, mayBeUnread: isReset && !hasAllReplies, cutMessage: cutMessage)
    limits.rest()
    if wantsAnother { return reconnect(because: verdict) }
    stage = .finished
    waits = ConversationWaits()
    return .finish(isInputRefused ? verdict.afterRefusedInput : verdict)
  }

  /// Whether there is more to do on another connection.
  private var wantsAnother: Bool {
    guard reconnects, !isInputRefused else { return false }
    switch (stage, plan) {
    case (.waiting, _), (.sending, _), (.ending, .stay), (.ending, .untilClosed): return true
    case (.ending, .expect(let count, _)): return received < count
    case (.ending, .untilReply): return true
    case (.ending, .drain), (.closing, _), (.finished, _): return false
    }
  }

  /// Begins again, but for the limits of the run.
  private mutating func reconnect(because verdict: Verdict) -> Action {
    stage = .waiting
    if !keepsCount { (received, sent) = (0, 0) }
    (isFlushed, hasReply, isFailing) = (true, false, false)
    (waits, progress) = (ConversationWaits(), DrainProgress())
    return .reconnect(because: verdict)
  }

  private func verdict(of ending: ConnectionEnd, unsent: Bool, mayBeUnread: Bool, cutMessage: Bool) -> Verdict
  {
    if case .closing(let verdict?) = stage { return verdict }
    // All was done before we closed, so a peer that just goes away after our Close takes nothing with it.
    if case .closing = stage, !unsent, !mayBeUnread,
      ending == .lost(duringHandshake: false, unfinished: nil)
    {
      return cutMessage && !plan.isExpectation ? .messageCut : .done
    }
    // We dropped the connection ourselves, because no Close was wanted.
    if case .closing = stage, ending == .abandoned { return .done }
    guard ending.isOrderly(for: .client) else { return .ended(ending) }
    if case .untilReply = plan {
      return hasLastReply ? .done : .lastReplyMissing(received: received, within: nil)
    }
    if unsent { return .inputLeft }
    if case .expect(let count, _) = plan {
      // A message that the peer began after the last awaited reply is not waited for.
      return received < count
        ? .repliesMissing(expected: count, received: received, sent: sent, within: nil) : .done
    }
    if awaitsFirstReply {
      return .repliesMissing(expected: received + 1, received: received, sent: sent, within: nil)
    }
    return cutMessage ? .messageCut : .done
  }

  /// Whether as many messages have come as were asked for.
  package var hasAllMessages: Bool {
    if case .expect(let count, _) = plan { count > 0 && received >= count } else { false }
  }

  /// Whether a reply says that what was sent has been read: a reset can take it away unread.
  private var hasAllReplies: Bool {
    if sent == 0 || hasReply { return true }
    if case .expect(let count, _) = plan { return count > 0 && received >= count }
    return false
  }
}
