import NIOCore
import SystemCalls

/// Stops a listener from accepting while there is a reason to, and goes on when there is none.
///
/// Where the system has no room for another client, it is asked again when there may be room. It reports a client that waits until it is accepted, so a listener that tries on without a pause takes a whole core.
///
/// NIO's `AcceptBackoffHandler` holds back the next read, but one that failed is still pending, and NIO goes on with it; only
/// without `autoRead` the socket is no longer watched.
final class AcceptPause: ChannelInboundHandler {
  typealias InboundIn = any Channel

  /// Why nothing is accepted.
  struct Reasons: OptionSet {
    let rawValue: UInt8

    /// The system has no room for another client.
    static let scarcity = Reasons(rawValue: 1)
    /// The connections that wait to be taken are as many as may.
    static let queue = Reasons(rawValue: 2)
  }

  private var reasons: Reasons = [] {
    didSet {
      guard reasons.isEmpty != oldValue.isEmpty else { return }
      try? context?.channel.syncOptions?.setOption(.autoRead, value: reasons.isEmpty)
    }
  }

  private let report: @Sendable (String) -> Void
  private var context: ChannelHandlerContext?
  private var timer: Scheduled<Void>?
  private var lastFailure: NIODeadline?

  /// How long accepting rests when no client leaves.
  private static let rest = TimeAmount.seconds(1)
  /// After so long without a failure, the next one is news.
  private static let episode = TimeAmount.seconds(30)

  /// `report` gets one sentence for each time that the system runs out of something.
  init(report: @escaping @Sendable (String) -> Void) { self.report = report }

  /// Takes word that a client has left, whose place can be given to one that waits.
  func clientLeft() { if timer != nil { tryAgain() } }

  /// Has the reason hold, or not.
  func set(_ reason: Reasons, _ holds: Bool) {
    if holds { reasons.insert(reason) } else { reasons.remove(reason) }
  }

  func handlerAdded(context: ChannelHandlerContext) { self.context = context }

  func handlerRemoved(context: ChannelHandlerContext) {
    timer?.cancel()
    (timer, self.context) = (nil, nil)
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    guard let error = error as? IOError, Self.scarcities.contains(error.errnoCode) else {
      return context.fireErrorCaught(error)
    }
    let now = NIODeadline.now()
    if lastFailure.map({ now - $0 > Self.episode }) ?? true {
      report(
        "no more clients can be accepted: \(SystemError.words(error.errnoCode)); accepting goes on when there is room"
      )
    }
    lastFailure = now
    guard timer == nil else { return }
    set(.scarcity, true)
    timer = context.eventLoop.assumeIsolated().scheduleTask(in: Self.rest) { self.tryAgain() }
  }

  private func tryAgain() {
    timer?.cancel()
    timer = nil
    set(.scarcity, false)
  }

  /// Errors that end when another process releases something.
  private static let scarcities: Set<Int32> = [EMFILE, ENFILE, ENOBUFS, ENOMEM]
}
