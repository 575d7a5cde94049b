import NIOCore
import NIOEmbedded
import Synchronization
import SystemCalls
import Testing

@testable import WebSocketTransport

@Suite("A pause of accepting")
struct AcceptPauseTests {
  private let channel = EmbeddedChannel()

  /// A listener's channel with a handler in it.
  private func pause(report: @escaping @Sendable (String) -> Void = { _ in }) throws -> AcceptPause {
    let pause = AcceptPause(report: report)
    try channel.pipeline.syncOperations.addHandler(pause)
    return pause
  }

  /// The value that `autoRead` was given last.
  private var accepts: Bool { channel.options.last?.value as? Bool ?? true }

  private func runOut() { channel.pipeline.fireErrorCaught(IOError(errnoCode: EMFILE, reason: "accept")) }

  @Test("the system's lack of room pauses for a second, or until a client leaves")
  func scarcity() throws {
    let pause = try pause()
    runOut()
    #expect(!accepts)
    channel.embeddedEventLoop.advanceTime(by: .milliseconds(999))
    #expect(!accepts)
    channel.embeddedEventLoop.advanceTime(by: .milliseconds(1))
    #expect(accepts)
    runOut()
    #expect(!accepts)
    pause.clientLeft()
    #expect(accepts)
  }

  @Test("each of two reasons pauses, and accepting goes on when neither is left", arguments: [true, false])
  func reasons(queueFirst: Bool) throws {
    let pause = try pause()
    if queueFirst { pause.set(.queue, true) }
    runOut()
    if !queueFirst { pause.set(.queue, true) }
    #expect(!accepts)
    pause.clientLeft()
    #expect(!accepts)
    pause.set(.queue, false)
    #expect(accepts)
  }

  @Test("a queue that is taken while the system has no room does not end the pause")
  func queueFirst() throws {
    let pause = try pause()
    pause.set(.queue, true)
    runOut()
    pause.set(.queue, false)
    #expect(!accepts)
    channel.embeddedEventLoop.advanceTime(by: .seconds(1))
    #expect(accepts)
  }

  @Test("one sentence is reported for each time that the system runs out")
  func report() throws {
    let reports = Mutex(0)
    _ = try pause { _ in reports.withLock { $0 += 1 } }
    runOut()
    runOut()
    #expect(reports.withLock { $0 } == 1)
  }
}
