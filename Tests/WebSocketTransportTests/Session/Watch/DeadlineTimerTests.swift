import NIOCore
import NIOEmbedded
import Testing
import WebSocketWire

@testable import WebSocketTransport

@Suite("The timer of a deadline")
struct DeadlineTimerTests {
  /// A timer on a loop whose time passes by hand, and how often it has fired.
  private final class Rig {
    let loop = EmbeddedEventLoop()
    let timer = DeadlineTimer(
      Timeouts(connect: .seconds(1), handshake: .seconds(20), close: .seconds(4)))
    private(set) var fired = 0

    func follow(_ deadline: Deadline?, isPaused: Bool = false) {
      timer.follow(deadline, isPaused: isPaused, on: loop) { self.fired += 1 }
    }
  }

  @Test(
    "each deadline has its time",
    arguments: [
      (.handshake, .seconds(20)), (.refusal, .seconds(1)), (.close, .seconds(4)),
      (.streamEnd, .milliseconds(250)),
    ] as [(Deadline, TimeAmount)])
  func times(deadline: Deadline, time: TimeAmount) {
    let rig = Rig()
    rig.follow(deadline)
    rig.loop.advanceTime(by: time - .nanoseconds(1))
    #expect(rig.fired == 0)
    rig.loop.advanceTime(by: .nanoseconds(1))
    #expect(rig.fired == 1)
  }

  @Test("the stream's end gets no more time than the closing")
  func shortClosing() {
    let loop = EmbeddedEventLoop()
    var fired = false
    DeadlineTimer(Timeouts(close: .milliseconds(10))).follow(.streamEnd, isPaused: false, on: loop) {
      fired = true
    }
    loop.advanceTime(by: .milliseconds(10))
    #expect(fired)
  }

  @Test("the same deadline does not begin again, and another one has all its time")
  func changes() {
    let rig = Rig()
    rig.follow(.close)
    rig.loop.advanceTime(by: .seconds(3))
    rig.follow(.close)
    rig.loop.advanceTime(by: .milliseconds(999))
    #expect(rig.fired == 0)
    rig.follow(.handshake)
    rig.loop.advanceTime(by: .seconds(19))
    #expect(rig.fired == 0)
    rig.loop.advanceTime(by: .seconds(1))
    #expect(rig.fired == 1)
  }

  @Test("a deadline that is no longer waited for does not fire")
  func stops() {
    let rig = Rig()
    #expect(rig.timer.isIdle)
    rig.follow(.close)
    #expect(!rig.timer.isIdle)
    rig.follow(nil)
    #expect(rig.timer.isIdle)
    rig.loop.advanceTime(by: .hours(1))
    #expect(rig.fired == 0)
  }

  @Test("a paused deadline does not pass, and goes on when it is resumed", arguments: [true, false])
  func pauses(isPausedFromTheStart: Bool) {
    let rig = Rig()
    rig.follow(.close, isPaused: isPausedFromTheStart)
    if !isPausedFromTheStart { rig.follow(.close, isPaused: true) }
    rig.loop.advanceTime(by: .hours(1))
    #expect(rig.fired == 0 && !rig.timer.isIdle)
    rig.follow(.close)
    // The little that passed by the real clock before the pause is already gone.
    rig.loop.advanceTime(by: .seconds(4))
    #expect(rig.fired == 1)
  }

  @Test("an hour of pause costs nothing of the time")
  func keepsTime() {
    let rig = Rig()
    rig.follow(.handshake, isPaused: true)
    rig.loop.advanceTime(by: .hours(1))
    rig.follow(.handshake)
    rig.loop.advanceTime(by: .milliseconds(19_999))
    #expect(rig.fired == 0)
    rig.loop.advanceTime(by: .milliseconds(1))
    #expect(rig.fired == 1)
  }
}
