import Testing
import WebSocketWire

@testable import WScopeCommands

@Suite("What is counted of a run")
struct RunStatisticsTests {
  private static func connected(_ number: Int, at milliseconds: Int) -> TraceRecord {
    TraceRecord(
      connection: number, time: .milliseconds(milliseconds),
      event: .connected(ConnectionSummary(url: "ws://a/", address: "", phases: [], subprotocol: nil)))
  }

  private static func frame(
    _ opcode: Opcode, _ length: Int, from sender: WebSocketRole, at milliseconds: Int,
    roundTrip: Duration? = nil
  ) -> TraceRecord {
    var frame = FrameRecord(
      header: FrameHeader(opcode: opcode, payloadLength: UInt64(length)), sender: sender, number: 1,
      offset: 0,
      payload: Array(repeating: 0x61, count: length))
    frame.roundTrip = roundTrip
    return TraceRecord(connection: 1, time: .milliseconds(milliseconds), event: .frame(frame))
  }

  @Test func connectionsAreSummedUp() {
    let statistics = RunStatistics(role: .client)
    for record in [
      Self.connected(1, at: 500), Self.frame(.text, 100, from: .client, at: 600),
      Self.frame(.binary, 8, from: .server, at: 700), Self.connected(2, at: 900),
      Self.frame(.text, 398, from: .server, at: 2500),
    ] { statistics.receive(record) }
    #expect(
      statistics.lines == [
        "statistics of 2 connections, 2 s from the first opening",
        "  → out  1 message, 1 frame (1 TEXT), 100 bytes of payload, 102 bytes on the wire",
        "  ← in   2 messages, 2 frames (1 TEXT, 1 BINARY), 406 bytes of payload, 412 bytes on the wire",
        "  rate: out 0.5 messages/s, 51 bytes/s; in 1.0 messages/s, 206 bytes/s",
      ])
  }

  @Test func roundTripsOfOurPingsHavePercentiles() {
    let statistics = RunStatistics(role: .client)
    for milliseconds in (1...1000).reversed() {
      statistics.receive(
        Self.frame(.pong, 0, from: .server, at: 0, roundTrip: .milliseconds(milliseconds)))
    }
    // What answers the other end is not ours.
    statistics.receive(Self.frame(.pong, 0, from: .client, at: 0, roundTrip: .seconds(9)))
    #expect(
      statistics.lines.last
        == "  round trip: 50 % within 500 ms, 90 % within 900 ms, 99 % within 990 ms, all within 1 s, of 1000 Pongs"
    )
  }

  @Test(arguments: [
    (Duration.zero, "0 ms"), (.nanoseconds(999), "0 ms"), (.microseconds(7), "0.007 ms"),
    (.seconds(7200), "1 h 0 min"), (.seconds(Int64.max), "1 h 0 min"),
  ])
  func anyRoundTripIsTaken(time: Duration, words: String) {
    let statistics = RunStatistics(role: .server)
    statistics.receive(Self.frame(.pong, 0, from: .client, at: 0, roundTrip: time))
    #expect(
      statistics.lines.last?.hasSuffix(", all within \(words), of 1 Pong") == true, "\(statistics.lines)")
  }

  @Test func framesAloneHaveNoTimes() {
    let statistics = RunStatistics(role: .client)
    statistics.add(
      FrameRecord(
        header: FrameHeader(opcode: .ping, payloadLength: 0), sender: .client, number: 1, offset: 0))
    #expect(
      statistics.lines == [
        "statistics", "  → out  0 messages, 1 frame (1 PING), 0 bytes of payload, 2 bytes on the wire",
        "  ← in   0 messages, 0 frames, 0 bytes of payload, 0 bytes on the wire",
      ])
  }
}
