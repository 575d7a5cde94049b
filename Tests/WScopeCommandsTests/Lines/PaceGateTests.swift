import Testing

@testable import WScopeCommands

@Suite("The pace of messages")
struct PaceGateTests {
  static let values: [(String, SendPace?)] = [
    ("lockstep", .lockstep), ("0.5", .interval(.milliseconds(500))), ("5/s", .interval(.milliseconds(200))),
    ("0.001", .interval(.milliseconds(1))), ("0", nil), ("0/s", nil), ("", nil), ("/s", nil), ("-1", nil),
    ("fast", nil), ("1/m", nil),
  ]

  @Test(arguments: values)
  func isRead(text: String, pace: SendPace?) { #expect((try? SendPace(argument: text)) == pace) }

  @Test func leavesTimeBetweenMessages() {
    var gate = PaceGate(.interval(.seconds(2)), limit: .seconds(10))
    #expect(gate.isOpen(at: .zero) && gate.wakeAt == nil)
    gate.sent(at: .seconds(1))
    gate.replied()
    #expect(gate.wakeAt == .seconds(3) && !gate.isOpen(at: .seconds(2)) && gate.isOpen(at: .seconds(3)))
    #expect(!gate.isOverdue(at: .seconds(100)))
  }

  @Test func waitsForAReply() {
    var gate = PaceGate(.lockstep, limit: .seconds(10))
    gate.sent(at: .seconds(1))
    #expect(!gate.isOpen(at: .seconds(2)) && !gate.isOverdue(at: .seconds(10)))
    #expect(gate.wakeAt == .seconds(11) && gate.isOverdue(at: .seconds(11)) && !gate.isOpen(at: .seconds(11)))
    gate.replied()
    #expect(gate.isOpen(at: .seconds(2)) && gate.wakeAt == nil)
    gate.sent(at: .seconds(3))
    gate.restart()
    #expect(gate.isOpen(at: .seconds(3)))
  }

  @Test("a reply is not overdue before the message has left, nor while nothing is read")
  func holdsTheTimeOfAReply() {
    var gate = PaceGate(.lockstep, limit: .seconds(10))
    gate.hold(true, at: .zero)
    gate.sent(at: .seconds(1))
    #expect(!gate.isOpen(at: .seconds(50)) && gate.wakeAt == nil && !gate.isOverdue(at: .seconds(50)))
    gate.hold(false, at: .seconds(50))
    #expect(gate.wakeAt == .seconds(60))
    gate.hold(true, at: .seconds(58))
    gate.hold(false, at: .seconds(70))
    #expect(gate.wakeAt == .seconds(72) && gate.isOverdue(at: .seconds(72)))
    gate.replied()
    #expect(gate.isOpen(at: .seconds(72)))
  }
}
