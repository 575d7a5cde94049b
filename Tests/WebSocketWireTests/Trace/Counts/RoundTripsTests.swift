import Testing
import WebSocketWire

@Suite struct RoundTripsTests {
  @Test func measuresFromTheOldestPingWithThePayload() {
    var trips = RoundTrips()
    trips.sent([1], at: .nanoseconds(100))
    trips.sent([2], at: .nanoseconds(200))
    trips.sent([1], at: .nanoseconds(300))
    #expect(trips.answered([3], at: .nanoseconds(400)) == nil)
    #expect(trips.answered([1], at: .nanoseconds(400)) == .nanoseconds(300))
    #expect(trips.answered([1], at: .nanoseconds(500)) == .nanoseconds(200))
    #expect(trips.answered([1], at: .nanoseconds(600)) == nil)
  }

  @Test func givesUpPingsBeforeAnAnsweredOne() {
    var trips = RoundTrips()
    trips.sent([1], at: .nanoseconds(100))
    trips.sent([2], at: .nanoseconds(200))
    #expect(trips.answered([2], at: .nanoseconds(300)) == .nanoseconds(100))
    #expect(trips.answered([1], at: .nanoseconds(400)) == nil)
  }

  @Test func knowsTheExtremesAndTheMean() {
    var trips = RoundTrips()
    #expect(trips.mean == .zero)
    for time in [30, 10, 50] {
      trips.sent([], at: .nanoseconds(1000))
      _ = trips.answered([], at: .nanoseconds(1000 + time))
    }
    #expect(trips.count == 3)
    #expect(trips.shortest == .nanoseconds(10))
    #expect(trips.longest == .nanoseconds(50))
    #expect(trips.mean == .nanoseconds(30))
  }

  @Test func forgetsPingsThatAreNeverAnswered() {
    var trips = RoundTrips()
    for number in 0..<65 { trips.sent([UInt8(number)], at: .nanoseconds(0)) }
    #expect(trips.answered([0], at: .nanoseconds(1)) == nil)
    #expect(trips.answered([1], at: .nanoseconds(1)) == .nanoseconds(1))
  }

  @Test func aPongOfThePastTookNoTime() {
    var trips = RoundTrips()
    trips.sent([], at: .nanoseconds(100))
    #expect(trips.answered([], at: .nanoseconds(50)) == .zero)
  }
}
