import Testing
import WebSocketWire

@testable import WebSocketTransport

@Suite("The clock of a session")
struct BatchClockTests {
  /// Waits until the clock has moved on from that time.
  private func pass(_ time: Duration, _ clock: RunClock) { while clock.now <= time {} }

  @Test("stays at the time at which a batch began, and goes on after it")
  func batch() {
    let run = RunClock()
    var clock = BatchClock(run)
    let before = clock.now
    pass(before, run)
    clock.beginBatch()
    let start = clock.now
    #expect(start > before && clock.isInBatch)
    pass(start, run)
    #expect(clock.now == start)
    #expect(clock.exact > start)
    clock.beginBatch()
    #expect(clock.now == start, "a batch inside a batch has its time")
    clock.endBatch()
    #expect(clock.now > start && !clock.isInBatch)
  }
}
