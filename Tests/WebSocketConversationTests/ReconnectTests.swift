import Testing
import WebSocketConversation
import WebSocketWire

@Suite("Connecting again")
struct ReconnectTests {
  private let lost = ConnectionEnd.lost(duringHandshake: false, unfinished: nil)

  @Test("the waits double up to half a minute, and chance shortens them to no less than half")
  func waits() {
    var longest = ReconnectSchedule(limit: nil)
    var shortest = longest
    let waits = (0..<9).map { _ in longest.next(chance: 1) }
    #expect(waits == [0.5, 1, 2, 4, 8, 16, 30, 30, 30].map { .seconds($0) })
    #expect((0..<9).map { _ in shortest.next(chance: 0) } == waits.map { $0.map { $0 / 2 } })
  }

  @Test("a number of attempts in a row, and a message begins again")
  func limit() {
    var schedule = ReconnectSchedule(limit: 2)
    #expect(schedule.next(chance: 1) == .milliseconds(500))
    #expect(schedule.next(chance: 1) == .seconds(1))
    #expect(schedule.next(chance: 1) == nil)
    schedule.reset()
    #expect(schedule.next(chance: 1) == .milliseconds(500))
  }

  @Test("a server's wish is heeded up to a limit, and a shorter one changes nothing")
  func least() {
    var schedule = ReconnectSchedule(limit: nil)
    #expect(schedule.next(chance: 1, least: .seconds(7)) == .seconds(7))
    #expect(schedule.next(chance: 1, least: .milliseconds(1)) == .seconds(1))
    #expect(schedule.next(chance: 1, least: .seconds(Int64.max)) == ReconnectSchedule.longestAsked)
  }

  /// What has happened, and whether the run has more to do.
  static let rows: [(CompletionRule, [Conversation.Input], Bool)] = [
    (.drain(idle: .seconds(1)), [], true),
    (.drain(idle: .seconds(1)), [.opened, .handedOver(1), .flushed], true),
    (.drain(idle: .seconds(1)), [.opened, .handedOver(1), .flushed, .inputEnded], false),
    (.expect(2, within: .seconds(9)), [.opened, .handedOver(2), .inputEnded, .flushed, .messages(1)], true),
    (.stay(nil), [.opened, .handedOver(1), .inputEnded, .flushed, .messages(1)], true),
    (.untilClosed(), [.opened, .inputEnded], true),
    (.untilClosed(), [.opened, .inputRefused], false),
  ]

  @Test(arguments: rows)
  func goesOn(rule: CompletionRule, inputs: [Conversation.Input], expected: Bool) {
    var run = VirtualRun(rule, reconnects: true)
    for input in inputs { run.give(input) }
    run.give(.ended(lost, unsent: false))
    let goesOn = if case .reconnect(.ended(lost)) = run.actions.last { true } else { false }
    #expect(goesOn == expected, "\(run.actions)")
  }

  @Test("each connection has its own replies, and the user's end is the end")
  func again() {
    var run = VirtualRun(.expect(1, within: .seconds(3)), reconnects: true)
    run.give(.opened, .handedOver(1), .inputEnded, .flushed, .ended(lost, unsent: false))
    run.pass(.seconds(60))
    #expect(run.actions == [.reconnect(because: .ended(lost))])
    run.give(.opened, .handedOver(1), .inputEnded, .flushed)
    run.pass(.seconds(2))
    run.give(.interrupted(2), .ended(lost, unsent: false))
    #expect(run.actions == [.reconnect(because: .ended(lost)), .close, .finish(.interrupted(2))])
  }

  @Test("what one connection brought counts on the next where nothing is sent again")
  func keepsCount() {
    var run = VirtualRun(.expect(2, within: .seconds(3)), reconnects: true, keepsCount: true)
    run.give(.opened, .handedOver(1), .flushed, .messages(1), .ended(lost, unsent: false))
    run.give(.opened, .handedOver(1), .inputEnded, .flushed, .messages(1))
    #expect(run.actions == [.reconnect(because: .ended(lost)), .close])
  }

  @Test("a rule that the peer broke is the end, and no reply is waited for any more")
  func failing() {
    var run = VirtualRun(.expect(2, within: .seconds(1)))
    run.give(.opened, .handedOver(2), .inputEnded, .flushed, .messages(1), .failing)
    run.pass(.seconds(2))
    #expect(run.actions.isEmpty)
    run.give(.ended(lost, unsent: false))
    #expect(run.actions == [.finish(.ended(lost))])
  }
}
