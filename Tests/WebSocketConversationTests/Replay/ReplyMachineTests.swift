import Testing

@testable import WebSocketConversation

@Suite("What a recorded server answers")
struct ReplyMachineTests {
  private let groups: [[Duration]] = [[.zero, .seconds(1)], [.seconds(2), .seconds(4)], []]

  private func begin(_ group: Int, _ machine: inout ReplyMachine, at now: Duration, hasRoom: Bool = true) {
    let isBegun = machine.begin(group, at: now)
    #expect(isBegun == hasRoom)
  }

  private func take(_ machine: inout ReplyMachine, at now: Duration) -> [ReplyMachine.Part] {
    var parts: [ReplyMachine.Part] = []
    while let part = machine.next(at: now) { parts.append(part) }
    return parts
  }

  @Test("a group is said at its times after what it answers, as fast as is asked for", arguments: [1.0, 4])
  func pace(speed: Double) {
    var machine = ReplyMachine(groups, speed: speed)
    #expect(machine.wakeAt == nil)
    begin(0, &machine, at: .seconds(10))
    #expect(take(&machine, at: .seconds(10)) == [.init(group: 0, index: 0)])
    #expect(machine.wakeAt == .seconds(10) + .seconds(1) / speed)
    #expect(take(&machine, at: .seconds(11)) == [.init(group: 0, index: 1)])
    #expect(machine.wakeAt == nil)
  }

  @Test("groups do not overtake each other")
  func order() {
    var machine = ReplyMachine(groups, speed: 1)
    begin(1, &machine, at: .zero)
    begin(0, &machine, at: .seconds(1))
    #expect(take(&machine, at: .seconds(3)) == [.init(group: 1, index: 0)])
    #expect(
      take(&machine, at: .seconds(4)) == [
        .init(group: 1, index: 1), .init(group: 0, index: 0), .init(group: 0, index: 1),
      ])
  }

  @Test("a client that asks for more than the limit is refused, and one group always has room")
  func limit() {
    var machine = ReplyMachine([Array(repeating: .zero, count: 60_000)], speed: 1)
    begin(0, &machine, at: .zero)
    begin(0, &machine, at: .zero, hasRoom: false)
    #expect(take(&machine, at: .zero).count == 60_000)
    begin(0, &machine, at: .zero)
    for group in [7, -1] { begin(group, &machine, at: .zero) }
  }
}
