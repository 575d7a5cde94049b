import Testing
import WebSocketConversation
import WebSocketWire

@Suite("How long a run may last")
struct RunLimitTests {
  private let clean = ConnectionEnd.closed(ClosePayload(code: .normalClosure), by: .client)

  @Test("the whole time counts from the start, connecting included, and nothing moves it")
  func total() {
    var run = VirtualRun(.stay(nil), limits: RunLimits(total: .seconds(5)))
    run.pass(.seconds(2))
    run.give(.opened, .handedOver(1), .inputEnded, .flushed)
    run.pass(.milliseconds(2999))
    run.give(.messages(1))
    #expect(run.actions == [])
    run.pass(.milliseconds(1))
    #expect(run.actions == [.close])
    run.pass(.seconds(60))
    run.give(.ended(clean, unsent: false))
    #expect(run.actions == [.close, .finish(.timeIsUp(.seconds(5)))])
  }

  @Test("it ends a connect that is under way")
  func connecting() {
    var run = VirtualRun(.untilClosed(), limits: RunLimits(total: .seconds(5)), reconnects: true)
    run.pass(.seconds(5))
    #expect(run.actions == [.close])
    run.give(.ended(.abandoned, unsent: false))
    #expect(run.actions == [.close, .finish(.timeIsUp(.seconds(5)))])
  }

  @Test(
    "a message in either direction begins the idle time again",
    arguments: [Conversation.Input.messages(1), .messageBytes(1), .handedOver(1)])
  func idle(input: Conversation.Input) {
    var run = VirtualRun(.stay(nil), limits: RunLimits(idle: .seconds(3)))
    run.pass(.seconds(10))
    run.give(.opened, .inputEnded)
    run.pass(.milliseconds(2999))
    run.give(input, .flushed)
    run.pass(.milliseconds(2999))
    #expect(run.actions == [])
    run.pass(.milliseconds(1))
    run.give(.ended(clean, unsent: false))
    #expect(run.actions == [.close, .finish(.idle(.seconds(3)))])
  }

  @Test("a Ping does not, and while nothing is read no time is idle")
  func notIdle() {
    var run = VirtualRun(.stay(nil), limits: RunLimits(idle: .seconds(3)))
    run.give(.opened, .inputEnded, .readingPaused)
    run.pass(.seconds(60))
    #expect(run.actions == [])
    run.give(.readingResumed)
    run.pass(.seconds(2))
    run.give(.pongsWait, .flushed)
    run.pass(.seconds(1))
    #expect(run.actions == [.close])
  }

  @Test("a peer that answers no Ping is its own cause")
  func noPong() {
    var run = VirtualRun(.untilClosed())
    run.give(.opened, .inputEnded, .peerSilent(.seconds(20)), .ended(.timedOut(.close), unsent: false))
    #expect(run.actions == [.close, .finish(.noPong(within: .seconds(20)))])
  }
}
