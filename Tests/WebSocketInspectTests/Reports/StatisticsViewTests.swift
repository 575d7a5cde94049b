import Testing
import WebSocketWire

@testable import WebSocketInspect

@Suite struct StatisticsViewTests {
  private func frame(
    _ opcode: Opcode, _ payload: Int, from sender: WebSocketRole = .server, inflatesTo inflated: Int? = nil
  ) -> FrameRecord {
    var frame = FrameRecord(
      header: FrameHeader(opcode: opcode, payloadLength: UInt64(payload)), sender: sender, number: 1,
      offset: 0, payload: Array(repeating: 0, count: payload))
    frame.inflated = inflated.map {
      InflatedPayload(omitted: UInt64($0), context: DeflateContext(.init(), isCarried: false))
    }
    return frame
  }

  @Test func sumsUpWhatWasCompressedApartFromTheRest() {
    var statistics = ConnectionStatistics()
    for var frame in [
      frame(.text, 10, inflatesTo: 100), frame(.binary, 20, inflatesTo: 300), frame(.text, 5),
      frame(.ping, 4, from: .client),
    ] { statistics.add(&frame, at: .zero) }
    #expect(
      StatisticsView.render(statistics, role: .client) == """
          → out  0 messages, 1 frame (1 PING), 4 bytes of payload, 6 bytes on the wire
          ← in   3 messages, 3 frames (2 TEXT, 1 BINARY), 35 bytes of payload, 30 bytes of it deflated from 400 bytes (8 %), 41 bytes on the wire

        """)
  }
}
