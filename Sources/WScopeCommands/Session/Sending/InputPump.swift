import NIOCore
import WebSocketConversation
import WebSocketTransport
import WebSocketWire

/// Sends a client's messages, those that it was given and then those of its standard input, as there is room for them.
final class InputPump {
  private let loop: NIOIsolatedEventLoop
  private let views: OutputWriter
  private let longestRun: Int
  private let input: StandardInput?
  private var source: MessageSource
  private var sender: MessageSender
  /// How many messages of a script may wait: its own, and some that are sent again and again or in answer.
  private let mostWaiting: Int
  private let pacer: SendPacer?
  private var pumping = Pumping.none
  /// The loop comes back to the pumping by itself.
  private var isDue = false
  /// Whether there is nothing more to send.
  private(set) var hasEnded = false
  /// Whether a control frame was sent, so that the input was not empty.
  private(set) var hasSentCommand = false
  /// What was wrong with the input.
  private(set) var failure: Failure?

  private enum Pumping {
    case none, active
    /// What was handed over left while more was; it counts when the pumping is over, if nothing waits then.
    case flushed
  }

  /// How many blocks are read before the loop may do something else.
  private static let turns = 4

  /// The views of what is sent go to `views`, which stops the pumping while it is full; `body` is called when the pace has a message sent.
  init(_ plan: ClientPlan, views: OutputWriter, loop: any EventLoop, onTime body: @escaping () -> Void) {
    self.loop = loop.assumeIsolated()
    self.views = views
    sender = MessageSender(fragmentSize: plan.input.fragmentSize)
    mostWaiting = 1000 + plan.input.scriptedCount
    pacer = plan.input.pace.map { SendPacer($0, on: loop.assumeIsolated(), body) }
    let isSingle = plan.output.views.isAnything || plan.input.fragmentSize != nil || pacer != nil
    longestRun = isSingle ? 1 : plan.output.events == nil ? 1024 : 64
    input = plan.input.splitter == nil ? nil : StandardInput(loop: loop)
    source = MessageSource(
      prepared: plan.input.messages, splitter: plan.input.splitter, heedsSlashes: plan.input.heedsSlashes,
      limit: plan.input.messageLimit, spelling: plan.input.spelling)
    source.prepare(plan.input.messages, isScripted: plan.input.isScripted)
  }

  /// Whether something that a script gave is not sent yet.
  var holdsPrepared: Bool { source.hasPrepared }

  /// Whether the time for a reply does not run.
  func hold(_ isHeld: Bool, at now: Duration) { pacer?.hold(isHeld, at: now) }

  /// Whether there is input that is not sent yet.
  var hasMore: Bool {
    !hasEnded
      && (source.holdsInput || source.isScripted || input?.hasMore == true)
  }

  /// Sends as much as there is room for. If that left at once, it goes on after the other work of the loop.
  func pump(_ session: WebSocketSession, for run: ClientRun) {
    guard session.state == .open, !hasEnded || source.hasPrepared, pumping == .none,
      !awaitsBlock || source.hasPrepared
    else { return }
    pumping = .active
    let isWaiting = session.atOneTime { fill(session, for: run) }
    session.flush()
    views.flush()
    let hasFlushed = pumping == .flushed
    pumping = .none
    if hasFlushed, !session.hasUnsentMessages { run.act(.flushed) }
    // A view that left at once made its room while it could not be used.
    guard !isWaiting, !isDue, session.isWritable, !views.isFull else { return }
    isDue = true
    loop.execute { [self] in
      isDue = false
      pump(session, for: run)
    }
  }

  /// Begins again on another connection: what was given comes again, and of standard input what is left.
  func restart(_ plan: ClientPlan) {
    if pumping == .flushed { pumping = .active }
    hasEnded = false
    sender.restart()
    pacer?.restart()
    source.prepare(plan.input.messages, isScripted: plan.input.isScripted)
  }

  /// Sends what a script brings, as soon as there is room. Fails where the peer reads so slowly that too much waits.
  func give(_ item: MessageSource.Item) throws(Failure) {
    guard source.preparedCount < mostWaiting else {
      throw Failure(
        .deadline, "the peer reads more slowly than the script sends, and \(mostWaiting) of its messages wait"
      )
    }
    source.append(item)
  }

  /// The script has no step left, so that standard input comes next.
  func endScript() { source.endScript() }

  /// A reply came.
  func replied() { pacer?.replied() }

  /// Sends nothing more, for this reason.
  func refuse(_ failure: Failure) {
    self.failure = self.failure ?? failure
    hasEnded = true
    source.prepare([], isScripted: false)
  }

  /// Notes that all has left; false where the pumping itself will report it.
  func flushed() -> Bool {
    guard pumping != .none else { return true }
    pumping = .flushed
    return false
  }

  /// Sends until there is no room or no input; true when something else has to happen first.
  private func fill(_ session: WebSocketSession, for run: ClientRun) -> Bool {
    do {
      var turns = Self.turns
      while !views.isFull {
        if sender.isStreaming(on: session) {
          guard session.isWritable, turns > 0 else { return false }
          turns -= 1
          try sender.sendBlock(on: session)
          run.act(.handedOverMore)
          continue
        }
        if isEarly(session, for: run) { return true }
        // What is held needs room; that there is nothing more is seen without.
        guard !source.holdsInput || session.isWritable else { return false }
        switch try source.next(longestRun) {
        case .message(let message): try send(message, session, for: run)
        case .run(let messages): try send(messages, session, for: run)
        case .command(let command):
          try command.send(on: session)
          hasSentCommand = true
          if command.isMessage { run.act(.handedOver(1)) }
          if command.isLast {
            end(run)
            return true
          }
        case .wait where awaitsBlock: return true
        case .wait:
          guard turns > 0 else { return false }
          turns -= 1
          if try !readInput(run) { return true }
        case .rest: return true
        case .end:
          end(run)
          return true
        }
      }
      views.notePause()
      return false
    } catch {
      failure = Failure(error)
      // A frame that cannot be completed leaves no room for a Close.
      if session.remainingPayload == nil { end(run) } else { run.breakOff(failure) }
    }
    return true
  }

  private func send(_ message: OutgoingMessage, _ session: WebSocketSession, for run: ClientRun) throws {
    try sender.send(message, on: session)
    run.act(.handedOver(1))
    pacer?.sent(at: session.now)
  }

  private func send(_ messages: InputBatch, _ session: WebSocketSession, for run: ClientRun) throws {
    if sender.fragmentSize != nil || pacer != nil {
      let message = messages.message(0)
      try message.check()
      return try send(message, session, for: run)
    }
    let sent = try session.send(messages.kind, messages.pieces, of: messages.block.span.bytes)
    if sent > 0 { run.act(.handedOver(sent)) }
    // The session has looked at the text, but knows no lines.
    if sent < messages.pieces.count { try messages.message(sent).check() }
  }

  /// Whether the next message has to wait for its time, or for a reply; where that does not come, nothing more is sent.
  private func isEarly(_ session: WebSocketSession, for run: ClientRun) -> Bool {
    guard let pacer, source.holdsInput else { return false }
    do throws(Failure) { return try pacer.keepsBack(at: session.now) } catch {
      refuse(error)
      run.act(.scriptFailed)
      return true
    }
  }

  private func end(_ run: ClientRun) {
    guard !hasEnded else { return }
    hasEnded = true
    run.inputEnded()
  }

  // MARK: Reading

  /// A block of input is on its way, and until it comes there is nothing to send.
  private var awaitsBlock: Bool { input?.isReading == true }

  /// Whether there is more to cut into messages now.
  private func readInput(_ run: ClientRun) throws(Failure) -> Bool {
    guard let input else { return false }
    do throws(ReadError) {
      return try input.read(into: &source) { [self] in take($0, for: run) }
    } catch {
      try endInput(error)
      return true
    }
  }

  /// Takes a block that was on its way.
  private func take(_ block: Result<ByteBuffer, ReadError>, for run: ClientRun) {
    do throws(ReadError) { try source.append(block) } catch {
      do throws(Failure) { try endInput(error) } catch {
        failure = error
        return end(run)
      }
    }
    // The connection may be another one by now.
    run.sendInput()
  }

  /// A descriptor that was closed before the program began has no input.
  private func endInput(_ error: ReadError) throws(Failure) {
    guard error.number == Errno.badDescriptor else {
      throw Failure(noInput: "standard input", error.number)
    }
    source.append { _ in }
  }
}
