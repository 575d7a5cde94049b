import Testing
import WebSocketWire

@testable import WScopeCommands

@Suite struct StatisticsTests {
  private func frame(_ opcode: Opcode, _ payload: Int, inflatesTo inflated: Int? = nil) -> FrameRecord {
    var frame = FrameRecord(
      header: FrameHeader(opcode: opcode, payloadLength: UInt64(payload)), sender: .server, number: 1,
      offset: 0, payload: Array(repeating: 0, count: payload))
    frame.inflated = inflated.map {
      InflatedPayload(omitted: UInt64($0), context: DeflateContext(.init(), isCarried: false))
    }
    return frame
  }

  @Test func sumsUpWhatWasCompressedApartFromTheRest() {
    var statistics = Statistics()
    statistics.add(frame(.text, 10, inflatesTo: 100), isIncoming: true)
    statistics.add(frame(.binary, 20, inflatesTo: 300), isIncoming: true)
    statistics.add(frame(.text, 5), isIncoming: true)
    statistics.add(frame(.ping, 4), isIncoming: false)
    #expect(
      statistics.render(RoundTrips(), role: .client) == """
          → out  0 messages, 1 frame (1 PING), 4 bytes of payload, 6 bytes on the wire
          ← in   3 messages, 3 frames (2 TEXT, 1 BINARY), 35 bytes of payload, 30 bytes of it deflated from 400 bytes, 41 bytes on the wire

        """)
  }
}
