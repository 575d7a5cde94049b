import Testing

@testable import WebSocketConversation

@Suite("A recording that is sent again")
struct ReplayMachineTests {
  private static let steps = [
    ReplayMachine.Step(at: .seconds(1), after: 0), ReplayMachine.Step(at: .seconds(2), after: 1),
    ReplayMachine.Step(at: .seconds(10), after: 3),
  ]
  private static let arrivals: [Duration] = [.milliseconds(1500), .seconds(3), .seconds(4), .seconds(11)]

  private func machine(_ pace: ReplayMachine.Pace, last: ReplayMachine.Step? = nil) -> ReplayMachine {
    ReplayMachine(
      Self.steps, last: last ?? ReplayMachine.Step(at: .zero, after: 4), arrivals: Self.arrivals, pace: pace,
      limit: .seconds(5))
  }

  @Test("at the recorded pace each step has its time, whatever came", arguments: [1.0, 2, 0.5])
  func recorded(speed: Double) {
    var machine = machine(.recorded(speed: speed))
    let start = Duration.seconds(100)
    #expect(machine.wakeAt == nil)
    #expect(machine.handle(.opened, at: start) == [])
    for (place, step) in Self.steps.enumerated() {
      let due = start + step.time / speed
      #expect(machine.wakeAt == due)
      #expect(machine.handle(.time, at: due - .milliseconds(1)) == [])
      #expect(machine.handle(.time, at: due).first == .perform(place))
    }
    for _ in 0..<3 { #expect(machine.handle(.message, at: start + .seconds(30)) == []) }
    #expect(machine.handle(.message, at: start + .seconds(30)) == [.finished])
    #expect(machine.wakeAt == nil)
  }

  @Test("steps that are late are done at once, in their order")
  func late() {
    var machine = machine(.recorded(speed: 1))
    #expect(machine.handle(.opened, at: .zero) == [])
    #expect(machine.handle(.time, at: .seconds(50)) == [.perform(0), .perform(1), .perform(2)])
  }

  @Test("at lockstep a step waits for as many messages as came before it, and for no time")
  func lockstep() {
    var machine = machine(.lockstep)
    #expect(machine.handle(.opened, at: .zero) == [.perform(0)])
    #expect(machine.handle(.message, at: .zero) == [.perform(1)])
    #expect(machine.handle(.message, at: .seconds(4)) == [])
    #expect(machine.handle(.message, at: .seconds(8)) == [.perform(2)])
    #expect(machine.handle(.message, at: .seconds(8)) == [.finished])
  }

  @Test("a message that does not come in time is named; the time begins again with each that comes")
  func overdue() {
    var machine = machine(.lockstep)
    _ = machine.handle(.opened, at: .zero)
    _ = machine.handle(.message, at: .seconds(4))
    #expect(machine.wakeAt == .seconds(9))
    _ = machine.handle(.message, at: .seconds(8))
    #expect(machine.handle(.time, at: .seconds(12)) == [])
    #expect(machine.wakeAt == .seconds(13))
    #expect(machine.handle(.time, at: .seconds(13)) == [.overdue(3)])
    #expect(machine.wakeAt == nil)
    #expect(machine.handle(.message, at: .seconds(14)) == [])
  }

  @Test("at the recorded pace a message may be as much later than its own time")
  func recordedWait() {
    var machine = machine(.recorded(speed: 1))
    _ = machine.handle(.opened, at: .zero)
    _ = machine.handle(.time, at: .seconds(10))
    for _ in 0..<3 { _ = machine.handle(.message, at: .seconds(10)) }
    #expect(machine.wakeAt == .seconds(16))
    #expect(machine.handle(.time, at: .seconds(16)) == [.overdue(4)])
  }

  @Test("the Close waits for its time, and at any pace for what came before it")
  func close() {
    var machine = machine(.recorded(speed: 1), last: ReplayMachine.Step(at: .seconds(20), after: 1))
    _ = machine.handle(.opened, at: .zero)
    _ = machine.handle(.time, at: .seconds(10))
    _ = machine.handle(.message, at: .seconds(11))
    #expect(machine.wakeAt == .seconds(20))
    #expect(machine.handle(.time, at: .seconds(20)) == [.finished])
  }

  @Test("no time passes for the other end while nothing of it is read")
  func held() {
    var machine = machine(.lockstep)
    _ = machine.handle(.opened, at: .zero)
    _ = machine.handle(.message, at: .zero)
    _ = machine.handle(.held(true), at: .seconds(1))
    #expect(machine.wakeAt == nil)
    #expect(machine.handle(.time, at: .seconds(60)) == [])
    _ = machine.handle(.held(false), at: .seconds(100))
    #expect(machine.wakeAt == .seconds(104))
  }

  @Test("without any step or message, all is over when the connection opens")
  func empty() {
    var machine = ReplayMachine(
      [], last: ReplayMachine.Step(at: .zero, after: 0), arrivals: [], pace: .recorded(speed: 1),
      limit: .seconds(1))
    #expect(machine.handle(.opened, at: .seconds(3)) == [.finished])
  }
}
