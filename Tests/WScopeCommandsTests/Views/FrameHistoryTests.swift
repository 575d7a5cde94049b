import Testing
import WebSocketWire

@testable import WScopeCommands

@Suite struct FrameHistoryTests {
  private func frame(_ number: UInt64, payload: Int = 0) -> FrameRecord {
    FrameRecord(
      header: FrameHeader(opcode: .binary, payloadLength: UInt64(payload)), sender: .server, number: number,
      offset: 0, payload: Array(repeating: 0, count: payload))
  }

  private func record(_ frame: FrameRecord, connection: Int) -> TraceRecord {
    TraceRecord(connection: connection, time: .zero, event: .frame(frame))
  }

  @Test func countsFromTheEnd() throws {
    let history = FrameHistory()
    for number in 1...3 { history.receive(record(frame(UInt64(number)), connection: number)) }
    #expect(try history.last(1).frame.number == 3)
    #expect(try history.last(3).frame.number == 1)
    #expect(try history.last(3).connection == 1)
    #expect(history.all.map(\.frame.number) == [1, 2, 3])
  }

  @Test func keepsSoManyFramesAndNoMore() throws {
    let capacity = FrameHistory.capacity
    let history = FrameHistory()
    for number in 1...capacity + 1 { history.receive(record(frame(UInt64(number)), connection: 1)) }
    #expect(history.count == capacity)
    #expect(history.dropped == 1)
    #expect(try history.last(capacity).frame.number == 2)
    #expect { try history.last(capacity + 1) } throws: {
      "\($0)".contains("that frame was dropped: the record goes back to /last \(capacity)")
    }
    #expect { try history.last(capacity + 2) } throws: {
      "\($0)".contains("\(capacity + 1) frames passed so far")
    }
  }

  @Test func keepsSixteenMebibytes() throws {
    let history = FrameHistory()
    for number in 1...17 { history.receive(record(frame(UInt64(number), payload: 1 << 20), connection: 1)) }
    #expect(history.count == 16)
    #expect(try history.last(16).frame.number == 2)
  }

  @Test func keepsTheLatestFrameWhateverItsSize() throws {
    let history = FrameHistory()
    history.receive(record(frame(1), connection: 1))
    history.receive(record(frame(2, payload: FrameHistory.byteLimit + 1), connection: 1))
    #expect(history.count == 1)
    history.receive(record(frame(3), connection: 1))
    #expect(history.all.map(\.frame.number) == [3])
    #expect(history.dropped == 2)
  }

  @Test func saysThatNothingHasPassed() {
    #expect { try FrameHistory().last(1) } throws: { "\($0)" == "no frame has passed yet" }
  }
}
